import { loadConfig } from '../src/config/config.ts';
import { ConfigError } from '../src/config/settings.ts';

const SET = {
  PIT_AI_URL: 'https://models.example/v1/',
  PIT_AI_MODELS: 'gpt4o_large=large-2, gpt4_1=org/general:1',
};

function refusedNames(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name }) => name);
    throw error;
  }
  return [];
}

test('without an address no model is asked, and with one those that are named', () => {
  expect(loadConfig({}).models).toBeNull();
  expect(loadConfig({ ...SET, PIT_AI_KEY: 'key' }).models).toEqual({
    url: 'https://models.example/v1',
    key: 'key',
    models: { gpt4o_large: 'large-2', gpt4_1: 'org/general:1' },
    isPrivateAllowed: false,
    monthlyTokens: 1_000_000,
    callSeconds: 30,
    atOnce: 4,
  });
});

test.each<[Record<string, string>, string[]]>([
  [{ PIT_AI_URL: SET.PIT_AI_URL }, ['PIT_AI_MODELS']],
  [{ PIT_AI_MODELS: SET.PIT_AI_MODELS }, ['PIT_AI_URL']],
  [{ PIT_AI_KEY: 'key' }, ['PIT_AI_URL', 'PIT_AI_MODELS']],
  [{ ...SET, PIT_AI_URL: 'http://models.example/v1' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_URL: 'https://127.0.0.1/v1' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_URL: 'https://[::1]/v1' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_URL: 'https://169.254.169.254/latest' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_URL: 'https://models.example/v1?key=1' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_URL: 'https://me:pw@models.example/v1' }, ['PIT_AI_URL']],
  [{ ...SET, PIT_AI_MODELS: 'gpt5=large' }, ['PIT_AI_MODELS']],
  [{ ...SET, PIT_AI_MODELS: 'gpt4_1=a,gpt4_1=b' }, ['PIT_AI_MODELS']],
  [{ ...SET, PIT_AI_MODELS: 'gpt4_1' }, ['PIT_AI_MODELS']],
  [{ ...SET, PIT_AI_MODLES: 'gpt4_1=a' }, ['PIT_AI_MODLES']],
  [{ ...SET, PIT_AI_KEY: 'two words' }, ['PIT_AI_KEY']],
  [{ PIT_AI_PRIVATE: 'yes' }, ['PIT_AI_PRIVATE']],
  [{ PIT_AI_MONTHLY_TOKENS: '-1' }, ['PIT_AI_MONTHLY_TOKENS']],
  [{ PIT_AI_AT_ONCE: '0' }, ['PIT_AI_AT_ONCE']],
  [{ ...SET, PIT_AI_CALL_SECONDS: '81' }, ['PIT_AI_CALL_SECONDS']],
])('%j is refused by its name', (env, names) => {
  expect(refusedNames(env)).toEqual(names);
});

test('an address of this machine is taken only where the operator says so, and no key is ever repeated', () => {
  const local = { ...SET, PIT_AI_URL: 'http://127.0.0.1:11434/v1' };
  expect(loadConfig({ ...local, PIT_AI_PRIVATE: 'true' }).models?.url).toBe('http://127.0.0.1:11434/v1');
  expect(() => loadConfig({ ...SET, PIT_AI_KEY: 'hunter 2' })).not.toThrow(/hunter/);
});
