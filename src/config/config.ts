import { createPublicKey } from 'node:crypto';
import { resolve } from 'node:path';
import { readModels, type ModelSettings } from './advice-settings.ts';
import { readSignIn, type SignInSettings } from './console-settings.ts';
import { parseSecret } from './derived-keys.ts';
import { readMail, readPush, type MailSettings, type PushSettings } from './delivery-settings.ts';
import { readFileLocation, type FileLocation } from './file-settings.ts';
import { readReplicas, type ReadSettings } from './read-settings.ts';
import { ConfigError, Settings, type Environment } from './settings.ts';

/** What a token is checked against; the kind of key pins the algorithm. */
export type TokenKey =
  | { readonly kind: 'jwks'; readonly url: string }
  | { readonly kind: 'public-key'; readonly pem: string }
  | { readonly kind: 'secret'; readonly secret: string }
  /** HS256 with a secret made at first use and kept in the data directory: see `development-secret.ts`. */
  | { readonly kind: 'development' };

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const TRACE_ENCODINGS = ['http/protobuf', 'http/json'] as const;
export type TraceEncoding = (typeof TRACE_ENCODINGS)[number];

/** Everything the environment may decide. Null stands for "not set" where absence has a meaning of its own. */
export interface Config extends ReadSettings {
  readonly production: boolean;
  /** Connection string of the application role; null = the embedded database. */
  readonly databaseUrl: string | null;
  /** Connection string of the migrator role; null exactly when `databaseUrl` is. */
  readonly migrationUrl: string | null;
  /** Connection string of the application role past any pooler, for LISTEN; null = as `databaseUrl`. */
  readonly listenUrl: string | null;
  /** Whether a start runs what is left of the migrations, or only looks that nothing is; the embedded database's always do. */
  readonly migrate: 'start' | 'never';
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  /** Seconds for which a connection without a request is kept; longer than a balancer or gateway keeps its own. */
  readonly keepAliveSeconds: number;
  /** Seconds from SIGTERM, in which readiness is refused already, to the last request that is accepted. */
  readonly drainSeconds: number;
  /** Absolute path of the embedded database, generated secrets, and files where no other place is set. */
  readonly dataDir: string;
  /** 32 bytes that the keys of the service are derived from; null = made once and kept in the data directory. */
  readonly secret: Uint8Array | null;
  readonly tokenKey: TokenKey;
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  /** A fixed civil date (YYYY-MM-DD) instead of the clock's; null = the clock. */
  readonly today: string | null;
  /** First month of the financial year, 1-12. */
  readonly fyStartMonth: number;
  /** IANA name; used where an organisation names none. */
  readonly timeZone: string;
  /** Where replicas wake each other; null = PostgreSQL alone. */
  readonly eventsUrl: string | null;
  /** Days for which events are kept, so that a subscriber may resume. */
  readonly eventsRetentionDays: number;
  readonly introspection: boolean;
  /** Whether the web console is served at /console. */
  readonly console: boolean;
  /** By whom people sign in to the console; null = with a token that they bring. */
  readonly signIn: SignInSettings | null;
  /** What a gateway proves itself by; null = nobody has to, nor can. */
  readonly gatewaySecret: string | null;
  /** Where events of subscriptions may be sent: these addresses and what lies below them, or this machine alone. */
  readonly callbackUrls: readonly string[] | 'loopback';
  /** Hosts, as `name` or `name:port`, that webhooks may call although their addresses are private. */
  readonly webhookHosts: readonly string[];
  /** How e-mail leaves; null = there is none. */
  readonly mail: MailSettings | null;
  /** Who we are to push services; null = there are no push messages. */
  readonly push: PushSettings | null;
  /** By which server models are asked for advice; null = none is. */
  readonly models: ModelSettings | null;
  /** Origins of pages that browsers may let ask this service. */
  readonly corsOrigins: readonly string[];
  /** Scheme and host under which people reach this service, for the addresses of files; null = as it listens. */
  readonly publicUrl: string | null;
  /** Where the files of evidence lie. */
  readonly files: FileLocation;
  /** The largest file that is taken as evidence, in bytes. */
  readonly fileMaxBytes: number;
  /** Bytes that the files of one organisation may have together. */
  readonly fileQuotaBytes: number;
  /** A file that heads of audit chains are appended to, absolute; null = the log alone. */
  readonly auditHeads: string | null;
  readonly logLevel: LogLevel;
  /** How spans are encoded where the standard OTEL variables ask for them; OpenTelemetry reads the rest of these itself. */
  readonly traces: TraceEncoding | 'off';
}

