import fc from 'fast-check';
import { applyDelta, type PackedDelta } from '../../../src/console/gantt/delta.ts';
import { packId, unpackId, type PackedTimeline } from '../../../src/console/gantt/timeline.ts';
import { diffLayouts } from '../../../src/domain/schedule/timeline/timeline-delta.ts';
import { mutated, mutation, project, type State } from '../../domain/schedule/timeline/changed-items.ts';
import { headAt, layOut, uuid } from '../../domain/schedule/timeline/timeline-items.ts';

test('the console applies changes of a timeline to the very columns that the service computes', () => {
  const start: State = { items: project(12), links: [{ from: uuid(10), to: uuid(11), t: 0, lag: 0, b: 0 }] };
  fc.assert(
    fc.property(fc.array(fc.array(mutation, { minLength: 1, maxLength: 4 }), { maxLength: 10 }), (steps) => {
      let state = start;
      let computed = layOut(headAt(0, 'week'), state.items, state.links);
      let followed: PackedTimeline = computed;
      steps.forEach((changes, at) => {
        state = changes.reduce(mutated, state);
        const next = layOut(headAt(at + 1, 'week'), state.items, state.links);
        // As it comes over the wire.
        const delta = JSON.parse(JSON.stringify(diffLayouts(computed, next))) as PackedDelta;
        followed = applyDelta(followed, delta);
        computed = next;
        expect(followed).toEqual(computed);
      });
    }),
    { numRuns: 300 },
  );
});

test('an id is packed and unpacked without a loss', () => {
  fc.assert(fc.property(fc.uuid(), (id) => expect(unpackId(packId(id))).toBe(id)));
});
