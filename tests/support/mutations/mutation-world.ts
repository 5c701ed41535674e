import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { isNonNullType, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { buildSubgraph } from '../../../schema/build.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Grant, type Verb } from '../../../src/domain/directory/permissions.ts';
import type { ActorRole } from '../../../src/domain/enums.ts';
import { Plan } from '../worlds/plan-database.ts';
import { plantScene, type Scene } from '../worlds/scene.ts';
import { ADVICE_SETTINGS } from '../advice/advice-settings.ts';
import { startTestService, type TestService } from '../processes/service.ts';

/** How a mutation went: `code` is null when it was done. */
export interface Outcome {
  code: string | null;
  pit?: unknown;
  message?: string;
  /** Of a refusal: where the input is wrong, what it wants there, and what came. */
  field?: unknown;
  expected?: unknown;
  actual?: unknown;
}

interface Refusal {
  message: string;
  extensions: { code: string; pit?: string; field?: unknown; expected?: unknown; actual?: unknown };
}

/**
 * How many rows an organisation has in each table, and which transactions wrote them (`xmin`): whoever inserts, updates
 * or deletes a row changes one of the two; whoever only locks it does not.
 */
const FINGERPRINT_PARTS = `
  SELECT format('SELECT %L AS name, count(*)::int AS rows, sum(xmin::text::bigint)::text AS versions
    FROM %s WHERE org_id = $1', c.oid::regclass, c.oid::regclass) AS part
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
  WHERE c.relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace)
    AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

/** The running service with one organisation, in whose scenes mutations are tried by all kinds of people. */
export class MutationWorld {
  /** Of all scenes' projects. */
  readonly division = randomUUID();
  private fingerprintSql = '';

  private constructor(
    readonly plan: Plan,
    readonly service: TestService,
    readonly schema: GraphQLSchema,
  ) {}

  static async open(): Promise<MutationWorld> {
    const plan = await Plan.open({ ai: { enabled: true } });
    const { schema } = await buildSubgraph();
    const world = new MutationWorld(plan, await startTestService(plan.database, ADVICE_SETTINGS), schema);
    await plan.insert('division', { id: world.division, name: 'Division' });
    const parts = await plan.rows<{ part: string }>(FINGERPRINT_PARTS);
    world.fingerprintSql = `${parts.map(({ part }) => part).join(' UNION ALL ')} ORDER BY name`;
    return world;
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.plan.close();
  }

  /** The mutations of the graph. */
  get verbs(): Verb[] {
    return Object.keys(this.schema.getMutationType()?.getFields() ?? {}) as Verb[];
  }

  /** The type of a mutation's input. */
  inputType(verb: Verb): GraphQLInputType {
    const type = this.schema
      .getMutationType()
      ?.getFields()
      [verb]?.args.find((arg) => arg.name === 'input')?.type;
    if (type === undefined) throw new Error(`${verb} takes no input`);
    return isNonNullType(type) ? type.ofType : type;
  }

  scene(): Promise<Scene> {
    return plantScene(this.plan, this.division);
  }

  /** A user of the organisation who is in the division of its projects. */
  async person(role: ActorRole, userId?: string): Promise<Actor> {
    const id: string = userId ?? randomUUID();
    if (userId === undefined) {
      await this.plan.insert('user', { id, name: role, email: `${id}@example.test`, role });
    }
    return { ...this.plan.actor(id, role), divisionIds: [this.division] };
  }

  /** Does a mutation over HTTP. */
  async send(actor: Actor, verb: Verb, input: object): Promise<Outcome> {
    const query = `mutation ($input: ${String(this.inputType(verb))}!) { ${verb}(input: $input) { __typename } }`;
    const { overrideReason } = actor;
    const headers: Record<string, string> =
      overrideReason === undefined ? {} : { 'x-pit-override-reason': overrideReason };
    const token = await this.service.token(actor);
    const ask = (text: string, given: object) =>
      this.service.query(token, text, { input: given }, headers).then(({ body }) => body);
    const body = await ask(query, 'preview' in input ? await previewed(ask, input) : input);
    const [error] = (body.errors ?? []) as Refusal[];
    if (error === undefined) return { code: null };
    const { code, pit, field, expected, actual } = error.extensions;
    return { code, pit, message: error.message, field, expected, actual };
  }

  /** Changes whenever a row of the organisation does, in both schemas. */
  fingerprint(orgId = this.plan.orgId): Promise<object[]> {
    return this.plan.rows(this.fingerprintSql, [orgId]);
  }

  /** The same once what follows a mutation in the background has been done: a first webhook has its streams found. */
  async settledFingerprint(): Promise<object[]> {
    let before = await this.fingerprint();
    for (;;) {
      await sleep(250);
      const after = await this.fingerprint();
      if (isDeepStrictEqual(before, after)) return after;
      before = after;
    }
  }
}

/** The input with the token of its preview, where the sender gets one. */
async function previewed(
  ask: (query: string, input: object) => Promise<{ data?: unknown }>,
  input: { readonly preview?: unknown },
): Promise<object> {
  const query = `query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { token } }`;
  const { data } = await ask(query, input.preview as object);
  const { token } = (data as { previewSchedule?: { token: string } } | null)?.previewSchedule ?? {};
  return { ...input, ...(token !== undefined && { token }) };
}

/** Whether somebody with these marks may do this. */
export function isPermitted(verb: Verb, held: readonly Grant[]): boolean {
  return PERMISSIONS[verb].some((grant) => held.includes(grant));
}
