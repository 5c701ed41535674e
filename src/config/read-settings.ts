import type { Settings } from './settings.ts';

/** Standbys that take reads. */
export interface ReadSettings {
  /** Connection strings of the application role, each of another standby; none where the primary answers all. */
  readonly readUrls: readonly string[];
  /** A standby that lacks what is older than so many seconds takes no reads. */
  readonly readMaxLagSeconds: number;
}

/** @param databaseUrl of the primary; null = the embedded database, which has no standbys. */
export function readReplicas(settings: Settings, databaseUrl: string | null): ReadSettings {
  const name = 'DATABASE_READ_URL';
  const readUrls = settings.urls(name, ['postgres:', 'postgresql:'], 'secret') ?? [];
  const readMaxLagSeconds = settings.integer('PIT_READ_MAX_LAG_SECONDS', 5, { min: 1, max: 3600 });
  if (readUrls.length > 0 && databaseUrl === null) {
    settings.refuse('DATABASE_URL', `the primary of the standbys that ${name} names`);
  }
  const places = readUrls.map(placeOf);
  if (new Set(places).size < places.length) {
    settings.refuse(name, 'each standby once', `${places.length} addresses of fewer servers`);
  }
  if (databaseUrl !== null && places.includes(placeOf(databaseUrl))) {
    settings.refuse(name, 'standbys alone', 'the address of DATABASE_URL among them');
  }
  return { readUrls, readMaxLagSeconds };
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
}
