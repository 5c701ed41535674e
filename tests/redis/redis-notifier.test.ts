import { RedisNotifier } from '../../src/events/redis-notifier.ts';
import { startRedis, type TestRedis } from '../support/processes/redis.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.stop());

/** One process' end: what it has heard, and a way to wait for more. */
class Heard {
  readonly messages: (readonly string[] | undefined)[] = [];
  private changed: () => void = () => undefined;
  readonly notifier: RedisNotifier;

  constructor() {
    this.notifier = new RedisNotifier({
      url: redis.url,
      listener: (streams) => {
        this.messages.push(streams);
        this.changed();
      },
      onError: () => undefined,
    });
  }

  async until(done: (messages: Heard['messages']) => boolean): Promise<void> {
    while (!done(this.messages)) {
      await new Promise<void>((resolve) => {
        this.changed = resolve;
      });
    }
  }
}

const connected = (messages: Heard['messages']) => messages.includes(undefined);

test('every process hears which streams have grown, gathered into one message', async () => {
  const [writer, reader, other] = [new Heard(), new Heard(), new Heard()];
  await Promise.all([writer, reader, other].map((each) => each.until(connected)));
  for (const stream of ['o:a', 'o:b', 'o:a']) writer.notifier.announce([stream]);
  for (const each of [reader, other]) await each.until((messages) => messages.length === 2);
  expect(reader.messages).toEqual([undefined, ['o:a', 'o:b']]);
  expect(other.messages).toEqual([undefined, ['o:a', 'o:b']]);
  await Promise.all([writer, reader, other].map(({ notifier }) => notifier.close()));
});

test('very many streams at once are told as all', async () => {
  const [writer, reader] = [new Heard(), new Heard()];
  await Promise.all([writer, reader].map((each) => each.until(connected)));
  writer.notifier.announce(Array.from({ length: 300 }, (_, i) => `o:${i}`));
  await reader.until((messages) => messages.length === 2);
  expect(reader.messages[1]).toBeUndefined();
  await Promise.all([writer, reader].map(({ notifier }) => notifier.close()));
});

test('after Redis was away everything is looked at, and messages pass again', async () => {
  const [writer, reader] = [new Heard(), new Heard()];
  await Promise.all([writer, reader].map((each) => each.until(connected)));
  await redis.restart();
  const again = (messages: Heard['messages']) => messages.filter((each) => each === undefined).length > 1;
  await Promise.all([writer, reader].map((each) => each.until(again)));
  writer.notifier.announce(['o:late']);
  await reader.until((messages) => messages.some((streams) => streams?.includes('o:late')));
  await Promise.all([writer, reader].map(({ notifier }) => notifier.close()));
});
