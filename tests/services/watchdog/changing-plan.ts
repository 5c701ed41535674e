import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { DependencyType, ReviewDecision, RiskLinkType } from '../../../src/domain/enums.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { updateProject } from '../../../src/services/plan/projects/project-plan.ts';
import { addComment } from '../../../src/services/plan/status/comments.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { assignTask } from '../../../src/services/plan/tasks/assignment.ts';
import { addDependency, removeDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { linkRisk } from '../../../src/services/plan/tasks/links.ts';
import { createTask } from '../../../src/services/plan/tasks/task-create.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const VERBS = [
  'dates', 'end', 'progress', 'start', 'block', 'complete', 'reopen', 'require', 'submit', 'judge', 'comment',
  'create', 'delete', 'restore', 'move', 'link', 'unlink', 'cycle', 'assign', 'risk', 'cost', 'spend', 'promise',
  'lifecycle', 'around', 'settle', 'undelivered', 'redelivered', 'day',
] as const; // prettier-ignore

/** Something that is done to a plan, and whether the watchdog looks at one of the projects then. */
export const change = fc.record(
  {
    // Evidence has a way to go before it says anything.
    verb: fc.constantFrom(...VERBS, 'submit', 'judge', 'judge'),
    one: fc.nat(),
    two: fc.nat(),
    number: fc.nat({ max: 9 }),
    isScanned: fc.boolean(),
  },
  { noNullPrototype: true },
);
export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
type Verb = (typeof VERBS)[number];

const RISKS = ['5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f', '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3aa0'];
/** Low ones, so that few tasks are many. */
const SETTINGS = { watchdog: { overloadTasks: 2, aggregateOver: 4, stalledDays: 2, evidenceReviewDays: 1 } };

/** Two projects with tasks that change at random: by the services as people do, and by SQL as somebody who goes round them. */
export class ChangingPlan {
  static readonly verbs: readonly Verb[] = VERBS;
  private events = 0;

  private readonly tasks: string[] = [];

  private constructor(
    readonly plan: Plan,
    readonly projects: readonly string[],
    private readonly parts: { readonly phases: readonly string[]; readonly webhook: string },
  ) {}

  static async open(): Promise<ChangingPlan> {
    const plan = await Plan.open(SETTINGS);
    const projects = [
      await plan.project({ name: 'Quay', start_date: '2026-11-02' }),
      await plan.project({ name: 'Pier' }),
    ];
    const phases = [await plan.phase(projects[0]!), await plan.phase(projects[1]!)];
    const webhook = await plan.insertBeside('webhook_endpoint', {
      url: 'https://hooks.test/',
      created_by: plan.owner,
    });
    const made = new ChangingPlan(plan, projects, { phases, webhook });
    for (let n = 0; n < 8; n += 1) await made.create(n);
    return made;
  }

  close(): Promise<void> {
    return this.plan.close();
  }

  /** Whether it was allowed. */
  async make(each: Change): Promise<boolean> {
    try {
      await this.changes(each)[each.verb]();
      return true;
    } catch (error) {
      if (error instanceof PitError) return false;
      throw error;
    }
  }

  private changes({ one, two, number }: Change): Record<Verb, () => Promise<unknown>> {
    const id = this.tasks[one % this.tasks.length]!;
    const other = this.tasks[two % this.tasks.length]!;
    const project = this.projects[two % this.projects.length]!;
    const today = clock.today('UTC');
    const day = addDays(today, number - 6);
    return {
      ...this.workChanges({ id, number, today, day }),
      ...this.planChanges({ id, other, project, one, number }),
      ...this.detours({ id, other, project, one, number, today }),
    };
  }

  private workChanges({
    id,
    number,
    today,
    day,
  }: {
    id: string;
    number: number;
    today: string;
    day: string;
  }) {
    const [people, worker] = [this.plan, this.plan.worker];
    return {
      dates: () => this.run((tx) => updateTask(tx, { id, startDate: day, endDate: addDays(day, number) })),
      end: () => this.run((tx) => updateTask(tx, { id, startDate: null, endDate: addDays(day, 2) })),
      progress: () => this.run((tx) => updateProgress(tx, { taskId: id, percent: number * 10 })),
      start: () => this.run((tx) => moveStatus(tx, 'startTask', { id, occurredOn: addDays(today, -number) })),
      block: () => this.run((tx) => moveStatus(tx, 'blockTask', { id, reason: 'No steel.' })),
      complete: () =>
        this.run((tx) => moveStatus(tx, 'completeTask', { id, occurredOn: addDays(today, -number) })),
      reopen: async () => {
        const [done] = await this.plan.rows<{ id: string }>(
          `SELECT id FROM pit.task WHERE status = 'completed' AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1`,
        );
        return this.run((tx) => moveStatus(tx, 'reopenTask', { id: done?.id ?? id, comment: 'Again.' }));
      },
      require: () => this.run((tx) => updateTask(tx, { id, requiresEvidence: number > 3 })),
      submit: () => this.submit(id, `${addDays(today, -number)}T08:00:00Z`),
      judge: () => this.judge(number),
      comment: () => this.run((tx) => addComment(tx, { taskId: id, text: 'Heard.' })),
      assign: () =>
        this.run((tx) =>
          assignTask(tx, {
            id,
            ownerId: number % 2 === 0 ? people.owner : worker,
            assigneeIds: number % 3 === 0 ? [people.helper] : [],
          }),
        ),
    };
  }

