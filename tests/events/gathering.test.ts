import { EventEmitter, once } from 'node:events';
import { NotificationDebounce } from '../../src/events/outbox-notifier.ts';

/** Takes each message, and says that it has it when told to. */
class SlowTransport extends EventEmitter {
  readonly messages: string[] = [];
  private settle: { resolve(): void; reject(error: Error): void } | undefined;

  send(message: string): Promise<void> {
    this.messages.push(message);
    this.emit('message');
    return new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  /** Lets go of the message under way, and waits for the next one. */
  async next(error?: Error): Promise<void> {
    const message = once(this, 'message');
    if (error === undefined) this.settle?.resolve();
    else this.settle?.reject(error);
    await message;
  }
}

test('one notification is under way at a time, and what comes meanwhile makes one more', async () => {
  const transport = new SlowTransport();
  const gathering = new NotificationDebounce((message) => transport.send(message));
  gathering.add(['o:a']);
  await transport.next();
  for (let turn = 0; turn < 5; turn++) {
    gathering.add(['o:b', `o:${turn}`]);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  expect(transport.messages).toEqual(['o:a']);
  await transport.next();
  expect(transport.messages).toEqual(['o:a', 'o:b,o:0,o:1,o:2,o:3,o:4']);
  gathering.stop();
});

test('a message that is lost holds up none after it', async () => {
  const transport = new SlowTransport();
  const gathering = new NotificationDebounce((message) => transport.send(message));
  gathering.add(['o:a']);
  await transport.next();
  gathering.add(['o:b']);
  await transport.next(new Error('gone'));
  expect(transport.messages).toEqual(['o:a', 'o:b']);
  gathering.stop();
});

test('more streams than a message can name are told of as all', async () => {
  const transport = new SlowTransport();
  const gathering = new NotificationDebounce((message) => transport.send(message));
  gathering.add(Array.from({ length: 100_000 }, (_, at) => `o:${at}`));
  await transport.next();
  expect(transport.messages).toEqual(['*']);
  gathering.stop();
});
