import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { loadConfig } from '../src/config/config.ts';
import { ConfigError, type Environment } from '../src/config/settings.ts';
const SECRET = 'a-secret-of-more-than-thirty-two-bytes';
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://pit_app:pw@db.example/pit',
  PIT_SECRET: '5f'.repeat(32),
  PIT_FILES_URL: 'file:///srv/pit/files',
  PIT_JWKS_URL: 'https://id.example/jwks.json',
  PIT_JWT_ISSUER: 'https://id.example',
};

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

test('with nothing set, the configuration describes a development service with an embedded database', () => {
  expect(loadConfig({})).toEqual({
    production: false,
    databaseUrl: null,
    migrationUrl: null,
    listenUrl: null,
    readUrls: [],
    readMaxLagSeconds: 5,
    migrate: 'start',
    port: 4001,
    host: '127.0.0.1',
    keepAliveSeconds: 75,
    drainSeconds: 3,
    dataDir: resolve('.pit'),
    secret: null,
    tokenKey: { kind: 'development' },
    tokenIssuer: 'pit-development',
    tokenAudience: 'pit',
    today: null,
    fyStartMonth: 1,
    timeZone: 'UTC',
    eventsUrl: null,
    introspection: true,
    console: true,
    signIn: null,
    gatewaySecret: null,
    callbackUrls: 'loopback',
    webhookHosts: [],
    mail: null,
    models: null,
    push: null,
    corsOrigins: [],
    publicUrl: null,
    eventsRetentionDays: 7,
    files: { kind: 'directory', path: resolve('.pit', 'files') },
    fileMaxBytes: 50_000_000,
    fileQuotaBytes: 100_000_000_000,
    auditHeads: null,
    logLevel: 'info',
    traces: 'off',
  });
});

test('the configuration is frozen', () => {
  const config = loadConfig({});
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.tokenKey)).toBe(true);
});

test.each([
  ['PORT', '-1'],
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['PORT', '4001.5'],
  ['PIT_KEEP_ALIVE_SECONDS', '0'],
  ['PIT_KEEP_ALIVE_SECONDS', '75 s'],
  ['PIT_DRAIN_SECONDS', '-1'],
  ['PIT_DRAIN_SECONDS', '3.5'],
  ['PIT_CORS_ORIGINS', '*'],
  ['PIT_CORS_ORIGINS', 'https://app.example/'],
  ['PIT_CORS_ORIGINS', 'https://app.example, app.example'],
  ['DATABASE_URL', 'mysql://somewhere/pit'],
  ['PIT_JWKS_URL', 'ftp://id.example/keys'],
  ['PIT_JWT_PUBLIC_KEY', 'not a key'],
  ['PIT_JWT_SECRET', 'too short'],
  ['PIT_SECRET', 'a passphrase of more than thirty-two characters'],
  ['PIT_SECRET', '5f'.repeat(31)],
  ['PIT_SECRET', '5f'.repeat(33)],
  ['PIT_TODAY', '2026-02-29'],
  ['PIT_TODAY', 'tomorrow'],
  ['PIT_PUBLIC_URL', 'pit.example'],
  ['PIT_FILE_MAX_BYTES', '50 MB'],
  ['PIT_FY_START_MONTH', '13'],
  ['PIT_FY_START_MONTH', '0'],
  ['PIT_TIME_ZONE', 'Atlantis/Capital'],
  ['PIT_EVENTS_URL', 'https://events.example'],
  ['PIT_CALLBACK_URLS', 'https://router.example, ftp://router.example'],
  ['PIT_WEBHOOK_HOSTS', 'https://hooks.example'],
  ['PIT_WEBHOOK_HOSTS', 'hooks.example/path'],
  ['PIT_INTROSPECTION', 'yes'],
  ['PIT_CONSOLE', 'true'],
  ['PIT_GATEWAY_SECRET', 'shorter than thirty-two bytes'],
  ['PIT_MIGRATE', 'always'],
  ['PIT_MIGRATE', 'never'],
  ['LOG_LEVEL', 'loud'],
])('the setting %s=%s is refused by its name', (name, value) => {
  expect(refusedNames({ [name]: value })).toEqual([name]);
});

