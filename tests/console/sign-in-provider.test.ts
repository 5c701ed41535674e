import { pageOf, policyOf } from '../../src/server/console/console-page.ts';
import { metadataOf, ProviderLookUp } from '../../src/server/console/sign-in-provider.ts';

const SETTINGS = {
  issuer: 'https://id.example/pit',
  clientId: 'pit-console',
  scope: 'openid',
  resource: null,
};
const ANSWER = {
  issuer: SETTINGS.issuer,
  authorization_endpoint: 'https://id.example/authorize',
  token_endpoint: 'https://tokens.example/token',
  revocation_endpoint: 'https://id.example/revoke',
  code_challenge_methods_supported: ['plain', 'S256'],
  registration_endpoint: 'https://id.example/register',
};

test('the page is told of a provider what a browser needs, and no more', () => {
  expect(metadataOf(ANSWER, SETTINGS.issuer)).toEqual({
    issuer: SETTINGS.issuer,
    authorization_endpoint: 'https://id.example/authorize',
    token_endpoint: 'https://tokens.example/token',
    revocation_endpoint: 'https://id.example/revoke',
    authorization_response_iss_parameter_supported: false,
  });
});

test.each([
  ['is of another issuer', { issuer: 'https://id.example' }, 'calls itself https://id.example'],
  ['has no PKCE', { code_challenge_methods_supported: undefined }, 'PKCE'],
  ['has no token endpoint', { token_endpoint: undefined }, 'token_endpoint'],
  ['would have tokens go unencrypted', { token_endpoint: 'http://id.example/token' }, 'token_endpoint'],
  ['would lead to a script', { authorization_endpoint: 'javascript:alert(1)' }, 'authorization_endpoint'],
])('a provider that %s is refused', (_name, change, reason) => {
  expect(() => metadataOf({ ...ANSWER, ...change }, SETTINGS.issuer)).toThrow(reason);
});

test('a provider that does not answer is asked again after ten seconds, one that does after an hour', async () => {
  const asked: string[] = [];
  let now = 0;
  const lookUp = new ProviderLookUp(
    SETTINGS,
    (url) => {
      asked.push(url);
      return asked.length === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(ANSWER);
    },
    () => now,
  );
  expect((await lookUp.find()).metadata).toBeNull();
  now = 9_999;
  await lookUp.find();
  expect(asked).toEqual(['https://id.example/pit/.well-known/openid-configuration']);
  now = 10_000;
  await Promise.all([lookUp.find(), lookUp.find()]);
  expect((await lookUp.find()).metadata).not.toBeNull();
  expect(asked).toHaveLength(2);
  now += 3_600_000;
  await lookUp.find();
  expect(asked).toHaveLength(3);
});

test('the page may ask the token endpoint of its provider, and no other origin', () => {
  const provider = { ...SETTINGS, metadata: metadataOf(ANSWER, SETTINGS.issuer) };
  expect(policyOf(provider)).toContain("connect-src 'self' https://tokens.example https://id.example;");
  expect(policyOf({ ...provider, metadata: null })).toContain("connect-src 'self';");
  expect(policyOf(null)).toContain("connect-src 'self';");
});

test('what a provider calls itself is no markup of the page', () => {
  const provider = { ...SETTINGS, clientId: '"><script>', metadata: null };
  const facts = { isDevelopment: false, provider, version: '0.0.0' };
  expect(pageOf({ paths: {}, preloads: [] }, facts)).not.toContain('"><script>');
});
