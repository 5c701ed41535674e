import { randomUUID } from 'node:crypto';
import { storedFix } from '../../../src/services/quality/stored-fix.ts';
import {
  COMMITTED_TO,
  plantAcceptances,
  plantAccepted,
  plantCommitments,
  plantPausedSeries,
  plantSeries,
} from './committed-scene.ts';
import type { Plan } from './plan-database.ts';
import { keepFew, plantCalendar, plantImport } from '../requests/planted-requests.ts';

/** Ids of what a scene consists of; each mutation finds in it what it can be done to. */
export type Scene = Readonly<Record<ScenePart, string>>;

type ScenePart =
  | 'organisation'
  | 'division'
  | 'user'
  | 'leaver'
  | 'colleague'
  | 'team'
  | 'template'
  | 'cluster'
  | 'notification'
  | 'project'
  | 'deletedProject'
  | 'phase'
  | 'otherPhase'
  | 'deletedPhase'
  | 'package'
  | 'otherPackage'
  | 'deletedPackage'
  | 'task'
  | 'otherTask'
  | 'lastTask'
  | 'blockedTask'
  | 'doneTask'
  | 'deletedTask'
  | 'stepTask'
  | 'step'
  | 'blockedStep'
  | 'doneStep'
  | 'deletedStep'
  | 'dependency'
  | 'baseline'
  | 'spareBaseline'
  | 'webhook'
  | 'delivery'
  | 'letter'
  | 'evidence'
  | 'acceptedEvidence'
  | 'freshCommitment'
  | 'extension'
  | 'acceptance'
  | 'activeAcceptance'
  | 'series'
  | 'pausedSeries'
  | 'calendar'
  | 'planImport'
  | 'proposal'
  | 'alert'
  | 'tag'
  | 'result';

/** What a task template may look like at its smallest. */
export const TEMPLATE_DOCUMENT = { formatVersion: 1, tasks: [{ key: 'first', name: 'First task' }] };

const DELETED = { deleted_at: '2026-01-02T03:04:05.678Z' };

/**
 * Plants a project of a division with something for every mutation: it is owned by `plan.owner`, sponsored by
 * `plan.sponsor`; tasks are owned by `plan.worker`, who also handed the evidence in, and assigned to `plan.helper`.
 */
export async function plantScene(plan: Plan, division: string): Promise<Scene> {
  const project = await plan.project({ name: 'Scene', division_id: division, ...COMMITTED_TO });
  const deletedProject = await plan.project({ name: 'Gone', division_id: division, ...DELETED });
  const branches = await plantBranches(plan, project);
  const tasks = await plantTasks(plan, project, branches);
  const steps = await plantSteps(plan, tasks.stepTask);
  const dependency = await plan.insert('task_dependency', {
    project_id: project,
    predecessor_task_id: tasks.task,
    successor_task_id: tasks.otherTask,
  });
  const evidence = await plan.insert('evidence', {
    task_id: tasks.task,
    uploaded_by: plan.worker,
    file_url: `https://files.test/${randomUUID()}`,
    file_type: 'document',
    metadata: {},
  });
  const acceptedEvidence = await plantAccepted(plan, tasks.otherTask);
  const commitments = await plantCommitments(plan, project, branches);
  const acceptances = await plantAcceptances(plan, tasks.stepTask);
  const others = await plantAround(plan, project);
  const baselines = await plantBaselines(plan, project);
  const webhooks = await plantWebhook(plan);
  return {
    organisation: plan.orgId,
    division,
    project,
    deletedProject,
    ...branches,
    ...tasks,
    ...steps,
    dependency,
    evidence,
    acceptedEvidence,
    ...commitments,
    ...acceptances,
    series: await plantSeries(plan, project, branches),
    pausedSeries: await plantPausedSeries(plan, project, branches),
    calendar: await plantCalendar(plan, project),
    planImport: await plantImport(plan, project),
    proposal: await plantProposal(plan, project),
    alert: await plantAlert(plan, project, tasks.task),
    tag: await plan.insertBeside('tag', { name: `Scene ${randomUUID()}` }),
    result: await plantResult(plan, project),
    ...others,
    ...baselines,
    ...webhooks,
  };
}

/** An endpoint that is active, an event that it never took, and a mail that was given up. */
async function plantWebhook(plan: Plan): Promise<{ webhook: string; delivery: string; letter: string }> {
  await keepFew(plan, 'webhook_endpoint');
  const webhook = await plan.insertBeside('webhook_endpoint', { url: 'https://hooks.example.com/scene' });
  await plan.insertBeside(
    'webhook_state',
    { endpoint_id: webhook, secret: Buffer.alloc(8), fed_seq: 0 },
    'endpoint_id',
  );
  const delivery = await plan.insertBeside('delivery', {
    kind: 'webhook',
    target_id: webhook,
    payload: { topic: 'pit.webhook.test', payload: {}, time: '2026-01-02T03:04:05.678Z' },
    state: 'dead',
    finished_at: '2026-01-02T03:04:05.678Z',
  });
  const letter = await plan.insertBeside('delivery', {
    kind: 'email',
    target_id: plan.worker,
    user_id: plan.worker,
    payload: { items: [], isDigest: false, level: null },
    state: 'dead',
    finished_at: '2026-01-02T03:04:05.678Z',
  });
  return { webhook, delivery, letter };
}

