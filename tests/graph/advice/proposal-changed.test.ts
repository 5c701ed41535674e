import { acceptProposal, dismissProposal } from '../../../src/services/advice/decide.ts';
import { adviseTasks } from '../../../src/services/advice/ask-tasks.ts';
import { AdviceWorld, NEVER, RISK, task, tasksAnswer } from '../../support/advice/advice-world.ts';
import { answers, refuses } from '../../support/advice/model-server.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';

const CHANGES =
  'subscription ($project: ID) { proposalChanged(projectId: $project) { cursor occurredAt proposal { id state } } }';

let world: AdviceWorld;
let graph: SubscriptionGraph;

beforeAll(async () => {
  world = await AdviceWorld.open();
  graph = await SubscriptionGraph.open(world.plan);
});
afterAll(async () => {
  await graph?.close();
  await world?.close();
});

interface Told {
  readonly proposal: { readonly id: string; readonly state: string };
}
type Stream = Awaited<ReturnType<SubscriptionGraph['follow']>>;

async function next(stream: Stream): Promise<string> {
  const [result] = await take(stream, 1);
  const { proposal } = tell(result as never).data['proposalChanged'] as unknown as Told;
  return `${proposal.state} ${proposal.id}`;
}

test('who follows a project is told when advice was asked for, is there, and was decided on', async () => {
  const { project, phase } = await world.place();
  world.models.manners = [answers(tasksAnswer(task()))];
  const stream = await graph.follow(world.plan.actor(world.plan.sponsor), CHANGES, { project });
  const ask = () => world.plan.run((tx) => adviseTasks(tx, world.rules, { ...RISK, projectId: project }));
  const first = (await ask()).proposalId;
  expect(await next(stream)).toBe(`WAITING ${first}`);
  await world.job.run(NEVER);
  expect(await next(stream)).toBe(`PROPOSED ${first}`);
  await world.plan.run((tx) => acceptProposal(tx, { id: first, keep: [0], phaseId: phase }));
  expect(await next(stream)).toBe(`ACCEPTED ${first}`);
  const second = (await ask()).proposalId;
  await next(stream);
  await world.job.run(NEVER);
  await next(stream);
  await world.plan.run((tx) => dismissProposal(tx, { id: second }));
  expect(await next(stream)).toBe(`DISMISSED ${second}`);
  world.models.manners = [refuses(400)];
  const third = (await ask()).proposalId;
  await next(stream);
  await world.runOn();
  expect(await next(stream)).toBe(`FAILED ${third}`);
  await stream.return();
});

test('of all projects only those tell that the caller may see', async () => {
  const stranger = await world.plan.insert('user', {
    name: 'Stranger',
    email: 'stranger@example.test',
    role: 'member',
  });
  const division = await world.plan.insert('division', { name: 'Elsewhere' });
  const hidden = await world.plan.project({ division_id: division });
  const seen = await world.plan.project({ division_id: division, owner_id: stranger });
  const actor = { ...world.plan.actor(stranger, 'member'), divisionIds: [] };
  const stream = await graph.follow(actor, CHANGES, {});
  for (const projectId of [hidden, seen])
    await world.plan.run((tx) => adviseTasks(tx, world.rules, { ...RISK, projectId }), {
      actor: { ...world.plan.actor(world.plan.owner, 'admin'), divisionIds: [division] },
    });
  const [result] = await take(stream, 1);
  const { proposal } = tell(result as never).data['proposalChanged'] as unknown as Told;
  const [row] = await world.plan.rows('SELECT project_id FROM pit_ops.ai_proposal WHERE id = $1', [
    proposal.id,
  ]);
  expect(row).toEqual({ project_id: seen });
  await stream.return();
});
