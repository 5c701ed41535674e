import { randomUUID } from 'node:crypto';
import { AdviceJob, type AdviceParts } from '../../../src/jobs/advice/advice-job.ts';
import { ModelClient } from '../../../src/server/advice/model-client.ts';
import type { AdviceRules } from '../../../src/services/advice/advice-rules.ts';
import { ModelDesk } from '../../../src/services/advice/model/model-desk.ts';
import { AiModel } from '../../../src/domain/enums.ts';
import type { ProposalItem } from '../../../src/domain/advice/proposal.ts';
import { Plan } from '../worlds/plan-database.ts';
import { answers, ModelServer } from './model-server.ts';

export const NEVER = new AbortController().signal;

/** A proposal as it is stored. */
export interface StoredProposal {
  readonly state: string;
  readonly model: string | null;
  readonly fallback: boolean;
  readonly calls: number;
  readonly tokens: number;
  readonly failure: string | null;
  readonly output: {
    readonly summary: string;
    readonly items: readonly ProposalItem[];
    readonly score?: number;
    readonly feedback?: string;
    readonly missing?: readonly string[];
  } | null;
}

/** An organisation that asks models at a server of the test, over time that is told and not waited for. */
export class AdviceWorld {
  /** How many seconds later than now it is, and milliseconds of the breakers' clock. */
  ahead = 0;
  readonly calls: string[] = [];
  job: AdviceJob;

  private constructor(
    readonly plan: Plan,
    readonly models: ModelServer,
    readonly rules: NonNullable<AdviceRules>,
    parts: Partial<AdviceParts>,
  ) {
    this.job = this.process(parts);
  }

  static async open(
    settings: object = { ai: { enabled: true } },
    rules: Partial<NonNullable<AdviceRules>> = {},
    parts: Partial<AdviceParts> = {},
  ): Promise<AdviceWorld> {
    const all = Object.fromEntries(Object.values(AiModel).map((model) => [model, `test-${model}`]));
    const set = { models: all, monthlyTokens: 1_000_000, ...rules };
    return new AdviceWorld(await Plan.open(settings), await ModelServer.open(), set, parts);
  }

  async close(): Promise<void> {
    await this.models.close();
    await this.plan.close();
  }

  /** What a test has left is gone, but for proposals and plans. */
  async renew(): Promise<void> {
    this.models.asked.length = 0;
    this.models.manners = [answers({})];
    this.calls.length = 0;
    // A process of its own, so that no model rests.
    this.ahead = 0;
    this.job = this.process();
    await this.plan.rows('DELETE FROM pit_ops.ai_request');
    await this.plan.rows('DELETE FROM pit_ops.ai_usage');
  }

  async tasksOf(project: string): Promise<string[]> {
    const rows = await this.plan.rows<{ name: string }>(
      'SELECT name FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL ORDER BY order_index',
      [project],
    );
    return rows.map(({ name }) => name);
  }

  /** One more process that asks. */
  process(parts: Partial<AdviceParts> = {}): AdviceJob {
    const client = new ModelClient({
      url: this.models.url,
      key: null,
      isPrivateAllowed: true,
      callMs: 2_000,
    });
    const desk = new ModelDesk({
      models: this.rules.models,
      ask: (question, signal) => client.ask(question, signal),
      now: () => this.ahead * 1_000,
    });
    return new AdviceJob(this.plan.pool, {
      rules: this.rules,
      desk,
      atOnce: 4,
      ahead: () => this.ahead,
      chance: () => 0.5,
      onCall: (kind, model, outcome) => this.calls.push(`${kind} ${model} ${outcome}`),
      ...parts,
    });
  }

  /** Asks, and goes on to the next time that something is due, until nothing waits. */
  async runOn(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      await this.job.run(NEVER);
      const [next] = await this.plan.rows<{ seconds: number | null }>(
        `SELECT extract(epoch FROM min(next_at) - now())::float8 AS seconds FROM pit_ops.ai_request WHERE org_id = $1`,
        [this.plan.orgId],
      );
      if (next?.seconds == null) return;
      this.ahead = Math.max(this.ahead, next.seconds) + 1;
    }
    throw new Error('a question waits for ever');
  }

  async stored(id: string): Promise<StoredProposal> {
    const [row] = await this.plan.rows<StoredProposal>(
      `SELECT state, model_used AS model, is_fallback AS fallback, calls, tokens, failure, output
       FROM pit_ops.ai_proposal WHERE id = $1`,
      [id],
    );
    return row!;
  }

  async usage(): Promise<{ tokens: number; calls: number }> {
    const [row] = await this.plan.rows<{ tokens: string; calls: number }>(
      'SELECT tokens, calls FROM pit_ops.ai_usage WHERE org_id = $1',
      [this.plan.orgId],
    );
    return { tokens: Number(row?.tokens ?? 0), calls: row?.calls ?? 0 };
  }

  /** A project with a phase to put tasks into. */
  async place(): Promise<{ project: string; phase: string }> {
    const project = await this.plan.project();
    return { project, phase: await this.plan.phase(project, { name: 'Do' }) };
  }
}

/** What a caller says of a risk. */
export const RISK = { subject: 'risk', subjectId: randomUUID(), title: 'Fall of ground' } as const;

/** An answer of one task. */
export const task = (more: object = {}) => ({
  name: 'Inspect the roof',
  description: 'Every shift.',
  days: 3,
  priority: 'high',
  requiresEvidence: true,
  dependsOn: [],
  controls: [],
  ...more,
});

export const tasksAnswer = (...tasks: object[]) => ({ summary: 'Do this.', tasks });