/** A proposal of one task that nobody has decided on. */
function plantProposal(plan: Plan, project: string): Promise<string> {
  const item = { action: 'create_task', reason: null, name: 'Proposed', durationDays: 2, priority: 'normal' };
  return plan.insertBeside('ai_proposal', {
    project_id: project,
    kind: 'tasks',
    subject_kind: 'risk',
    subject_id: randomUUID(),
    requested_by: plan.owner,
    prompt_version: 1,
    state: 'proposed',
    model_used: 'gpt4o_large',
    output: JSON.stringify({ summary: 'One task.', items: [item] }),
    answered_at: '2026-01-02T03:04:05.678Z',
  });
}

function plantAlert(plan: Plan, project: string, task: string): Promise<string> {
  return plan.insert('watchdog_alert', {
    project_id: project,
    severity: 'red',
    code: 'series_broken',
    message: 'More time is asked for.',
    data: { level: 3, subject: task, subjectType: 'task' },
  });
}

/** A quality result that proposes to fit a phase, which shows a day that nothing makes it show. */
async function plantResult(plan: Plan, project: string): Promise<string> {
  const day = '2026-01-05';
  const phase = await plan.phase(project, { order_index: 10, start_date: day });
  const change = { id: phase, field: 'startDate', before: day, after: null } as const;
  const fix = storedFix(project, { action: 'fitParent', changes: [change] });
  return plan.insert('qa_result', {
    project_id: project,
    overall_status: 'amber',
    autofix_actions: JSON.stringify([fix]),
  });
}

async function plantBranches(plan: Plan, project: string) {
  // As what is committed to a day in them makes them show.
  const phase = await plan.phase(project, { order_index: 0, ...COMMITTED_TO });
  const otherPhase = await plan.phase(project, { order_index: 1 });
  const deletedPhase = await plan.phase(project, { order_index: 2, ...DELETED });
  return {
    phase,
    otherPhase,
    deletedPhase,
    package: await plan.workPackage(project, phase, { order_index: 0, ...COMMITTED_TO }),
    otherPackage: await plan.workPackage(project, phase, { order_index: 1 }),
    deletedPackage: await plan.workPackage(project, phase, { order_index: 2, ...DELETED }),
  };
}

async function plantTasks(plan: Plan, project: string, place: { phase: string; package: string }) {
  let position = 0;
  const task = (values: object = {}) =>
    plan.task(project, place.phase, {
      work_package_id: place.package,
      assignees: JSON.stringify([plan.helper]),
      order_index: position++,
      ...values,
    });
  const tasks = {
    task: await task({ duration_days: 8 }),
    otherTask: await task({ duration_days: 8 }),
    lastTask: await task(),
    blockedTask: await task({ status: 'blocked' }),
    doneTask: await task({ status: 'completed', progress_percent: 100 }),
    stepTask: await task(),
    deletedTask: await task(DELETED),
  };
  await markWork(plan, tasks.blockedTask, tasks.blockedTask, { is_started: true, is_blocked: true });
  await markWork(plan, tasks.doneTask, tasks.doneTask, { is_started: true, completion: 'completed' });
  return tasks;
}

async function plantSteps(plan: Plan, task: string) {
  let position = 0;
  const step = (values: object = {}) =>
    plan.subtask(task, { owner_id: plan.helper, ordered_index: position++, ...values });
  const steps = {
    step: await step(),
    blockedStep: await step({ status: 'blocked' }),
    doneStep: await step({ status: 'completed', progress_percent: 100 }),
    deletedStep: await step(DELETED),
  };
  await markWork(plan, steps.blockedStep, task, { is_started: true, is_blocked: true });
  await markWork(plan, steps.doneStep, task, { is_started: true, completion: 'completed' });
  return steps;
}

async function plantAround(plan: Plan, project: string) {
  const name = randomUUID();
  const person = (): Promise<string> => {
    const id = randomUUID();
    return plan.insert('user', { id, name: id, email: `${id}@example.test`, role: 'member' });
  };
  const leaver = await person();
  await plan.phase(project, { owner_id: leaver, order_index: 9 });
  return {
    user: await person(),
    leaver,
    colleague: await person(),
    team: await plan.insert('team', { id: randomUUID(), name, manager_id: plan.owner }),
    template: await plan.insert('task_cluster_template', { name, template_json: TEMPLATE_DOCUMENT }),
    cluster: await plan.insert('task_cluster', { project_id: project, name, created_by: plan.owner }),
    notification: await plan.insert('notification', { user_id: plan.owner, type: 'email', title: 'Message' }),
  };
}

/** One that the project can be held to, and one that can be deleted. */
async function plantBaselines(plan: Plan, project: string) {
  const baseline = async (kind: string): Promise<string> => {
    const [planted] = await plan.rows<{ id: string }>(
      `INSERT INTO pit_ops.baseline (org_id, project_id, name, kind, reason, as_of, as_of_seq, task_count, capex_cost,
         opex_cost, sha256) VALUES ($1, $2, $3, $3, 'Agreed', '2026-01-02', 1, 0, 0, 0, sha256('')) RETURNING id`,
      [plan.orgId, project, kind],
    );
    return planted?.id ?? '';
  };
  return { baseline: await baseline('revised'), spareBaseline: await baseline('what_if') };
}

/** What was said by hand of a task or subtask. */
function markWork(plan: Plan, node: string, task: string, mark: object): Promise<object[]> {
  const { is_started, is_blocked, completion } = {
    is_started: false,
    is_blocked: false,
    completion: 'open',
    ...mark,
  };
  return plan.rows(
    `INSERT INTO pit_ops.work_mark (node_id, org_id, task_id, is_started, is_blocked, completion)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [node, plan.orgId, task, is_started, is_blocked, completion],
  );
}
