import { WebhookMutations } from '../../../resolvers/delivery/webhook.mutations.ts';
import { AlertCode, DependencyType, ReviewDecision, RiskLinkType } from '../../../src/domain/enums.ts';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { updateProject } from '../../../src/services/plan/projects/project-plan.ts';
import { addComment } from '../../../src/services/plan/status/comments.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { assignTask } from '../../../src/services/plan/tasks/assignment.ts';
import { addDependency, removeDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { linkRisk } from '../../../src/services/plan/tasks/links.ts';
import { createTask, type NewTaskInput } from '../../../src/services/plan/tasks/task-create.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { answering } from '../../support/delivery/webhook-receiver.ts';
import type { WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';
import type { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';
import { acceptAnew, endedAcceptance, waitingExtension } from './promises.ts';

/** A Wednesday, on which all this happens. */
export const TODAY = '2026-11-18';
/** Settings of an organisation in which four tasks are too many. */
export const SETTINGS = { watchdog: { overloadTasks: 3 } };
const LONG_AGO = '2026-11-01T12:00:00Z';
const LATER = '2026-12-18';
const GIVEN_UP = 90 * 3_600;

/** Where things go wrong. */
export interface Scene {
  readonly plan: Plan;
  readonly deliveries: DeliveryWorld;
  readonly receiver: WebhookReceiver;
}

/** Something that has gone wrong in a project, and how it is put right. */
export interface Wrong {
  readonly project: string;
  readonly cure: () => Promise<unknown>;
}

interface Place {
  readonly project: string;
  readonly phase: string;
}

/**
 * What the watchdog finds, each with a cause: by the service where the service does it, by SQL where time has gone by, or
 * somebody has gone round the service; then the service changes something else of the project.
 */
export class AlertCauses {
  constructor(private readonly scene: Scene) {}

  readonly causes: Readonly<Partial<Record<AlertCode, () => Promise<Wrong>>>> = {
    [AlertCode.TASK_OVERDUE]: async () => {
      const { project, task } = await this.withTask({ startDate: '2026-11-09', endDate: '2026-11-17' });
      return { project, cure: () => this.update(task, { endDate: LATER }) };
    },
    [AlertCode.OVERDUE_CLUSTER]: async () => {
      const { project, phase } = await this.place();
      const workPackageId = await this.plan.workPackage(project, phase);
      const late = { workPackageId, startDate: '2026-11-09', endDate: '2026-11-17' };
      const tasks = [await this.create(late), await this.create(late), await this.create(late)];
      return {
        project,
        cure: async () => {
          for (const task of tasks) await this.update(task, { endDate: LATER });
        },
      };
    },
    [AlertCode.EVIDENCE_MISSING]: async () => {
      const { project, task } = await this.withTask({});
      await this.move('completeTask', task);
      await this.plan.rows('UPDATE pit.task SET requires_evidence = true WHERE id = $1', [task]);
      await this.touch(project);
      return { project, cure: () => this.update(task, { requiresEvidence: false }) };
    },
    [AlertCode.EVIDENCE_REJECTED_TWICE]: async () => {
      const { project, task } = await this.withTask({});
      for (let n = 0; n < 2; n += 1) await this.review(await this.submit(task), ReviewDecision.REJECTED);
      return { project, cure: async () => this.review(await this.submit(task), ReviewDecision.ACCEPTED) };
    },
    [AlertCode.EVIDENCE_EXPIRING]: () => this.provenUntil('2026-11-30'),
    [AlertCode.EVIDENCE_EXPIRED]: () => this.provenUntil('2026-11-10'),
    [AlertCode.EVIDENCE_UNREVIEWED]: async () => {
      const { project, task } = await this.withTask({});
      const evidence = await this.submit(task, LONG_AGO);
      await this.touch(project);
      return { project, cure: () => this.review(evidence, ReviewDecision.ACCEPTED) };
    },
    [AlertCode.STALLED_TASK]: async () => {
      const { project, phase } = await this.place();
      const silent = { status: 'active', progress_percent: 30, created_at: LONG_AGO };
      const task = await this.plan.task(project, phase, silent);
      await this.touch(project);
      return {
        project,
        cure: () => this.plan.run((tx) => addComment(tx, { taskId: task, text: 'It waits for steel.' })),
      };
    },
    [AlertCode.STALLED_SUBTASK]: async () => {
      const { project, phase } = await this.place();
      const old = { status: 'active', start_date: '2026-11-02', created_at: LONG_AGO };
      const subtask = await this.plan.subtask(await this.plan.task(project, phase), old);
      await this.touch(project);
      return {
        project,
        cure: () => this.plan.run((tx) => updateProgress(tx, { subtaskId: subtask, percent: 50 })),
      };
    },
    [AlertCode.STATUS_MISMATCH]: async () => {
      const { project, task } = await this.withTask({ startDate: '2026-11-02', endDate: LATER });
      await this.plan.rows(`UPDATE pit.task SET status = 'blocked' WHERE id = $1`, [task]);
      await this.touch(project);
      return { project, cure: () => this.progress(task, 30) };
    },
    [AlertCode.EARLY_SUCCESSOR_START]: async () => {
      const { project, task, phase } = await this.withTask({});
      const next = await this.create({ phaseId: phase });
      const { dependencyId: id } = await this.link(task, next);
      await this.progress(next, 10);
      return { project, cure: () => this.plan.run((tx) => removeDependency(tx, { id })) };
    },
    [AlertCode.DEPENDENCY_CYCLE]: async () => {
      const { project, task, phase } = await this.withTask({});
      const next = await this.create({ phaseId: phase });
      const { dependencyId: id } = await this.link(task, next);
      const back = { predecessor_task_id: next, successor_task_id: task, project_id: project };
      await this.plan.insert('task_dependency', back);
      await this.touch(project);
      return { project, cure: () => this.plan.run((tx) => removeDependency(tx, { id })) };
    },
    [AlertCode.CRITICAL_PATH_DRIFT]: async () => {
      const { project, phase } = await this.place();
      await this.plan.run((tx) => updateProject(tx, { id: project, endDate: '2026-11-27' }));
      const [first, next] = [
        await this.create({ phaseId: phase, durationDays: 5 }),
        await this.create({ phaseId: phase, durationDays: 5 }),
      ];
      await this.link(first, next);
      return {
        project,
        cure: () => this.plan.run((tx) => updateProject(tx, { id: project, endDate: '2027-03-26' })),
      };
    },
    [AlertCode.DURATION_MISMATCH]: async () => {
      const { project, task } = await this.withTask({ startDate: '2026-11-02', endDate: '2026-11-20' });
      await this.progress(task, 10);
      return { project, cure: () => this.progress(task, 50) };
    },
    [AlertCode.OWNER_OVERLOAD]: async () => {
      const { project, phase } = await this.place();
      const id = crypto.randomUUID();
      const ownerId = await this.plan.insert('user', {
        id,
        name: 'Ada',
        email: `${id}@example.test`,
        role: 'member',
      });
      const tasks: string[] = [];
      for (let n = 0; n < 4; n += 1) tasks.push(await this.create({ phaseId: phase, ownerId }));
      for (const task of tasks) await this.progress(task, 10);
      return { project, cure: () => this.move('completeTask', tasks[0]!) };
    },
    [AlertCode.COST_SPIKE]: async () => {
      const { project, task } = await this.withTask({ capexCost: '100.00' });
      await this.snapshot(project, 150.01);
      return {
        project,
        cure: () => this.update(task, { capexCost: '200.00' }),
      };
    },
    [AlertCode.RISK_NOT_MITIGATING]: async () => {
      const dates = { startDate: '2026-11-02', endDate: '2026-11-17' };
      const { project, task } = await this.withTask({ ...dates, linkedRiskMitigationPct: '20' });
      const risk = { taskId: task, riskId: crypto.randomUUID(), linkType: RiskLinkType.RESIDUAL };
      await this.plan.run((tx) => linkRisk(tx, risk));
      return { project, cure: () => this.move('completeTask', task) };
    },
    [AlertCode.EXTENSION_WAITING]: async () => {
      const { project, task } = await this.withTask({ endDate: LATER });
      const waiting = await waitingExtension(this.plan, task, LONG_AGO);
      await this.touch(project);
      return { project, cure: waiting.withdraw };
    },
    [AlertCode.ACCEPTANCE_EXPIRED]: async () => {
      const { project, task } = await this.withTask({ endDate: LATER });
      const risk = { taskId: task, riskId: crypto.randomUUID(), linkType: RiskLinkType.RESIDUAL };
      const renewsId = await endedAcceptance(this.plan, risk.riskId);
      await this.plan.run((tx) => linkRisk(tx, risk));
      return { project, cure: () => acceptAnew(this.plan, risk.riskId, renewsId, LATER) };
    },
    [AlertCode.UPCOMING_DEADLINE]: async () => {
      const { project, task } = await this.withTask({ startDate: '2026-11-16', endDate: '2026-11-20' });
      return { project, cure: () => this.update(task, { endDate: LATER }) };
    },
    [AlertCode.UNASSIGNED]: async () => {
      const { project, task } = await this.withTask({ startDate: '2026-11-20', endDate: LATER });
      const assigneeIds = [this.plan.helper];
      return { project, cure: () => this.plan.run((tx) => assignTask(tx, { id: task, assigneeIds })) };
    },
    [AlertCode.INTEGRATION_BROKEN]: async () => {
      const { deliveries, receiver } = this.scene;
      const { project } = await this.place();
      await deliveries.register(receiver, ['pit.evidence.expired']);
      await this.plan.run(async (tx) => {
        const payload = { projectId: project, taskId: project, evidenceId: project };
        tx.emit({ topic: 'pit.evidence.expired', streamId: project, payload });
        return {};
      });
      receiver.behaviours = [answering(503)];
      await deliveries.runOn(GIVEN_UP);
      receiver.behaviours = [];
      const since = '2026-01-01T00:00:00.000Z';
      return {
        project,
        cure: () => new WebhookMutations().redeliverDeliveries({ since }, deliveries.request()),
      };
    },
  };

  private get plan(): Plan {
    return this.scene.plan;
  }

  private async place(): Promise<Place> {
    const project = await this.plan.project({ name: 'Ventilation', start_date: '2026-11-02' });
    return { project, phase: await this.plan.phase(project) };
  }

  private async withTask(input: Omit<NewTaskInput, 'phaseId'>): Promise<Place & { readonly task: string }> {
    const place = await this.place();
    return { ...place, task: await this.create({ phaseId: place.phase, ...input }) };
  }

  private async create(input: NewTaskInput): Promise<string> {
    return (await this.plan.run((tx) => createTask(tx, { name: 'Fans', ...input }))).taskId;
  }

  private update(id: string, change: Omit<Parameters<typeof updateTask>[1], 'id'>): Promise<unknown> {
    return this.plan.run((tx) => updateTask(tx, { id, ...change }));
  }

  private move(verb: Parameters<typeof moveStatus>[1], id: string): Promise<unknown> {
    return this.plan.run((tx) => moveStatus(tx, verb, { id }));
  }

  private progress(taskId: string, percent: number): Promise<unknown> {
    return this.plan.run((tx) => updateProgress(tx, { taskId, percent }));
  }

  private link(predecessorId: string, successorId: string) {
    const type = DependencyType.FINISH_TO_START;
    return this.plan.run((tx) => addDependency(tx, { predecessorId, successorId, type }));
  }

  /** Work that is proven until a day, and then by a piece that has no end. */
  private async provenUntil(day: string): Promise<Wrong> {
    const { project, task } = await this.withTask({ requiresEvidence: true });
    const evidence = await this.submit(task);
    await this.plan.rows(
      `INSERT INTO pit_ops.evidence_validity (evidence_id, org_id, observed_on, valid_until, set_by)
       VALUES ($1, $2, '2026-11-01', $3, 'uploader')`,
      [evidence, this.plan.orgId, day],
    );
    await this.review(evidence, ReviewDecision.ACCEPTED);
    return { project, cure: async () => this.review(await this.submit(task), ReviewDecision.ACCEPTED) };
  }

  private submit(task: string, created_at = `${TODAY}T08:00:00Z`): Promise<string> {
    const file = { file_url: 'https://files.test/proof', file_type: 'document', metadata: {} };
    return this.plan.insert('evidence', {
      task_id: task,
      uploaded_by: this.plan.worker,
      created_at,
      ...file,
    });
  }

  private review(evidenceId: string, decision: ReviewDecision): Promise<unknown> {
    const actor = this.plan.actor(this.plan.sponsor);
    return this.plan.run((tx) => reviewEvidence(tx, { evidenceId, decision, comment: 'Seen.' }), { actor });
  }

  private async snapshot(project: string, capex_spent: number): Promise<void> {
    await this.plan.insert('cost_snapshot', {
      project_id: project,
      captured_at: `${TODAY}T08:00:00Z`,
      capex_spent,
    });
    await this.touch(project);
  }

  /** What is no news of any task. */
  private async touch(project: string): Promise<void> {
    const description = `Looked at in round ${crypto.randomUUID()}.`;
    await this.plan.run((tx) => updateProject(tx, { id: project, description }));
  }
}
