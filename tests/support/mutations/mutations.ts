import type { Actor } from '../../../src/domain/directory/actor.ts';
import { openGraph, type Answer, type Graph } from '../processes/graph.ts';
import { Plan } from '../worlds/plan-database.ts';

type Extensions = Record<string, unknown>;

/** A plan with its graph: mutations by name, each with one input. */
export class PlanGraph {
  private constructor(
    readonly plan: Plan,
    readonly graph: Graph,
  ) {}

  static async open(settings: object = {}): Promise<PlanGraph> {
    const plan = await Plan.open(settings);
    return new PlanGraph(plan, await openGraph(plan.database));
  }

  async close(): Promise<void> {
    await this.graph.close();
    await this.plan.close();
  }

  /** The payload of a mutation; a refusal fails the test. */
  async done<T>(name: string, input: object, selection: string, actor = this.plan.actor()): Promise<T> {
    const { data, errors } = await this.ask(name, input, selection, actor);
    if (errors !== undefined) throw new Error(`${name} was refused: ${JSON.stringify(errors)}`);
    return data?.[name] as T;
  }

  /** The `extensions` of the refusal; an effect fails the test. */
  async refused(name: string, input: object, actor = this.plan.actor()): Promise<Extensions> {
    const { errors } = await this.ask(name, input, '__typename', actor);
    const [error] = errors ?? [];
    if (error === undefined) throw new Error(`${name} was not refused`);
    return error.extensions;
  }

  ask(name: string, input: object, selection: string, actor: Actor): Promise<Answer> {
    const type = this.graph.subgraph.schema
      .getMutationType()
      ?.getFields()
      [name]?.args.find((arg) => arg.name === 'input')?.type;
    const query = `mutation ($input: ${String(type)}) { ${name}(input: $input) { ${selection} } }`;
    return this.graph.ask(actor, query, { input });
  }

  /** Makes something and answers its id. */
  async make(what: 'Phase' | 'Project' | 'Subtask' | 'Task' | 'WorkPackage', input: object): Promise<string> {
    const field = `${what[0]?.toLowerCase()}${what.slice(1)}`;
    const payload = await this.done<Record<string, { id: string }>>(
      `create${what}`,
      { name: what, ...input },
      `${field} { id }`,
    );
    return payload[field]?.id ?? '';
  }

  /** The live rows of a table under a parent, as `name@position`, in order. */
  async order(table: string, parent: string, position = 'order_index'): Promise<string[]> {
    const rows = await this.plan.rows<{ name: string; position: number }>(
      `SELECT name, ${position} AS position FROM pit.${table}
       WHERE ${parent} AND deleted_at IS NULL ORDER BY ${position}, name`,
    );
    return rows.map(({ name, position: place }) => `${name}@${place}`);
  }
}
