import {
  FORGET_IMPORTED_ROWS,
  INSERT_LINKS,
  LINKS_OF_PROJECT,
  UPDATE_LINKS,
} from '../../../db/queries/exchange/imported-row-query.ts';
import { DELETE_DEPENDENCIES } from '../../../db/queries/plan/dependency-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import type { PlanLink } from '../../../domain/exchange/plan-document.ts';
import { findCycle } from '../../../domain/graph.ts';
import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { refuseCycle } from '../../plan/tasks/dependency-cycle.ts';
import { readTaskFacts, type FactsById } from '../../plan/tasks/task-facts.ts';
import { recordPlanChange } from '../../plan/wbs/plan-events.ts';
import { nextTurn } from '../../quality/next-turn.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import type { Applying } from './applying.ts';
import { digestOf } from './known-rows.ts';

const BATCH = 1_000;

type StoredLink = RowOfStatement<typeof LINKS_OF_PROJECT>;
interface NewLink extends Pick<StoredLink, 'from' | 'to' | 'type' | 'lagDays'> {
  readonly link: PlanLink;
}

/** What is to become of the links. */
interface LinkChanges {
  readonly made: readonly NewLink[];
  readonly changed: readonly StoredLink[];
  readonly removed: readonly StoredLink[];
  readonly forgotten: readonly string[];
}

/**
 * Makes, changes and removes links as the file has them. Removed is only what an earlier file had made, where this one still
 * has both tasks; what was removed here stays so.
 * @param ids the tasks of the file that are here, by key.
 * @throws PitError FORBIDDEN; PIT003 with the circle that they would close; BAD_USER_INPUT for too many at one task.
 */
export async function applyLinks(applying: Applying, ids: ReadonlyMap<string, string>): Promise<void> {
  const { tx, project, plan, tally, onStep } = applying;
  const { rows: stored } = await tx.run(LINKS_OF_PROJECT, [project.id]);
  const changes = await compare(applying, ids, stored);
  const { made, changed, removed, forgotten } = changes;
  await onStep({ step: 'links', done: 0, total: made.length + changed.length + removed.length });
  if (made.length + changed.length + removed.length > 0) {
    authorise(tx, 'addDependency', relationsInProject(project));
    requireListed(made, stored);
    await requireAcyclic(applying, changes, stored);
    await write(applying, changes);
  }
  if (forgotten.length > 0)
    await tx.run(FORGET_IMPORTED_ROWS, [project.id, plan.format, plan.key, 'link', forgotten]);
  tally.add('links', 'made', made.length);
  tally.add('links', 'changed', changed.length);
  tally.add('links', 'removed', removed.length);
}

function keyOf({ predecessorKey, successorKey }: Pick<PlanLink, 'predecessorKey' | 'successorKey'>): string {
  return `${predecessorKey}\n${successorKey}`;
}

async function compare(
  { plan, known, tally }: Applying,
  ids: ReadonlyMap<string, string>,
  stored: readonly StoredLink[],
): Promise<LinkChanges> {
  const byEnds = new Map(stored.map((link) => [`${link.from} ${link.to}`, link]));
  const made: NewLink[] = [];
  const changed: StoredLink[] = [];
  const wanted = new Set<string>();
  for (const [at, link] of plan.links.entries()) {
    if (at % BATCH === 0) await nextTurn();
    const [from, to] = [ids.get(link.predecessorKey), ids.get(link.successorKey)];
    const key = keyOf(link);
    wanted.add(key);
    const row = known.find('link', key);
    if (from === undefined || to === undefined) {
      tally.add('links', 'deletedHere');
      continue;
    }
    const { type, lagDays } = link;
    const there = byEnds.get(`${from} ${to}`);
    if (there === undefined) {
      if (row === undefined) made.push({ link, from, to, type, lagDays });
      else tally.add('links', 'deletedHere');
      continue;
    }
    const digest = digestOf(link);
    known.note('link', key, there.id, digest);
    const isSame = row?.digest === digest || (there.type === type && there.lagDays === lagDays);
    if (isSame) tally.add('links', 'unchanged');
    else changed.push({ ...there, type, lagDays });
  }
  return { made, changed, ...goneOf({ known, ids, wanted, stored }) };
}

