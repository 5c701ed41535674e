import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { forecastText } from '../../../support/processes/print-forecast.ts';

const FILE = fileURLToPath(new URL('../../../support/processes/print-forecast.ts', import.meta.url));

const made = async (...flags: string[]): Promise<string> => {
  const run = promisify(execFile)(process.execPath, [...flags, '--import', 'tsx', FILE], {
    maxBuffer: 2 ** 24,
  });
  return (await run).stdout;
};

test('a seed gives the same bytes in two processes, of which one runs its code without optimising it', async () => {
  const [one, other] = await Promise.all([made(), made('--no-opt', '--no-sparkplug')]);
  expect(one.length).toBeGreaterThan(30_000);
  expect(other).toBe(one);
  expect(forecastText()).toBe(one);
});
