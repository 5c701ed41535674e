import { BoundedCache } from '../../bounded-cache.ts';
import type { Value } from '../../db/connection/parameters.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import { PLAN_AFRESH, PLAN_ONCE } from '../../db/queries/schedule/schedule-store-query.ts';
import { PLAN_NEWS } from '../../db/queries/schedule/plan-news-query.ts';
import { patchPlan } from '../../domain/schedule/remaining-work/plan-patch.ts';
import { unpackNews } from './plan-columns.ts';
import type { TenantReadBatch } from '../../db/read/tenant-read-batch.ts';
import type { Tx } from '../transaction/command.ts';
import { PLAN_TOPICS, rulesHashOf, storedPlan, type ScheduleGround, type StoredPlan } from './stored-plan.ts';

/** Memory that plans kept between two uses may take, in bytes. */
const RESIDENT_BYTES = 64 * 1024 * 1024;
/** Bytes of a task in its columns, its id included, and of a link with its places in the topology. */
const TASK_BYTES = 130;
const LINK_BYTES = 100;
/** Events since a plan was read, beyond which it is read as a whole. */
const MOST_EVENTS = 2_000;
/** For how long a plan is brought up to date by its events alone, in ms: what changes rows without an event is seen then. */
const WHOLE_EVERY_MS = 10 * 60 * 1_000;

interface Resident {
  readonly plan: StoredPlan;
  /** What its organisation brought when it was read: a new calendar counts durations anew, and no event says so. */
  readonly rulesHash: string;
  /** When it was last read as a whole, in ms of the process' clock. */
  readonly wholeAt: number;
}

const residents = new BoundedCache<Resident>('resident_plans', RESIDENT_BYTES, {
  sizeOf: ({ plan: { facts } }) =>
    1_000 + facts.tasks.ids.length * TASK_BYTES + facts.links.ids.length * LINK_BYTES,
});

/** How often this process has read plans, by the way. */
const reads = { whole: 0, patched: 0 };

export function planReads(): Readonly<typeof reads> {
  return { ...reads };
}

/** Where plans are read from. Whoever asks sees them, and has changed nothing of them in this transaction. */
export interface PlanSource {
  readonly orgId: string;
  readonly rulesHash: string;
  wholes(values: readonly Value[]): Promise<RowOfStatement<typeof LOAD_PLANS>[]>;
  news(values: readonly Value[]): Promise<News[]>;
}

type News = RowOfStatement<typeof PLAN_NEWS>;

/** Plans as a transaction of the schedule's job reads them, which has its statements planned afresh. */
export function plansWithin(tx: Tx): PlanSource {
  return {
    orgId: tx.actor.orgId,
    rulesHash: rulesHashOf(tx),
    wholes: async (values) => (await tx.run(LOAD_PLANS, values)).rows,
    news: async (values) => {
      tx.defer(step(PLAN_ONCE));
      const [news] = await tx.pipeline([step(PLAN_NEWS, values), step(PLAN_AFRESH)]);
      return news;
    },
  };
}

/** Plans as a request reads them. */
export function plansRead(batch: TenantReadBatch, orgId: string, ground: ScheduleGround): PlanSource {
  return {
    orgId,
    rulesHash: rulesHashOf(ground),
    wholes: (values) => batch.rows(LOAD_PLANS, values),
    news: (values) => batch.rows(PLAN_NEWS, values),
  };
}

/** A plan that is wanted. */
export interface PlanAsked {
  readonly projectId: string;
  /** From which event on it is to be told what has changed; absent does not ask. */
  readonly since?: number | undefined;
}

export interface LoadedPlan {
  readonly plan: StoredPlan;
  /** Tasks that alone may be others than at the event `since`, deleted ones and those that have left included; null: any. */
  readonly changed: readonly string[] | null;
}