test('all wrong settings are reported at once, with what was expected and what came', () => {
  const load = (): unknown => loadConfig({ PORT: 'x', PIT_TODAY: '2024-02-31' });
  expect(load).toThrow('PORT: expected a whole number from 0 to 65535, got "x"');
  expect(load).toThrow('PIT_TODAY: expected a civil date such as 2026-03-31, got "2024-02-31"');
});

test('an empty setting counts as not set', () => {
  expect(loadConfig({ PORT: '', PIT_TODAY: ' ' })).toEqual(loadConfig({}));
});

test('the migrator reaches the same server unless told otherwise', () => {
  const databaseUrl = 'postgres://pit_app:pw@db.example:6000/pit';
  expect(loadConfig({ DATABASE_URL: databaseUrl }).migrationUrl).toBe(
    'postgres://pit_migrator:pw@db.example:6000/pit',
  );
  const migrationUrl = 'postgres://other:pw@db.example/pit';
  expect(loadConfig({ DATABASE_URL: databaseUrl, DATABASE_MIGRATION_URL: migrationUrl })).toMatchObject({
    databaseUrl,
    migrationUrl,
  });
  expect(refusedNames({ DATABASE_MIGRATION_URL: migrationUrl })).toEqual(['DATABASE_URL']);
});

test('events are listened for where it says, on a server that is named', () => {
  const databaseUrl = 'postgres://pit_app:pw@pooler.example:6432/pit';
  const listenUrl = 'postgres://pit_app:pw@db.example/pit';
  expect(loadConfig({ DATABASE_URL: databaseUrl, PIT_LISTEN_URL: listenUrl })).toMatchObject({
    databaseUrl,
    listenUrl,
  });
  expect(refusedNames({ PIT_LISTEN_URL: listenUrl })).toEqual(['DATABASE_URL']);
  expect(refusedNames({ DATABASE_URL: databaseUrl, PIT_LISTEN_URL: 'redis://db.example' })).toEqual([
    'PIT_LISTEN_URL',
  ]);
});

test('callbacks go to this machine alone, in production nowhere, unless told otherwise', () => {
  expect(loadConfig({}).callbackUrls).toBe('loopback');
  expect(loadConfig(PRODUCTION).callbackUrls).toEqual([]);
  const addresses = 'https://router.example/callback, http://10.0.0.7:4000';
  expect(loadConfig({ ...PRODUCTION, PIT_CALLBACK_URLS: addresses }).callbackUrls).toEqual([
    'https://router.example/callback',
    'http://10.0.0.7:4000',
  ]);
});

describe('token keys', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

  test('a public key may come on one line', () => {
    const oneLine = publicPem.replaceAll('\n', '\\n');
    expect(loadConfig({ PIT_JWT_PUBLIC_KEY: oneLine }).tokenKey).toEqual({
      kind: 'public-key',
      pem: publicPem.trim() + '\n',
    });
  });

  test('a private key is refused', () => {
    expect(refusedNames({ PIT_JWT_PUBLIC_KEY: privatePem })).toEqual(['PIT_JWT_PUBLIC_KEY']);
  });

  test('two keys at once are refused, since each pins another algorithm', () => {
    const names = refusedNames({ PIT_JWT_SECRET: SECRET, PIT_JWT_PUBLIC_KEY: publicPem });
    expect(names).toEqual(['PIT_JWKS_URL, PIT_JWT_PUBLIC_KEY, PIT_JWT_SECRET']);
  });
});

describe('in production', () => {
  test('a database, a secret, a place of files, a token key and an issuer are enough', () => {
    expect(loadConfig(PRODUCTION)).toMatchObject({ production: true, introspection: false, host: '0.0.0.0' });
  });

  test.each([
    ['DATABASE_URL', 'DATABASE_URL'],
    ['PIT_SECRET', 'PIT_SECRET'],
    ['PIT_FILES_URL', 'PIT_FILES_URL'],
    ['PIT_JWKS_URL', 'PIT_JWKS_URL, PIT_JWT_PUBLIC_KEY, PIT_JWT_SECRET'],
    ['PIT_JWT_ISSUER', 'PIT_JWT_ISSUER'],
  ])('a missing %s is refused', (missing, named) => {
    expect(refusedNames({ ...PRODUCTION, [missing]: undefined })).toEqual([named]);
  });

  test('keys are not fetched in the clear', () => {
    const names = refusedNames({ ...PRODUCTION, PIT_JWKS_URL: 'http://id.example/jwks.json' });
    expect(names).toContain('PIT_JWKS_URL');
  });
});