/** Links that an earlier file made and this one has no more, though it has both tasks. */
function goneOf({
  known,
  ids,
  wanted,
  stored,
}: {
  known: Applying['known'];
  ids: ReadonlyMap<string, string>;
  wanted: ReadonlySet<string>;
  stored: readonly StoredLink[];
}): Pick<LinkChanges, 'removed' | 'forgotten'> {
  const byId = new Map(stored.map((link) => [link.id, link]));
  const forgotten = known.keysOf('link').filter((key) => {
    const [from = '', to = ''] = key.split('\n');
    return !wanted.has(key) && ids.has(from) && ids.has(to);
  });
  const removed = forgotten.flatMap((key) => byId.get(known.find('link', key)?.recordId ?? '') ?? []);
  return { removed, forgotten };
}

function requireListed(made: readonly NewLink[], stored: readonly StoredLink[]): void {
  const successors = new Map<string, number>();
  const predecessors = new Map<string, number>();
  const count = (counts: Map<string, number>, id: string): number => {
    const next = (counts.get(id) ?? 0) + 1;
    counts.set(id, next);
    return next;
  };
  for (const { from, to } of stored) {
    count(successors, from);
    count(predecessors, to);
  }
  for (const { from, to, link } of made) {
    requireRoom('successors of a task', count(successors, from), `file: ${link.where}`);
    requireRoom('predecessors of a task', count(predecessors, to), `file: ${link.where}`);
  }
}

async function requireAcyclic(
  { tx }: Applying,
  { made, removed }: LinkChanges,
  stored: readonly StoredLink[],
): Promise<void> {
  const gone = new Set(removed.map(({ id }) => id));
  const arcs = [...stored.filter(({ id, isLive }) => isLive && !gone.has(id)), ...made];
  const ids = [...new Set(arcs.flatMap(({ from, to }) => [from, to]))];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const graph = {
    nodeCount: ids.length,
    from: Int32Array.from(arcs, ({ from }) => numbers.get(from) ?? 0),
    to: Int32Array.from(arcs, ({ to }) => numbers.get(to) ?? 0),
  };
  const cycle = findCycle(graph);
  if (cycle === null) return;
  const path = cycle.map((number) => String(ids[number]));
  throw await refuseCycle(tx, path, { field: 'file', expected: 'links that close no circle' });
}

async function write({ tx, project, known }: Applying, changes: LinkChanges): Promise<void> {
  const { made, changed, removed } = changes;
  const successors = [...new Set([...made, ...changed, ...removed].map(({ to }) => to))];
  const batches = Array.from({ length: Math.ceil(successors.length / BATCH) }, (_, at) =>
    successors.slice(at * BATCH, (at + 1) * BATCH),
  );
  const before = await readTaskFacts(tx, project.id, successors);
  if (removed.length > 0) await tx.run(DELETE_DEPENDENCIES, [removed.map(({ id }) => id)]);
  if (changed.length > 0) await tx.run(UPDATE_LINKS, [JSON.stringify(changed)]);
  const byEnds = new Map(made.map((link) => [`${link.from} ${link.to}`, link]));
  for (let from = 0; from < made.length; from += BATCH) {
    const records = made.slice(from, from + BATCH).map(({ link: _, ...record }) => record);
    const { rows } = await tx.run(INSERT_LINKS, [JSON.stringify(records), project.id]);
    for (const row of rows) {
      const link = byEnds.get(`${row.from} ${row.to}`)?.link;
      if (link !== undefined) known.note('link', keyOf(link), row.id, digestOf(link));
      announce(tx, project.id, row.id);
    }
  }
  for (const { id } of [...changed, ...removed]) announce(tx, project.id, id);
  for (const batch of batches) await updateStatuses(tx, project.id, before, batch);
}

function announce(tx: Applying['tx'], projectId: string, dependencyId: string): void {
  tx.emit({ topic: 'pit.dependency.updated', streamId: projectId, payload: { projectId, dependencyId } });
}

/** What holds a task has changed, and with it perhaps its status. */
async function updateStatuses(
  tx: Applying['tx'],
  projectId: string,
  facts: FactsById,
  ids: readonly string[],
): Promise<void> {
  const now = await readTaskFacts(tx, projectId, ids);
  const before = new Map([...facts].filter(([id]) => now.has(id)));
  const after = await updateRollups(
    tx,
    projectId,
    before,
    new Map([...now].filter(([id]) => before.has(id))),
  );
  recordPlanChange(tx, { before, after });
}
