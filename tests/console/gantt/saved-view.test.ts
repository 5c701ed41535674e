import fc from 'fast-check';
import { packId } from '../../../src/console/gantt/timeline.ts';
import { openingRoute, viewToSave, type SavedView } from '../../../src/console/plan/saved-view.ts';
import { planRoute, ZOOMS, type PlanRoute } from '../../../src/console/state/routes.ts';

const PROJECT = '00000000-0000-4000-8000-000000000001';
const look = { zoom: 'week', from: '2026-11-02', to: '2026-12-06' } as const;

/** The view as the graph answers it once it was saved. */
function saved(route: PlanRoute, folded: readonly string[]): NonNullable<SavedView> {
  const packed = new Set(folded.map(packId));
  const input = viewToSave(PROJECT, look, { route, folded: packed }, null);
  return {
    zoomLevel: input.zoomLevel,
    groupingMode: input.groupingMode,
    viewportStart: input.viewportStart ?? null,
    foldedIds: [...(input.foldedIds ?? [])],
    showsBaseline: input.showsBaseline ?? true,
    baselineId: input.baselineId ?? null,
    emphasisesCritical: input.emphasisesCritical ?? false,
  };
}

test('a plan that was left in any state opens in it again, and its folded rows are the same', () => {
  const states = fc.record({
    zoom: fc.constantFrom(...ZOOMS),
    hasCritical: fc.boolean(),
    hasBaseline: fc.boolean(),
    baseline: fc.constantFrom('', PROJECT),
  });
  fc.assert(
    fc.property(states, fc.uniqueArray(fc.uuid()), (state, folded) => {
      const left = { ...planRoute(PROJECT), ...state, at: look.from };
      const view = saved(left, folded);
      expect(openingRoute(planRoute(PROJECT), view)).toEqual(left);
      expect(view.foldedIds).toEqual(folded);
    }),
  );
});

test('an address that says what it shows is not overruled by what its reader has last chosen', () => {
  const view = saved({ ...planRoute(PROJECT), zoom: 'day', hasCritical: true, hasBaseline: false }, []);
  const inAddress: readonly Partial<PlanRoute>[] = [{ zoom: 'year' }, { at: '2026-01-05' }];
  for (const said of inAddress)
    expect(openingRoute({ ...planRoute(PROJECT), ...said }, view)).toEqual({
      ...planRoute(PROJECT),
      ...said,
    });
  // Who is sent the plan of another day sees that, at the scale that they are used to.
  const asOf = { ...planRoute(PROJECT), asOf: '2026-10-01' };
  expect(openingRoute(asOf, view)).toMatchObject({ asOf: '2026-10-01', hasCritical: false, zoom: 'day' });
  expect(openingRoute(asOf, null)).toEqual(asOf);
});

test('a plan that is shown whole keeps no days, and no more rows are kept as folded than the graph takes', () => {
  const many = new Set(
    Array.from({ length: 1_200 }, (_, n) => packId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)),
  );
  const input = viewToSave(PROJECT, look, { route: planRoute(PROJECT), folded: many }, null);
  expect(input).not.toHaveProperty('viewportStart');
  expect(input.foldedIds).toHaveLength(1_000);
});
