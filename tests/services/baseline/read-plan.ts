import type pg from 'pg';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { canonicalPlan } from '../../../src/domain/schedule/baseline/baseline-plan.ts';
import { readingOf } from '../../../src/services/baseline/baselines.ts';
import {
  readPlanAt,
  readPlanNow,
  type PlanReading,
  type PlanThen,
} from '../../../src/services/baseline/plan-reading.ts';

const FIELDS = { project: 'projectId', at: 'at' };

/** Reads plans of a database as somebody, each in a transaction of its own. */
export class PlanReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly actor: Actor,
  ) {}

  read<T>(work: (reading: PlanReading) => Promise<T>): Promise<T> {
    return withTenantTransaction(this.pool, this.actor, (tx) => work(readingOf(tx)));
  }

  /** The plan as the audit log gives it. */
  async rebuilt(projectId: string, at: string | null = null): Promise<string> {
    return canonicalPlan((await this.then(projectId, at)).plan);
  }

  then(projectId: string, at: string | null = null): Promise<PlanThen> {
    return this.read((reading) => readPlanAt(reading, projectId, at, FIELDS));
  }

  /** The plan as the tables have it. */
  async stored(projectId: string): Promise<string> {
    return canonicalPlan(await this.read((reading) => readPlanNow(reading, projectId, 'projectId')));
  }
}
