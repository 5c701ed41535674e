import { ConfigError, type Environment } from '../../src/config/settings.ts';
import { loadConfig } from '../../src/config/config.ts';

const PROVIDER = {
  PIT_JWT_ISSUER: 'https://id.example',
  PIT_CONSOLE_OIDC_ISSUER: 'https://id.example',
  PIT_CONSOLE_OIDC_CLIENT_ID: 'pit-console',
};

test('people sign in to the console by the provider whose tokens are accepted', () => {
  expect(loadConfig(PROVIDER).signIn).toEqual({
    issuer: 'https://id.example',
    clientId: 'pit-console',
    scope: 'openid offline_access',
    resource: null,
  });
  const more = { PIT_CONSOLE_OIDC_SCOPE: 'openid profile', PIT_CONSOLE_OIDC_RESOURCE: 'https://pit.example' };
  expect(loadConfig({ ...PROVIDER, ...more }).signIn).toMatchObject({
    scope: 'openid profile',
    resource: 'https://pit.example',
  });
});

test.each([
  ['PIT_CONSOLE_OIDC_CLIENT_ID', { PIT_CONSOLE_OIDC_CLIENT_ID: '' }],
  ['PIT_CONSOLE_OIDC_ISSUER', { PIT_CONSOLE_OIDC_ISSUER: '' }],
  ['PIT_CONSOLE_OIDC_ISSUER', { PIT_CONSOLE_OIDC_ISSUER: 'id.example' }],
  ['PIT_CONSOLE_OIDC_SCOPE', { PIT_CONSOLE_OIDC_SCOPE: 'profile' }],
  ['PIT_CONSOLE_OIDC_RESOURCE', { PIT_CONSOLE_OIDC_RESOURCE: 'pit' }],
  ['PIT_JWT_ISSUER', { PIT_JWT_ISSUER: 'https://other.example' }],
])('of a sign-in by a provider %s is missed or refused by its name', (name, change) => {
  expect(refusedNames({ ...PROVIDER, ...change })).toEqual([name]);
});

test('production speaks to a provider under TLS alone', () => {
  const issuer = 'http://id.example';
  const settings = { ...PROVIDER, PIT_CONSOLE_OIDC_ISSUER: issuer, PIT_JWT_ISSUER: issuer };
  expect(loadConfig(settings).signIn?.issuer).toBe(issuer);
  expect(refusedNames({ ...settings, NODE_ENV: 'production' })).toContain('PIT_CONSOLE_OIDC_ISSUER');
});

function refusedNames(env: Environment): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.name);
    throw error;
  }
}
