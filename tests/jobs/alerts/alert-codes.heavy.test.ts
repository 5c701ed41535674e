import { AlertCode } from '../../../src/domain/enums.ts';
import { AlertStory } from './alert-story.ts';

let story: AlertStory;

beforeAll(async () => {
  story = await AlertStory.open();
});

afterAll(() => story?.close());

const MINUTE_MS = 60_000;

/** Has something done, and tells how long it took after that until the subscriber heard of it, in ms. */
async function lag(heard: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await heard();
  return performance.now() - begun;
}

test('with the delays of the service, each alert is heard of within a minute of its cause, and of its cure', async () => {
  const wrongs = [];
  const lags: Promise<number>[] = [];
  for (const [name, code] of Object.entries(AlertCode)) {
    const cause = story.causes.causes[code];
    if (cause === undefined) continue;
    const { project, cure } = await cause();
    wrongs.push({ name, project, cure });
    lags.push(lag(() => story.until(name, project, true)));
  }
  expect(wrongs).toHaveLength(22);
  const raised = await Promise.all(lags);
  const resolved: Promise<number>[] = [];
  for (const { name, project, cure } of wrongs) {
    await cure();
    resolved.push(lag(() => story.until(name, project, false)));
  }
  const longest = Math.max(...raised, ...(await Promise.all(resolved)));
  expect(longest).toBeLessThan(MINUTE_MS);
}, 300_000);