/** The plan of a project, if it is at hand and no other one has become of it. */
export function residentPlan(
  { orgId, rulesHash }: Pick<PlanSource, 'orgId' | 'rulesHash'>,
  projectId: string,
  /** Of the stored schedule, and the newest event of the plan since; null for none. */
  { planSeq, newerSeq }: { readonly planSeq: number | null; readonly newerSeq: number | null },
): StoredPlan | undefined {
  const kept = residents.get(`${orgId}:${projectId}`);
  const needed = newerSeq ?? planSeq;
  if (kept?.rulesHash !== rulesHash || needed === null) return undefined;
  return kept.plan.planSeq >= needed ? kept.plan : undefined;
}

/** Has plans read as a whole the next time: what was at hand of them led to an error, and would again. */
export function forgetPlans(orgId: string, projectIds: readonly string[]): void {
  for (const projectId of projectIds) residents.delete(`${orgId}:${projectId}`);
}

/**
 * Plans as they stand now, by project; null of one with more than `mostTasks` tasks, none of one that is not to be seen. A plan
 * at hand takes in what its events name, and is read as a whole where they do not tell all.
 */
export async function loadPlans(
  source: PlanSource,
  asked: readonly PlanAsked[],
  mostTasks: number,
): Promise<ReadonlyMap<string, LoadedPlan | null>> {
  const loaded = new Map<string, LoadedPlan | null>(await patchResidents(source, asked, mostTasks));
  const missing = asked.map(({ projectId }) => projectId).filter((id) => !loaded.has(id));
  if (missing.length === 0) return loaded;
  for (const row of await source.wholes([missing, mostTasks])) {
    const plan = storedPlan(row, mostTasks);
    reads.whole += 1;
    loaded.set(row.projectId, plan && { plan, changed: null });
    if (plan !== null) keep(source, { plan, wholeAt: performance.now() });
  }
  return loaded;
}

async function patchResidents(
  source: PlanSource,
  asked: readonly PlanAsked[],
  mostTasks: number,
): Promise<[string, LoadedPlan | null][]> {
  const known = asked.flatMap(({ projectId, since = Infinity }) => {
    const resident = residents.get(`${source.orgId}:${projectId}`);
    if (resident?.rulesHash !== source.rulesHash) return [];
    if (performance.now() - resident.wholeAt > WHOLE_EVERY_MS) return [];
    return [{ projectId, resident, since: Math.min(since, resident.plan.planSeq) }];
  });
  if (known.length === 0) return [];
  const [ids, from] = [known.map(({ projectId }) => projectId), known.map(({ since }) => since)];
  const news = await source.news([ids, from, MOST_EVENTS, PLAN_TOPICS]);
  const newsOf = new Map(news.map((row) => [row.projectId, row]));
  return known.flatMap(({ projectId, resident }) => {
    const row = newsOf.get(projectId);
    if (row === undefined || !isWhole(row)) return [];
    const { plan, changed } = patched(resident.plan, row);
    reads.patched += 1;
    keep(source, { plan, wholeAt: resident.wholeAt });
    return [[projectId, plan.facts.tasks.ids.length > mostTasks ? null : { plan, changed }]];
  });
}

/** Whether the events are all that there were, and say what they are about. */
function isWhole({ events, unnamed, planSeq, since }: News): boolean {
  return unnamed === 0 && events === planSeq - since;
}

function patched(plan: StoredPlan, row: News): { plan: StoredPlan; changed: readonly string[] } {
  const { projectId, planSeq, settings, typedStart, promisedFinish } = row;
  const news = unpackNews(row);
  const ordered = patchPlan(plan, news);
  return {
    plan: { projectId, planSeq, settings, typedStart, promisedFinish, ...ordered },
    changed: news.namedTasks,
  };
}

/** Keeps a plan, in case it is asked for again. Whoever asks has made sure that it may be seen. */
function keep({ orgId, rulesHash }: PlanSource, resident: Omit<Resident, 'rulesHash'>): void {
  const key = `${orgId}:${resident.plan.projectId}`;
  const kept = residents.get(key);
  const isOlder = kept?.rulesHash === rulesHash && kept.plan.planSeq > resident.plan.planSeq;
  if (!isOlder) residents.set(key, { ...resident, rulesHash });
}
