import fc from 'fast-check';
import {
  LINK_TYPES,
  packPlan,
  packTasks,
  type PlanFacts,
  type PlannedLink,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import { patchPlan, type PlanNews } from '../../../../src/domain/schedule/remaining-work/plan-patch.ts';
import { planTopology } from '../../../../src/domain/schedule/remaining-work/plan-topology.ts';
import { day } from './plan-on-days.ts';

const TASKS = [...'abcdefgh'];
const LINKS = [...'stuvwxyz'];

const task = fc.record({
  durationDays: fc.option(fc.nat(9)),
  start: fc.option(fc.nat(20).map(day)),
  progress: fc.nat(100),
});
const link = fc.record({
  predecessorId: fc.constantFrom(...TASKS),
  successorId: fc.constantFrom(...TASKS),
  type: fc.constantFrom(...LINK_TYPES),
  lagDays: fc.integer({ min: -2, max: 2 }),
});

/** What is live of all that there may be, and which of it the next plan has as it was. */
const plans = fc.record({
  tasks: fc.tuple(...TASKS.map(() => fc.option(task))),
  links: fc.tuple(...LINKS.map(() => fc.option(link))),
});

interface Live {
  readonly tasks: readonly PlannedTask[];
  readonly links: readonly PlannedLink[];
}

function live({ tasks, links }: typeof plans extends fc.Arbitrary<infer T> ? T : never): Live {
  return {
    tasks: tasks.flatMap((each, n) => (each === null ? [] : [{ ...each, id: TASKS[n]! }])),
    links: links.flatMap((each, k) =>
      each === null || each.predecessorId === each.successorId ? [] : [{ ...each, id: LINKS[k]! }],
    ),
  };
}

const packed = ({ tasks, links }: Live): PlanFacts => packPlan(tasks, links);
const ordered = (facts: PlanFacts) => ({
  facts,
  topology: planTopology(facts.tasks.ids.length, facts.links),
});

/** What a database that knows both plans tells of what is named: live tasks, and the links that touch them. */
function newsOf(after: Live, namedTasks: readonly string[], namedLinks: readonly string[]): PlanNews {
  const tasks = after.tasks.filter(({ id }) => namedTasks.includes(id));
  const isLiveAndNamed = (id: string): boolean => tasks.some((each) => each.id === id);
  const links = after.links.filter(
    ({ id, predecessorId, successorId }) =>
      namedLinks.includes(id) || isLiveAndNamed(predecessorId) || isLiveAndNamed(successorId),
  );
  return {
    namedTasks,
    namedLinks,
    tasks: packTasks(tasks),
    links: {
      ids: links.map(({ id }) => id),
      fromIds: links.map(({ predecessorId }) => predecessorId),
      toIds: links.map(({ successorId }) => successorId),
      type: Uint8Array.from(links, ({ type }) => LINK_TYPES.indexOf(type)),
      lag: Int32Array.from(links, ({ lagDays }) => lagDays),
    },
  };
}

/** The plan after, with what is not named as it was before. */
function partly(before: Live, after: Live, named: ReadonlySet<string>): Live {
  const from = <T extends { id: string }>(was: readonly T[], is: readonly T[]): T[] =>
    [...was.filter(({ id }) => !named.has(id)), ...is.filter(({ id }) => named.has(id))].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  return { tasks: from(before.tasks, after.tasks), links: from(before.links, after.links) };
}

test('a patched plan is the plan read as a whole, its order included, and the one before stays as it was', () => {
  const named = fc.subarray([...TASKS, ...LINKS]);
  fc.assert(
    fc.property(plans, plans, named, (a, b, names) => {
      const before = live(a);
      const after = partly(before, live(b), new Set(names));
      const old = ordered(packed(before));
      const kept = structuredClone(old);
      const isOf = (of: readonly string[]) => names.filter((name) => of.includes(name));
      const patched = patchPlan(old, newsOf(after, isOf(TASKS), isOf(LINKS)));
      expect(patched).toEqual(ordered(packed(after)));
      expect(old).toEqual(kept);
    }),
    { numRuns: 500 },
  );
});

test('news that leave every link as it was keep links and order at hand', () => {
  fc.assert(
    fc.property(plans, fc.subarray(TASKS), fc.nat(9), (a, names, durationDays) => {
      const before = live(a);
      const tasks = before.tasks.map((each) => (names.includes(each.id) ? { ...each, durationDays } : each));
      const old = ordered(packed(before));
      const patched = patchPlan(old, newsOf({ ...before, tasks }, names, []));
      expect(patched.topology).toBe(old.topology);
      expect(patched.facts.links).toBe(old.facts.links);
      expect(patched.facts.tasks.ids).toBe(old.facts.tasks.ids);
    }),
  );
});
