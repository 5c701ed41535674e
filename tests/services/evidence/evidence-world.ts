import { createHash, randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

interface Refusal {
  message: string;
  extensions: { code: string; pit?: string; field?: string };
}
type Data = Record<string, Record<string, unknown>>;

const STATE = `evidence { id fileUrl metadata { sha256 size mediaType source supersedes other } downloadUrl latestDecision } review { decision comment aiScore aiFeedback }
  task { status progressPercent } subtask { status } project { riskMitigationPercent progressPercent }`;
export const PREPARE = `mutation ($input: PrepareUploadInput!) {
  prepareUpload(input: $input) { uploadUrl fileUrl expiresAt } }`;
export const SUBMIT = `mutation ($input: SubmitEvidenceInput!) { submitEvidence(input: $input) { ${STATE} } }`;
export const SUPERSEDE = `mutation ($input: SupersedeEvidenceInput!) { supersedeEvidence(input: $input) { ${STATE} } }`;
export const REVIEW = `mutation ($input: ReviewEvidenceInput!) { reviewEvidence(input: $input) { ${STATE} } }`;
export const PROGRESS = `mutation ($input: UpdateProgressInput!) {
  updateProgress(input: $input) { task { status progressPercent } subtask { status } } }`;

export const describeFile = (content: string) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  size: Buffer.byteLength(content),
  mediaType: 'application/pdf',
});

/** Evidence that lies with somebody else. */
export const elsewhere = (content = randomUUID()) => ({
  fileUrl: `https://files.test/${encodeURIComponent(content)}`,
  fileType: 'DOCUMENT',
  source: 'scanner',
  ...describeFile(content),
});

export const review = (evidenceId: string, decision: string, comment?: string) => ({
  input: { evidenceId, decision, comment },
});

/** A service over a plan of its own, in which evidence is handed in and judged by those who own and do the work. */
export class EvidenceWorld {
  readonly owner: Actor;
  /** Owns the tasks. */
  readonly worker: Actor;
  /** Is assigned to the tasks. */
  readonly helper: Actor;
  readonly sponsor: Actor;

  private constructor(
    readonly plan: Plan,
    private readonly service: TestService,
  ) {
    this.owner = plan.actor(plan.owner);
    this.worker = plan.actor(plan.worker);
    this.helper = plan.actor(plan.helper);
    this.sponsor = plan.actor(plan.sponsor);
  }

  static async open(): Promise<EvidenceWorld> {
    const plan = await Plan.open();
    return new EvidenceWorld(plan, await startTestService(plan.database));
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.plan.close();
  }

  async ask(actor: Actor, query: string, variables: Record<string, unknown> = {}) {
    const { body } = await this.service.query(await this.service.token(actor), query, variables);
    return { data: body.data as Data | null, errors: (body.errors ?? []) as Refusal[] };
  }

  async done(actor: Actor, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = await this.ask(actor, query, variables);
    expect(errors).toEqual([]);
    return data ?? {};
  }

  async refused(actor: Actor, query: string, input: object): Promise<Refusal['extensions']> {
    const { errors } = await this.ask(actor, query, { input });
    expect(errors).toHaveLength(1);
    return (errors[0] as Refusal).extensions;
  }

  /** @returns the address that evidence may carry. */
  async upload(actor: Actor, content: string): Promise<string> {
    const announced = { ...describeFile(content), fileName: 'proof.pdf' };
    const { prepareUpload } = await this.done(actor, PREPARE, { input: announced });
    const url = prepareUpload?.['uploadUrl'] as string;
    const response = await fetch(url, { method: 'PUT', body: Buffer.from(content) });
    expect(response.status).toBe(201);
    return prepareUpload?.['fileUrl'] as string;
  }

  /** @returns the id of new evidence of a task or subtask. */
  async submit(actor: Actor, target: { taskId: string } | { subtaskId: string }): Promise<string> {
    const { submitEvidence } = await this.done(actor, SUBMIT, { input: { ...target, ...elsewhere() } });
    return (submitEvidence?.['evidence'] as { id: string }).id;
  }

  /** The topics of a project's or a user's events, in order. */
  async topicsOf(streamId: string): Promise<string[]> {
    const query = 'SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq';
    return (await this.plan.rows<{ topic: string }>(query, [streamId])).map(({ topic }) => topic);
  }

  async titlesFor({ userId }: Actor): Promise<string[]> {
    const query = 'SELECT title FROM pit.notification WHERE user_id = $1 ORDER BY created_at';
    return (await this.plan.rows<{ title: string }>(query, [userId])).map(({ title }) => title);
  }

  async mitigationOf(projectId: string): Promise<string | undefined> {
    const query = 'SELECT risk_mitigation_percent AS percent FROM pit.project WHERE id = $1';
    return (await this.plan.rows<{ percent: string }>(query, [projectId]))[0]?.percent;
  }

  /** A task of `worker`, with `helper` at work on it too, that takes evidence to be done. */
  async provenTask(values: object = {}) {
    const projectId = await this.plan.project();
    const phaseId = await this.plan.phase(projectId);
    const taskId = await this.plan.task(projectId, phaseId, {
      requires_evidence: true,
      linked_risk_mitigation_pct: 40,
      assignees: JSON.stringify([this.helper.userId]),
      ...values,
    });
    return { projectId, phaseId, taskId };
  }
}