/**
 * Reads the settings. Pure: the same environment gives the same answer or the same `ConfigError`.
 *
 * With nothing set it describes a development service: embedded database, generated secret, introspection on.
 * With NODE_ENV=production the database, the secret, the place of files, the token key and its issuer must be given.
 */
export function loadConfig(env: Environment): Config {
  const settings = new Settings(env);
  const production = env['NODE_ENV'] === 'production';
  const dataDir = resolve(settings.text('PIT_DATA_DIR') ?? '.pit');
  const config: Config = {
    production,
    ...readDatabase(settings, production),
    ...readReplicas(settings, settings.text('DATABASE_URL')),
    migrate: readMigrate(settings),
    port: settings.integer('PORT', 4001, { min: 0, max: 65_535 }),
    // A developer's machine is no server: only production listens to the network by itself.
    host: settings.text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    keepAliveSeconds: settings.integer('PIT_KEEP_ALIVE_SECONDS', 75, { min: 1, max: 3600 }),
    drainSeconds: settings.integer('PIT_DRAIN_SECONDS', 3, { min: 0, max: 300 }),
    dataDir,
    secret: readSecret(settings, production),
    tokenKey: readTokenKey(settings, production),
    tokenIssuer: readIssuer(settings, production),
    tokenAudience: settings.text('PIT_JWT_AUDIENCE') ?? 'pit',
    today: settings.checked('PIT_TODAY', 'a civil date such as 2026-03-31', isCivilDate),
    fyStartMonth: settings.integer('PIT_FY_START_MONTH', 1, { min: 1, max: 12 }),
    timeZone:
      settings.checked('PIT_TIME_ZONE', 'an IANA time zone such as Europe/London', isTimeZone) ?? 'UTC',
    eventsUrl: settings.url('PIT_EVENTS_URL', ['redis:', 'rediss:']),
    eventsRetentionDays: settings.integer('PIT_EVENTS_RETENTION_DAYS', 7, { min: 1, max: 3650 }),
    introspection: settings.choice('PIT_INTROSPECTION', ['true', 'false'], String(!production)) === 'true',
    console: settings.choice('PIT_CONSOLE', ['on', 'off'], 'on') === 'on',
    signIn: readSignIn(settings, production),
    gatewaySecret: settings.checked('PIT_GATEWAY_SECRET', 'at least 32 bytes', isLongEnough, 'secret'),
    callbackUrls: settings.urls('PIT_CALLBACK_URLS', ['https:', 'http:']) ?? (production ? [] : 'loopback'),
    webhookHosts: settings.hosts('PIT_WEBHOOK_HOSTS'),
    mail: readMail(settings, production),
    push: readPush(settings),
    models: readModels(settings),
    corsOrigins: settings.origins('PIT_CORS_ORIGINS'),
    publicUrl: settings.url('PIT_PUBLIC_URL', ['https:', 'http:']),
    files: readFileLocation(settings, production, dataDir),
    fileMaxBytes: settings.integer('PIT_FILE_MAX_BYTES', 50_000_000, { min: 1, max: 999_999_999 }),
    fileQuotaBytes: settings.integer('PIT_FILE_QUOTA_BYTES', 100_000_000_000, {
      min: 1,
      max: 999_999_999_999_999,
    }),
    auditHeads: readAuditHeads(settings),
    logLevel: settings.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    traces: readTraces(settings),
  };
  settings.refuseIfWrong();
  return Object.freeze({ ...config, tokenKey: Object.freeze(config.tokenKey) });
}

type DatabaseAddresses = Pick<Config, 'databaseUrl' | 'migrationUrl' | 'listenUrl'>;

function readDatabase(settings: Settings, production: boolean): DatabaseAddresses {
  const protocols = ['postgres:', 'postgresql:'];
  const databaseUrl = settings.url('DATABASE_URL', protocols);
  const migrationUrl = settings.url('DATABASE_MIGRATION_URL', protocols);
  const listenUrl = settings.url('PIT_LISTEN_URL', protocols);
  if (databaseUrl === null) {
    if (production) settings.refuse('DATABASE_URL', 'a server (production has no embedded database)');
    const other = migrationUrl !== null ? 'DATABASE_MIGRATION_URL' : 'PIT_LISTEN_URL';
    if (migrationUrl !== null || listenUrl !== null) {
      settings.refuse('DATABASE_URL', `the application role of the server that ${other} names`);
    }
    return { databaseUrl: null, migrationUrl: null, listenUrl: null };
  }
  return { databaseUrl, migrationUrl: migrationUrl ?? asMigrator(databaseUrl), listenUrl };
}

