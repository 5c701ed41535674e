import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Plan } from './plan-database.ts';

/** Makes whoever reads teams wait, so that a test has readers in flight for as long as it likes. */
export class HeldTeams {
  private holder: pg.Client | undefined;

  constructor(private readonly plan: Plan) {}

  async hold(): Promise<void> {
    this.holder = new pg.Client({ connectionString: this.plan.database.adminUrl });
    await this.holder.connect();
    await this.holder.query('BEGIN');
    await this.holder.query('LOCK TABLE pit.team IN ACCESS EXCLUSIVE MODE');
  }

  async release(): Promise<void> {
    await this.holder?.end();
    this.holder = undefined;
  }

  /** Resolves once so many readers wait. */
  async untilWaiting(count: number): Promise<void> {
    for (;;) {
      const [row] = await this.plan.rows<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE application_name = 'pit-read' AND wait_event_type = 'Lock' AND datname = current_database()`,
      );
      if ((row?.waiting ?? 0) >= count) return;
      await sleep(20);
    }
  }
}
