import type { Logger } from 'typeorm';

/** What a migration says of the rows that it has changed: a NOTICE, with their number. */
export interface MigrationNotice {
  readonly migration: string;
  readonly message: string;
}

/** How TypeORM names the migration that has run, or has failed. */
const NAMED = /^Migration "?([A-Za-z]+\d+)"? (?:has been|failed)/;
/** PostgreSQL's own notices, of what IF EXISTS has found missing. */
const SKIPPED = /, skipping$/;

/**
 * TypeORM's logger, as far as migrations are concerned. TypeORM hands notices on as they come and names the migration after
 * it has run, so they are kept until then.
 */
export class MigrationNotices implements Logger {
  private pending: string[] = [];

  constructor(private readonly tell: (notice: MigrationNotice) => void) {}

  log(_level: string, message: unknown): void {
    const text = String(message);
    if (!SKIPPED.test(text)) this.pending.push(text);
  }

  logSchemaBuild(message: string): void {
    const migration = NAMED.exec(message)?.[1];
    if (migration === undefined) return;
    for (const each of this.pending.splice(0)) this.tell({ migration, message: each });
  }

  logMigration(message: string): void {
    this.logSchemaBuild(message);
  }

  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
}
