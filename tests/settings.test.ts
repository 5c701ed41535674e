import { loadConfig } from '../src/config/config.ts';
import { ConfigError, type Environment } from '../src/config/settings.ts';

/** The names that a refusal carries; empty when the settings are accepted. */
function refusedNames(env: Environment): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.name);
    throw error;
  }
}

test.each([
  ['DATABASE_READ_URL', 'https://replica.example/pit'],
  ['PIT_READ_MAX_LAG_SECONDS', '0'],
  ['PIT_READ_MAX_LAG_SECONDS', '5s'],
  ['DATABASE_READ_URLS', 'postgres://me@replica/pit'],
])('the setting %s=%s is refused by its name', (name, value) => {
  expect(refusedNames({ [name]: value })).toEqual([name]);
});

const PRIMARY = { DATABASE_URL: 'postgres://me:hunter2@db/pit' };

test('replicas are given with commas between, each once, beside their primary and without it among them', () => {
  const read = (urls: string, env: Environment = PRIMARY): string[] =>
    refusedNames({ ...env, DATABASE_READ_URL: urls });
  const two = 'postgres://me:hunter2@r1/pit, postgres://me:hunter2@r2:5433/pit';
  expect(loadConfig({ ...PRIMARY, DATABASE_READ_URL: two }).readUrls).toEqual(two.split(', '));
  expect(read(two)).toEqual([]);
  expect(read(two, {})).toEqual(['DATABASE_URL']);
  expect(read('postgres://me@r1/pit,postgres://you@r1:5432/pit')).toEqual(['DATABASE_READ_URL']);
  expect(read('postgres://me@r1/pit,postgres://you@db:5432/pit')).toEqual(['DATABASE_READ_URL']);
  expect(read('postgres://me@r1/pit;postgres://me@r2/pit,')).toEqual(['DATABASE_READ_URL']);
  const wrong = { ...PRIMARY, DATABASE_READ_URL: 'postgres://me:hunter2@r1/pit, mysql://me:hunter2@r2/pit' };
  expect(() => loadConfig(wrong)).not.toThrow(/hunter2/);
});

test('a refused secret or address is not repeated', () => {
  const wrong = { PIT_JWT_SECRET: 'hunter2', PIT_SECRET: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@db' };
  const load = (): unknown => loadConfig(wrong);
  expect(load).toThrow(ConfigError);
  expect(load).not.toThrow(/hunter2/);
});
