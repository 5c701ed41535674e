import type { PlanGraph } from '../../support/mutations/mutations.ts';

/** A baseline as the graph shows it. */
export interface Shown {
  id: string;
  name: string;
  kind: string;
  isCurrent: boolean;
  asOf: string;
  sha256: string;
}

export const SHOWN = 'id name kind isCurrent startDate endDate taskCount capexCost updatedAt asOf sha256';

/** A new project with its graph, whose plan is kept. */
export class BaselineScene {
  private constructor(
    readonly api: PlanGraph,
    readonly projectId: string,
    readonly phaseId: string,
  ) {}

  static async plant(api: PlanGraph): Promise<BaselineScene> {
    const projectId = await api.make('Project', { name: 'Bridge' });
    const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
      projectId,
    ]);
    return new BaselineScene(api, projectId, phase?.id ?? '');
  }

  /** A task of five working days from Monday, 2 March 2026, unless more is said. */
  task(name: string, more: object = {}): Promise<string> {
    const planned = { phaseId: this.phaseId, name, startDate: '2026-03-02', durationDays: 5, ...more };
    return this.api.make('Task', planned);
  }

  change(id: string, values: object): Promise<object> {
    return this.api.done('updateTask', { id, ...values }, '__typename');
  }

  async set(kind: string, more: object = {}): Promise<Shown> {
    const input = { projectId: this.projectId, name: `The ${kind} plan`, kind, ...more };
    const payload = await this.api.done<{ baseline: Shown }>('setBaseline', input, `baseline { ${SHOWN} }`);
    return payload.baseline;
  }

  async read<T>(query: string, variables: object = {}, actor = this.api.plan.actor()): Promise<T> {
    const { data, errors } = await this.api.graph.ask(actor, query, {
      projectId: this.projectId,
      ...variables,
    });
    expect(errors).toBeUndefined();
    return data as T;
  }

  async refusal(
    query: string,
    variables: object,
    actor = this.api.plan.actor(),
  ): Promise<object | undefined> {
    const { errors } = await this.api.graph.ask(actor, query, { projectId: this.projectId, ...variables });
    return errors?.[0]?.extensions;
  }

  /** The database's clock, between two changes. */
  async moment(): Promise<string> {
    const [row] = await this.api.plan.rows<{ at: Date }>('SELECT clock_timestamp() AS at, pg_sleep(0.005)');
    await this.api.plan.rows('SELECT pg_sleep(0.005)');
    return row?.at.toISOString() ?? '';
  }
}
