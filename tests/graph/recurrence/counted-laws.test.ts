import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';

const real = { ...clock };
const FIRST = '2027-03-01';
let today = FIRST;
let api: PlanGraph;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

interface World {
  readonly projectId: string;
  readonly seriesId: string;
  /** A task that does not come again. */
  readonly other: string;
}

/** What is done: to the occurrence at this place, from the newest on, where it is to one. What is proven is completed too. */
type Step =
  | { act: 'prove'; at: number; days: number }
  | { act: 'completeTask' | 'reopenTask' | 'deleteTask' | 'restoreTask'; at: number }
  | { act: 'report'; percent: number }
  | { act: 'rewrite' }
  | { act: 'wait'; days: number }
  | { act: 'roll over' };

const at = fc.integer({ min: 0, max: 2 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('prove' as const), at, days: fc.integer({ min: 0, max: 5 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'completeTask' as const,
        'reopenTask' as const,
        'deleteTask' as const,
        'restoreTask' as const,
      ),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('report' as const), percent: fc.constantFrom(0, 40, 100) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('rewrite' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('roll over' as const) }) },
);

/** A weekly series in a project with other work. */
async function planted(requiresEvidence: boolean): Promise<World> {
  const projectId = await api.plan.project();
  const phaseId = await api.plan.phase(projectId);
  const taskId = await api.plan.task(projectId, phaseId, {
    end_date: FIRST,
    start_date: FIRST,
    duration_days: 1,
    requires_evidence: requiresEvidence,
    linked_risk_mitigation_pct: '40',
    capex_cost: '10.00',
    assignees: JSON.stringify([api.plan.helper]),
  });
  const other = await api.plan.task(projectId, phaseId, {
    linked_risk_mitigation_pct: '30',
    duration_days: 3,
  });
  await api.plan.run((tx) => rebuildRollups(tx, projectId));
  const { series } = await api.done<{ series: { id: string } }>(
    'createSeries',
    { taskId, rule: 'FREQ=WEEKLY' },
    'series { id }',
  );
  return { projectId, seriesId: series.id, other };
}

/** What the rules refuse changes nothing. */
const attempt = (name: string, input: object, actor = api.plan.actor()) =>
  api.ask(name, input, '__typename', actor);

async function take(step: Step, { seriesId, other }: World): Promise<void> {
  if (step.act === 'wait') today = addDays(today, step.days);
  else if (step.act === 'roll over') await rollOverDays(api.plan.pool);
  else if (step.act === 'report') await attempt('updateProgress', { taskId: other, percent: step.percent });
  else if (step.act === 'rewrite') await attempt('updateSeries', { id: seriesId, name: `From ${today} on` });
  else {
    const occurrences = await api.plan.rows<{ task_id: string }>(
      `SELECT task_id FROM pit_ops.occurrence WHERE series_id = $1 AND task_id IS NOT NULL ORDER BY nominal_on DESC`,
      [seriesId],
    );
    const id = occurrences[step.at]?.task_id;
    if (id === undefined) return;
    if (step.act === 'prove') {
      await prove(id, step.days);
      await attempt('completeTask', { id });
    } else await attempt(step.act, { id });
  }
}

async function prove(taskId: string, days: number): Promise<void> {
  const file = {
    fileUrl: `https://files.test/${randomUUID()}`,
    fileType: 'DOCUMENT',
    sha256: 'a'.repeat(64),
  };
  const input = { taskId, ...file, size: 10, mediaType: 'application/pdf', source: 'scanner' };
  const handIn = { ...input, validUntil: addDays(today, days) };
  const { data } = await api.ask(
    'submitEvidence',
    handIn,
    'evidence { id }',
    api.plan.actor(api.plan.helper),
  );
  const handedIn = data?.['submitEvidence'] as { evidence: { id: string } } | null | undefined;
  if (handedIn == null) return;
  const decision = { evidenceId: handedIn.evidence.id, decision: 'ACCEPTED' };
  await api.done('reviewEvidence', decision, '__typename', api.plan.actor(api.plan.sponsor, 'admin'));
}

test('after any sequence of writes, roll-overs and days that pass, one occurrence counts and the sums are those made from scratch', async () => {
  const sequences = fc.array(steps, { minLength: 5, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), sequences, async (requiresEvidence, sequence) => {
      today = FIRST;
      const world = await planted(requiresEvidence);
      for (const step of sequence) await take(step, world);
      await rollOverDays(api.plan.pool);
      const day = { today, weighting: 'equal' } as const;
      const { stored, fresh } = await storedAndFresh(api.plan, world.projectId, day);
      expect(stored).toEqual(fresh);
      const counted = await api.plan.rows(
        `SELECT o.id FROM pit_ops.occurrence o JOIN pit.task t ON t.id = o.task_id AND t.deleted_at IS NULL
         WHERE o.series_id = $1 AND o.is_counted`,
        [world.seriesId],
      );
      expect(counted).toHaveLength(1);
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 120_000);