test.each<[string, Environment, string]>([
  ['an address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'http/protobuf'],
  ['an address for traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/t' }, 'http/protobuf'],
  ['an exporter', { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'http/json'],
  [
    'a protocol for traces alone',
    {
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    },
    'http/json',
  ],
  ['no exporter', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_TRACES_EXPORTER: 'none' }, 'off'],
  ['a disabled SDK', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_SDK_DISABLED: 'TRUE' }, 'off'],
  ['a protocol alone', { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'off'],
])('traces follow the standard variables: %s', (_name, env, expected) => {
  expect(loadConfig(env).traces).toBe(expected);
});

test('a protocol that spans do not go by is refused', () => {
  const env = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  expect(refusedNames(env)).toEqual(['OTEL_EXPORTER_OTLP_PROTOCOL']);
});

describe('the place of evidence files', () => {
  const AWS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_REGION: 'eu-central-1' };
  const bucket = {
    kind: 's3',
    bucket: 'evidence',
    prefix: '',
    endpoint: null,
    region: 'eu-central-1',
    accessKeyId: 'id',
    secretAccessKey: 'key',
    sessionToken: null,
  };

  test.each<[string, Environment, object]>([
    ['a directory', { PIT_FILES_URL: 'file:///srv/a%20b' }, { kind: 'directory', path: '/srv/a b' }],
    ['a bucket', { PIT_FILES_URL: 's3://evidence', ...AWS }, bucket],
    ['a prefix', { PIT_FILES_URL: 's3://evidence/a/b/', ...AWS }, { ...bucket, prefix: 'a/b' }],
    [
      'an endpoint, which needs no region',
      { PIT_FILES_URL: 's3://evidence', ...AWS, AWS_REGION: '', AWS_ENDPOINT_URL: 'https://minio.example' },
      { ...bucket, region: 'us-east-1', endpoint: 'https://minio.example' },
    ],
  ])('may be %s', (_name, env, expected) => {
    expect(loadConfig(env).files).toEqual(expected);
  });

  test.each([
    '/srv/files',
    'file://host/srv',
    'file:///a%2fb',
    'https://s3.example/bucket',
    's3://',
    's3://Bucket',
    's3://evidence//a',
    's3://evidence/../a',
    's3://key:secret@evidence',
  ])('is not taken as %s', (url) => {
    expect(refusedNames({ PIT_FILES_URL: url, ...AWS })).toEqual(['PIT_FILES_URL']);
  });

  test('in a bucket needs all of the access, by name', () => {
    const names = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
    expect(refusedNames({ PIT_FILES_URL: 's3://evidence' })).toEqual(names);
    expect(refusedNames({ PIT_FILES_URL: 'file:///srv' })).toEqual([]);
  });
});

test.each([
  ['PIT_FILE_URL', 'file:///srv/pit/files', 'PIT_FILES_URL'],
  ['PIT_AUDIT_HEAD', '/srv/pit/heads', 'PIT_AUDIT_HEADS'],
  ['PIT_SECERT', 'x', 'PIT_SECRET'],
])('a misspelled setting, %s, is refused with the name that was meant', (name, value, meant) => {
  expect(() => loadConfig({ ...PRODUCTION, [name]: value })).toThrow(
    `${name}: expected the name ${meant}, got a name that no setting has`,
  );
});

test('names that Kubernetes gives containers beside a service "pit", empty ones, and those of tools are passed', () => {
  const others = {
    PIT_PORT: 'tcp://10.0.0.1:80',
    PIT_SERVICE_HOST: '10.0.0.1',
    PIT_FILES_PORT: 'tcp://10.0.0.2:80',
    PIT_PGBOUNCER: 'pgbouncer',
    PIT_FILE_URL: ' ',
  };
  expect(refusedNames({ ...PRODUCTION, ...others })).toEqual([]);
});
