import { randomUUID } from 'node:crypto';
import { getNamedType, isObjectType } from 'graphql';
import { LOAD_PLANS } from '../../../src/db/queries/schedule/plan-load-query.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import { planFingerprint } from '../../../src/services/schedule/preview/preview-request.ts';
import { storedPlan } from '../../../src/services/schedule/stored-plan.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { INPUTS } from '../../support/mutations/mutation-inputs.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf } from '../../support/requests/previewed-plan.ts';
import { plantScene, type Scene } from '../../support/worlds/scene.ts';

const VERBS = Object.keys(PERMISSIONS) as Verb[];

let api: PlanGraph;
let division: string;
let admin: Actor;

beforeAll(async () => {
  // Models may be asked; no job of theirs runs.
  api = await PlanGraph.open({ ai: { enabled: true } });
  division = await api.plan.insert('division', { name: 'Division' });
  const person = { id: randomUUID(), name: 'Admin', email: 'admin@example.test', role: 'admin' };
  const id = await api.plan.insert('user', person);
  admin = { ...api.plan.actor(id, 'admin'), divisionIds: [division] };
});
afterAll(() => api?.close());

/** What each project is scheduled by; promised dates apart, for which nobody moves. */
async function plans(): Promise<Map<string, string>> {
  const projects = await api.plan.rows<{ id: string }>('SELECT id FROM pit.project WHERE org_id = $1', [
    api.plan.orgId,
  ]);
  const ids = projects.map(({ id }) => id);
  const { rows } = await api.plan.run((tx) => tx.run(LOAD_PLANS, [ids, 1_000]), { actor: admin });
  return new Map(
    rows.map((row) => {
      const { projectId, facts, settings, typedStart } = storedPlan(row, 1_000)!;
      return [projectId, JSON.stringify([planFingerprint(facts), settings, typedStart])];
    }),
  );
}

/** An administrator, or the service where no person may. */
function actorOf(verb: Verb): Actor {
  return PERMISSIONS[verb].some((grant) => grant === 'admin' || grant === 'anyone' || grant === 'member')
    ? admin
    : { ...admin, role: 'service' };
}

function fieldsOf(verb: Verb): string[] {
  const type = getNamedType(api.graph.subgraph.schema.getMutationType()?.getFields()[verb]?.type);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}

interface Payload {
  readonly scheduleImpact?: { readonly token: string } | null;
  readonly scheduleImpacts?: readonly ({ readonly token: string } | null)[];
  readonly project?: { readonly id: string } | null;
  readonly projects?: readonly ({ readonly id: string } | null)[];
}

/** Does a mutation, asking for all impacts that it shows, and the projects that they stand beside. */
async function send(verb: Verb, scene: Scene): Promise<Payload> {
  const fields = new Set(fieldsOf(verb));
  const wanted = [
    'scheduleImpact { token }',
    'scheduleImpacts { token }',
    'project { id }',
    'projects { id }',
  ];
  const selection = wanted.filter((field) => fields.has(field.split(' ')[0]!));
  const input = INPUTS[verb](scene);
  const preview = input['preview'] as object | undefined;
  const token = preview && (await previewOf(api, preview, actorOf(verb))).token;
  const sent = token === undefined ? input : { ...input, token };
  return api.done<Payload>(verb, sent, ['__typename', ...selection].join(' '), actorOf(verb));
}

/** The project of an impact: of several, or the one of the payload, which comes first. */
function besideOf({ projects, project }: Payload, at: number): string | undefined {
  return projects === undefined ? (at === 0 ? project?.id : undefined) : projects[at]?.id;
}

/** The tokens of the impacts, by the project that each stands beside. */
function impactsIn(payload: Payload): Map<string | undefined, string | undefined> {
  if (payload.scheduleImpacts !== undefined)
    return new Map(payload.scheduleImpacts.map((impact, at) => [besideOf(payload, at), impact?.token]));
  return new Map([[payload.project?.id, payload.scheduleImpact?.token]]);
}

test.each(VERBS)(
  'whenever %s changes what a project is scheduled by, it answers with the impact on the plan as it is then',
  async (verb) => {
    const scene = await plantScene(api.plan, division);
    const before = await plans();
    const payload = await send(verb, scene);
    const changed = [...(await plans())].filter(([id, plan]) => before.get(id) !== plan);
    const impacts = impactsIn(payload);
    for (const [id] of changed) expect([verb, impacts.get(id)]).toEqual([verb, expect.any(String)]);
    for (const [projectId, token] of impacts) {
      if (projectId === undefined || token === undefined) continue;
      const now = await previewOf(api, { projectId, base: 'STORED_DATES' }, actorOf(verb));
      expect([verb, token]).toEqual([verb, now.token]);
    }
  },
);

test('more than forty mutations show their impact', () => {
  const showing = VERBS.filter((verb) => fieldsOf(verb).some((name) => name.startsWith('scheduleImpact')));
  expect(showing.length).toBeGreaterThan(40);
});
