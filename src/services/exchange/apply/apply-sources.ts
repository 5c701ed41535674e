import { FORGET_IMPORTED_ROWS, UNLINK_SOURCES } from '../../../db/queries/exchange/imported-row-query.ts';
import { LINK_ORIGINS } from '../../../db/queries/intake/intake-query.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { RiskLinkType } from '../../../domain/enums.ts';
import { PlanSourceKind, type PlanSource } from '../../../domain/exchange/plan-document.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { controlIdOf } from '../../intake/control-id.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import type { Applying } from './applying.ts';
import { digestOf } from './known-rows.ts';

const BATCH = 1_000;

/** By which verbs people would make and take away the links of a kind. */
const VERBS: Record<PlanSourceKind, readonly [Verb, Verb]> = {
  [PlanSourceKind.RISK]: ['linkRisk', 'unlinkRisk'],
  [PlanSourceKind.FINDING]: ['linkAuditFinding', 'unlinkAuditFinding'],
  [PlanSourceKind.CONTROL]: ['linkControl', 'unlinkControl'],
};

/** A link of a task to what it is about. */
interface SourceLink {
  readonly taskId: string;
  readonly kind: PlanSourceKind;
  readonly id: string;
}

/**
 * Links tasks to the risks, findings and controls that the file says they are about. A link that an earlier file made, and that
 * was taken away here, stays so; one that this file has no more for a task that it still has is taken away.
 * @param ids the tasks of the file that are here, by key.
 * @param altered of them those that are new or changed by what else the file says.
 * @throws PitError FORBIDDEN.
 */
export async function applySources(
  applying: Applying,
  ids: ReadonlyMap<string, string>,
  altered: ReadonlySet<string>,
): Promise<void> {
  const { tx, project, plan, known, tally } = applying;
  const made: SourceLink[] = [];
  const wanted = new Set<string>();
  for (const source of plan.sources) {
    const key = keyOf(source);
    wanted.add(key);
    const taskId = ids.get(source.taskKey);
    if (taskId === undefined || known.find('source', key)?.recordId === taskId) continue;
    made.push(linkOf(taskId, source.kind, source.id));
    known.note('source', key, taskId, digestOf({ key }));
  }
  const { removed, forgotten } = goneOf(applying, ids, wanted);
  for (const { kind } of made) authorise(tx, VERBS[kind][0], relationsInProject(project));
  for (const { kind } of removed) authorise(tx, VERBS[kind][1], relationsInProject(project));
  const changed = new Set([
    ...(await runAll(applying, UNLINK_SOURCES, removed)),
    ...(await runAll(applying, LINK_ORIGINS, made.map(recordOf))),
  ]);
  if (forgotten.length > 0)
    await tx.run(FORGET_IMPORTED_ROWS, [project.id, plan.format, plan.key, 'source', forgotten]);
  const payloads = [...changed].map((taskId) => ({ projectId: project.id, taskId }));
  for (const payload of payloads) tx.emit({ topic: 'pit.integration.update', streamId: project.id, payload });
  const others = payloads.filter(({ taskId }) => !altered.has(taskId)).length;
  tally.add('tasks', 'changed', others);
  tally.add('tasks', 'unchanged', -others);
}

function keyOf({ taskKey, kind, id }: Pick<PlanSource, 'taskKey' | 'kind' | 'id'>): string {
  return `${taskKey}\n${kind}:${id}`;
}

/** A control of SP 800-53 that the file names has the id that a library of controls computes for it. */
function linkOf(taskId: string, kind: PlanSourceKind, id: string): SourceLink {
  return { taskId, kind, id: kind === PlanSourceKind.CONTROL && !isUuid(id) ? controlIdOf(id) : id };
}

/** What earlier files said of tasks that this one still has, and it does not. */
function goneOf(
  { known }: Applying,
  ids: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): { removed: SourceLink[]; forgotten: string[] } {
  const forgotten: string[] = [];
  const removed: SourceLink[] = [];
  for (const key of known.keysOf('source')) {
    const [taskKey = '', source = ''] = key.split('\n');
    const taskId = ids.get(taskKey);
    if (wanted.has(key) || taskId === undefined) continue;
    forgotten.push(key);
    const [kind, id = ''] = source.split(':');
    removed.push(linkOf(taskId, kind as PlanSourceKind, id));
  }
  return { removed, forgotten };
}

/** The item of `LINK_ORIGINS` that a link is. */
function recordOf({ taskId, kind, id }: SourceLink): Record<string, string> {
  if (kind === PlanSourceKind.RISK) return { taskId, riskId: id, riskLinkType: RiskLinkType.RESIDUAL };
  return kind === PlanSourceKind.FINDING ? { taskId, auditFindingId: id } : { taskId, controlId: id };
}

/** The tasks that something was changed of. */
async function runAll(
  { tx }: Applying,
  statement: typeof LINK_ORIGINS | typeof UNLINK_SOURCES,
  items: readonly object[],
): Promise<string[]> {
  const changed: string[] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    const { rows } = await tx.run(statement, [JSON.stringify(items.slice(from, from + BATCH))]);
    for (const { id } of rows) changed.push(id);
  }
  return changed;
}