  private planChanges(about: { id: string; other: string; project: string; one: number; number: number }) {
    const { id, other, project, one, number } = about;
    return {
      create: () => this.create(one),
      delete: () => this.run((tx) => deleteTask(tx, { id, cascade: true })),
      restore: async () =>
        this.run(async (tx) => restoreTask(tx, { id: (await this.anyDeleted(one)) ?? id })),
      move: () => this.run((tx) => moveTask(tx, { id, projectId: project, dropDependencies: true })),
      link: () =>
        this.run((tx) =>
          addDependency(tx, {
            predecessorId: id,
            successorId: other,
            type: Object.values(DependencyType)[number % 4]!,
            lagDays: (number % 3) - 1,
          }),
        ),
      unlink: async () => {
        const link = await this.anyLink(one);
        return this.run((tx) => removeDependency(tx, { id: link ?? id }));
      },
      risk: async () => {
        await this.run((tx) => updateTask(tx, { id, linkedRiskMitigationPct: 10 + number * 5 }));
        const link = { taskId: id, riskId: RISKS[one % 2]!, linkType: RiskLinkType.RESIDUAL };
        return this.run((tx) => linkRisk(tx, link));
      },
      cost: () => this.run((tx) => updateTask(tx, { id, capexCost: `${number * 10}.00` })),
      promise: () => {
        const endDate = number === 0 ? null : addDays(clock.today('UTC'), 3 * number);
        return this.run((tx) => updateProject(tx, { id: project, endDate }));
      },
      lifecycle: () => {
        const status = number < 3 ? 'on_hold' : 'active';
        return this.run((tx) => updateProject(tx, { id: project, status }));
      },
    };
  }

  /** What goes round the services, and what jobs and other organisations' machines do. */
  private detours(about: {
    id: string;
    other: string;
    project: string;
    one: number;
    number: number;
    today: string;
  }) {
    const { id, other, project, number, today } = about;
    const { plan } = this;
    return {
      cycle: () => this.cycle(id, other),
      spend: () =>
        plan.insert('cost_snapshot', {
          project_id: project,
          captured_at: `${addDays(today, -9 * (number % 3))}T${10 + number}:00:00Z`,
          capex_spent: 40 * number,
        }),
      around: () =>
        plan.rows('UPDATE pit.task SET status = $2 WHERE id = $1', [
          id,
          ['blocked', 'active', 'not_started', 'upcoming'][number % 4],
        ]),
      settle: () =>
        plan.rows(
          `INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET day = excluded.day`,
          [plan.orgId, today],
        ),
      undelivered: () =>
        plan.insertBeside('delivery', {
          kind: 'webhook',
          target_id: this.parts.webhook,
          event_stream: plan.orgId,
          event_seq: (this.events += 1),
          lane: project,
          payload: {},
          state: 'dead',
          finished_at: new Date(),
        }),
      redelivered: () =>
        plan.rows(`UPDATE pit_ops.delivery SET state = 'sent' WHERE lane = $1 AND state = 'dead'`, [project]),
      day: () => Promise.resolve(),
    };
  }

  private run<T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> {
    return this.plan.run(verb, { actor: this.plan.actor(this.plan.owner, 'admin') });
  }

  private async create(n: number): Promise<void> {
    const startDate = addDays(clock.today('UTC'), (n % 12) - 8);
    const input = { name: `Pile ${n % 5}`, startDate, durationDays: 1 + (n % 6), capexCost: '20.00' };
    const phaseId = this.parts.phases[n % this.parts.phases.length]!;
    this.tasks.push((await this.run((tx) => createTask(tx, { phaseId, ...input }))).taskId);
  }

  private submit(task: string, created_at: string): Promise<string> {
    const file = { file_url: 'https://files.test/proof', file_type: 'document', metadata: {} };
    return this.plan.insert('evidence', {
      task_id: task,
      uploaded_by: this.plan.helper,
      created_at,
      ...file,
    });
  }

  private async judge(number: number): Promise<unknown> {
    const [piece] = await this.plan.rows<{ id: string }>(
      `SELECT e.id FROM pit.evidence e WHERE NOT EXISTS (SELECT FROM pit.evidence_review r
         WHERE r.evidence_id = e.id AND r.decision = 'accepted') ORDER BY md5(e.id::text || $1) LIMIT 1`,
      [String(number)],
    );
    const decision = number < 7 ? ReviewDecision.REJECTED : ReviewDecision.ACCEPTED;
    const actor = this.plan.actor(this.plan.sponsor);
    return this.plan.run(
      (tx) => reviewEvidence(tx, { evidenceId: piece?.id ?? '', decision, comment: 'Seen.' }),
      { actor },
    );
  }

  private async anyDeleted(n: number): Promise<string | undefined> {
    const rows = await this.plan.rows<{ id: string }>(
      'SELECT id FROM pit.task WHERE deleted_at IS NOT NULL ORDER BY created_at, id',
    );
    return rows[n % Math.max(1, rows.length)]?.id;
  }

  private async anyLink(n: number): Promise<string | undefined> {
    const rows = await this.plan.rows<{ id: string }>(
      'SELECT id FROM pit.task_dependency ORDER BY created_at, id',
    );
    return rows[n % Math.max(1, rows.length)]?.id;
  }

  /** Two tasks of one project that wait for each other. */
  private async cycle(one: string, other: string): Promise<void> {
    await this.plan.rows(
      `INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
       SELECT a.org_id, a.project_id, ends.from_id, ends.to_id FROM pit.task a
       JOIN pit.task b ON b.id = $2 AND b.project_id = a.project_id AND b.id <> a.id
       CROSS JOIN LATERAL (VALUES (a.id, b.id), (b.id, a.id)) AS ends (from_id, to_id)
       WHERE a.id = $1 AND a.deleted_at IS NULL AND b.deleted_at IS NULL ON CONFLICT DO NOTHING`,
      [one, other],
    );
  }
}
