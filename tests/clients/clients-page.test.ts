import { readdir, readFile } from 'node:fs/promises';
import { printSchema, buildSchema } from 'graphql';
import { clientSchema } from '../../examples/clients/client-schema.ts';
import { SubscriptionScene } from '../support/subscriptions/subscription-scene.ts';

const ROOT = new URL('../../', import.meta.url);

test('the page shows the lines that are tested, those of every client', async () => {
  const page = await readFile(new URL('docs/clients.md', ROOT), 'utf8');
  const shown = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, lines]) => lines);
  const files = await readdir(new URL('examples/clients/', ROOT));
  const tested = await Promise.all(
    files.map((file) => readFile(new URL(`examples/clients/${file}`, ROOT), 'utf8')),
  );
  expect(shown.toSorted()).toEqual(tested.toSorted());
});

test('the schema for generators is whole and says nothing of federation', async () => {
  const scene = await SubscriptionScene.open();
  await scene.begin();
  const printed = await clientSchema(scene.service.url, scene.token);
  await scene.close();
  expect(printSchema(buildSchema(printed)).trim()).toBe(printed.trim());
  expect(printed).toContain('type Task');
  expect(printed).not.toMatch(/^extend /m);
});
