import { randomUUID } from 'node:crypto';
import { SubscriptionScene, PROGRESS } from '../../../support/subscriptions/subscription-scene.ts';
import { RawSocket, type Message } from '../../../support/subscriptions/websocket-client.ts';

let scene: SubscriptionScene;
let team: string;
let member: string;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  const { plan } = scene;
  const division = await plan.insert('division', { id: randomUUID(), name: 'North' });
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [scene.project, division]);
  member = randomUUID();
  await plan.insert('user', { id: member, name: 'Member', email: `${member}@example.test`, role: 'member' });
  team = await plan.insert('team', { id: randomUUID(), name: 'Crew', manager_id: plan.sponsor });
});
afterAll(() => scene?.close());

const SYNC = 'mutation ($input: SyncDirectoryInput!) { syncDirectory(input: $input) { membershipsEnded } }';
const ASSIGN = 'mutation ($input: AssignTeamInput!) { assignTeam(input: $input) { task { id } } }';
const UNASSIGN = 'mutation ($input: UnassignTeamInput!) { unassignTeam(input: $input) { task { id } } }';

async function done(token: string, query: string, input: object): Promise<void> {
  const { body } = await scene.service.query(token, query, { input });
  expect(body.errors).toBeUndefined();
}
async function isMember(is: boolean): Promise<void> {
  const { plan, service } = scene;
  const memberships = [{ teamId: team, userId: member, isMember: is }];
  await done(await service.token(plan.actor(plan.helper, 'service')), SYNC, { memberships });
}
const assign = (query: string) => done(scene.token, query, { teamId: team, taskId: scene.task });

/** The percents that a socket was told of. */
const told = (socket: RawSocket): number[] =>
  socket.messages
    .filter(({ id, type }) => id === '1' && type === 'next')
    .map(
      ({ payload }) =>
        (payload as { data: { taskProgress: { task: { progressPercent: number } } } }).data.taskProgress.task
          .progressPercent,
    );

async function follow(): Promise<RawSocket> {
  const after = await scene.newest();
  const token = await scene.service.token(scene.plan.actor(member));
  const socket = await RawSocket.begin(scene.service.url, token);
  socket.subscribe('1', PROGRESS, { id: scene.project, after });
  return socket;
}

test.each([
  ['the membership ends', () => isMember(false)],
  ['the team is taken from the work', () => assign(UNASSIGN)],
])('who follows by a team gets nothing more once %s, while events go on', async (_case, end) => {
  await isMember(true);
  await assign(ASSIGN);
  const socket = await follow();
  await scene.progress(1);
  await socket.hears(({ type }) => type === 'next');
  let percent = 1;
  let isOver = false;
  const load = (async () => {
    while (!isOver) await scene.progress((percent = Math.min(percent + 1, 60)));
  })();
  await end();
  isOver = true;
  await load;
  for (const later of [70, 80, 90]) await scene.progress(later);
  const last = await socket.hears(({ type }: Message) => type === 'error');
  expect(last).toMatchObject({ id: '1', payload: [{ extensions: { code: 'NOT_FOUND' } }] });
  // The stream has ended: what comes is of another one.
  socket.subscribe('q', '{ viewer { role } }');
  await socket.hears(({ id, type }) => id === 'q' && type === 'complete');
  expect(told(socket).filter((each) => each > 60)).toEqual([]);
  socket.subscribe('2', PROGRESS, { id: scene.project });
  expect(await socket.hears(({ id, type }) => id === '2' && type === 'error')).toMatchObject({
    payload: [{ extensions: { code: 'NOT_FOUND' } }],
  });
  socket.close();
});

test('who comes into a team follows its work from then on', async () => {
  await assign(ASSIGN);
  const outside = await follow();
  await outside.hears(({ type }) => type === 'error');
  await isMember(true);
  const socket = await follow();
  await scene.progress(15);
  await socket.hears(({ type }) => type === 'next');
  expect(told(socket)[0]).toBe(15);
  outside.close();
  socket.close();
});
