import { readFile } from 'node:fs/promises';
import {
  commitMutation,
  createOperationDescriptor,
  fetchQuery,
  requestSubscription,
  type ConcreteRequest,
  type Environment,
  type MutationParameters,
  type OperationType,
} from 'relay-runtime';
import { relayEnvironment } from '../../examples/clients/relay.ts';
import { SubscriptionScene } from '../support/subscriptions/subscription-scene.ts';
import { REFUSED } from '../support/subscriptions/client-operations.ts';

/** What relay-compiler 21.0.1 makes of the four operations for the schema that `clientSchema` prints. */
const ARTIFACTS = new URL('relay-artifacts.golden.json', import.meta.url);
const {
  TaskQuery: TASK,
  TasksQuery: TASKS,
  UpdateMutation: CHANGE,
  ProgressSubscription: PROGRESS,
} = JSON.parse(await readFile(ARTIFACTS, 'utf8')) as Record<
  'TaskQuery' | 'TasksQuery' | 'UpdateMutation' | 'ProgressSubscription',
  ConcreteRequest
>;

let scene: SubscriptionScene;
let environment: Environment;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  environment = relayEnvironment(scene.service.url, scene.token);
});
afterAll(() => scene?.close());

const stored = (): unknown => {
  const operation = createOperationDescriptor(TASK, { id: scene.task });
  return environment.lookup(operation.fragment).data;
};

/** The answer to a mutation: what it completed with, or what it failed with. */
const change = (percent: number) =>
  new Promise<{ errors: readonly unknown[] }>((resolve) => {
    commitMutation<MutationParameters>(environment, {
      mutation: CHANGE,
      variables: { input: { taskId: scene.task, percent } },
      onCompleted: (_response, errors) => resolve({ errors: errors ?? [] }),
      onError: (error) => {
        const { source } = error as Error & { source?: { errors: unknown[] } };
        resolve({ errors: source?.errors ?? [error] });
      },
    });
  });

test('a query, and a mutation whose answer changes the store', async () => {
  await fetchQuery<OperationType>(environment, TASK, { id: scene.task }).toPromise();
  expect(stored()).toMatchObject({ task: { name: 'Task', progressPercent: 0 } });
  expect((await change(40)).errors).toEqual([]);
  expect(stored()).toMatchObject({ task: { progressPercent: 40 } });
});

test('a connection with the fields that its compiler adds', async () => {
  const page = await fetchQuery<OperationType>(environment, TASKS, { first: 1 }).toPromise();
  expect(page).toMatchObject({
    tasks: {
      edges: [{ cursor: expect.any(String), node: {} }],
      pageInfo: { hasNextPage: expect.any(Boolean) },
    },
  });
});

test('a mutation that is refused, with the code and the field', async () => {
  const { errors } = await change(140);
  expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining(REFUSED) })]);
});

/** The first event after a cursor; rejects where the subscription is refused. */
const first = (id: string, after: string | null) =>
  new Promise<unknown>((resolve, reject) => {
    const { dispose } = requestSubscription<OperationType>(environment, {
      subscription: PROGRESS,
      variables: { id, after },
      onNext: (told) => {
        resolve(told);
        queueMicrotask(() => dispose());
      },
      onError: reject,
    });
  });

test('a subscription tells what happens, to the store as well', async () => {
  await fetchQuery<OperationType>(environment, TASK, { id: scene.task }).toPromise();
  const told = first(scene.project, await scene.newest());
  await scene.progress(30);
  expect(await told).toMatchObject({ taskProgress: { task: { progressPercent: 30 } } });
  expect(stored()).toMatchObject({ task: { progressPercent: 30 } });
});

test('a subscription that is refused tells the code', async () => {
  await expect(first(scene.plan.owner, null)).rejects.toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});