function readMigrate(settings: Settings): Config['migrate'] {
  const choice = settings.choice('PIT_MIGRATE', ['start', 'never'], 'start');
  if (choice === 'never' && settings.text('DATABASE_URL') === null) {
    settings.refuse('PIT_MIGRATE', 'start for the embedded database, which nobody else migrates', 'never');
  }
  return choice;
}

/** The migrator role of the same server, for set-ups that give both roles one password. */
function asMigrator(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = 'pit_migrator';
  return url.toString();
}

const SECRET_FORM = '32 random bytes as 64 hexadecimal digits or 44 characters of base64';

function readSecret(settings: Settings, production: boolean): Uint8Array | null {
  const isSecret = (value: string): boolean => parseSecret(value) !== null;
  if (settings.text('PIT_SECRET') === null && production) {
    const cure = 'such as `openssl rand -base64 32` prints; the same on all replicas, and kept';
    settings.refuse('PIT_SECRET', `${SECRET_FORM}, ${cure}`);
  }
  const text = settings.checked('PIT_SECRET', SECRET_FORM, isSecret, 'secret');
  return text === null ? null : parseSecret(text);
}

function readTokenKey(settings: Settings, production: boolean): TokenKey {
  const jwksProtocols = production ? ['https:'] : ['https:', 'http:'];
  const jwksUrl = settings.url('PIT_JWKS_URL', jwksProtocols);
  const pem = settings.checked('PIT_JWT_PUBLIC_KEY', 'a public key in PEM form', isPublicKey, 'secret');
  const secret = settings.checked('PIT_JWT_SECRET', 'at least 32 bytes', isLongEnough, 'secret');
  const keys: TokenKey[] = [];
  if (jwksUrl !== null) keys.push({ kind: 'jwks', url: jwksUrl });
  if (pem !== null) keys.push({ kind: 'public-key', pem: unescapeNewlines(pem) });
  if (secret !== null) keys.push({ kind: 'secret', secret });
  const names = 'PIT_JWKS_URL, PIT_JWT_PUBLIC_KEY, PIT_JWT_SECRET';
  if (keys.length > 1) settings.refuse(names, 'one of them', `${keys.length}`);
  if (keys.length === 0 && production)
    settings.refuse(names, 'one of them (production has no default secret)');
  return keys[0] ?? { kind: 'development' };
}

function readAuditHeads(settings: Settings): string | null {
  const file = settings.text('PIT_AUDIT_HEADS');
  return file === null ? null : resolve(file);
}

function readIssuer(settings: Settings, production: boolean): string {
  const issuer = settings.text('PIT_JWT_ISSUER');
  if (issuer === null && production) {
    settings.refuse('PIT_JWT_ISSUER', 'the issuer of accepted tokens (production has no default)');
  }
  return issuer ?? 'pit-development';
}

/** On when an address or an exporter is given, as OpenTelemetry's specification has it. */
function readTraces(settings: Settings): Config['traces'] {
  if (settings.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return 'off';
  const address =
    settings.text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? settings.text('OTEL_EXPORTER_OTLP_ENDPOINT');
  const exporter = settings.choice(
    'OTEL_TRACES_EXPORTER',
    ['otlp', 'none'],
    address === null ? 'none' : 'otlp',
  );
  if (exporter === 'none') return 'off';
  const general = settings.choice('OTEL_EXPORTER_OTLP_PROTOCOL', TRACE_ENCODINGS, 'http/protobuf');
  return settings.choice('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', TRACE_ENCODINGS, general);
}

function isCivilDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Date.parse rolls 31 February over into March: only a real date comes back as it went in.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** Orchestrators pass a PEM on one line with `\n` written out. */
function unescapeNewlines(pem: string): string {
  return pem.replaceAll('\\n', '\n');
}

function isPublicKey(pem: string): boolean {
  // A private key would be accepted (its public half is derived), and has no place on this machine.
  if (pem.includes('PRIVATE KEY')) return false;
  try {
    createPublicKey(unescapeNewlines(pem));
    return true;
  } catch {
    return false;
  }
}

function isLongEnough(secret: string): boolean {
  return Buffer.byteLength(secret) >= 32;
}

/** The settings of this process; nothing else reads its environment. */
export const config: Config = configOfProcess();

/** Whoever has set something wrong is told what, and not where in the code. */
function configOfProcess(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
