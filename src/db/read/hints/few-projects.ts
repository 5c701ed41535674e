import { Project } from '../../../../entities/project.ts';
import { Task } from '../../../../entities/task.ts';
import { WatchdogAlert } from '../../../../entities/watchdog-alert.ts';
import { BoundedCache } from '../../../bounded-cache.ts';
import { clock } from '../../../clock.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { boolean } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import { isOverriding } from '../../connection/tenant-context.ts';
import type { Condition } from '../list-conditions.ts';
import { columnOf, tableOf, type EntityClass } from '../table.ts';
import type { TenantReadBatch } from '../tenant-read-batch.ts';

/**
 * Up to so many projects a list is read project by project and sorted; beyond them in its order, passing over what the
 * actor does not see. At 2 million tasks the two cost the same between 50 and 100 projects.
 */
export const MOST_FEW_PROJECTS = 64;
/** How long what was found of an actor holds. What is outdated costs time and never rows. */
const HOLDS_MS = 60_000;
const MOST_ACTORS = 10_000;

export const SEES_FEW = statement('SELECT pit_ops.ctx_sees_few($1::int) AS sees_few', { seesFew: boolean });

interface Found {
  readonly seesFew: boolean;
  /** Milliseconds of the epoch. */
  readonly until: number;
}

const found = new BoundedCache<Found>('actors_of_few_projects', MOST_ACTORS);

/** Lists whose rows are each of one project, by the property that names it. */
const PROJECT_OF = new Map<EntityClass, string>([
  [Project, 'id'],
  [Task, 'projectId'],
  [WatchdogAlert, 'projectId'],
]);

/**
 * For lists of actors who see few projects: that the row belongs to one of those, which all that they see do. It lets the
 * planner begin with the projects. Undefined for other actors and lists; a promise where the database has to be asked.
 */
export function fewProjects(
  reader: TenantReadBatch,
  entity: EntityClass,
): Condition | undefined | Promise<Condition | undefined> {
  const property = PROJECT_OF.get(entity);
  const { actor } = reader;
  // Nothing is hidden from the service and from who overrides.
  if (property === undefined || actor.role === 'service' || isOverriding(actor)) return undefined;
  const key = keyOf(actor);
  const known = found.get(key);
  const now = clock.now().getTime();
  if (known !== undefined && known.until > now && known.until <= now + HOLDS_MS)
    return known.seesFew ? conditionOn(entity, property) : undefined;
  return ask(reader, key).then((seesFew) => (seesFew ? conditionOn(entity, property) : undefined));
}

function conditionOn(entity: EntityClass, property: string): Condition {
  const column = columnOf(tableOf(entity), property).sql;
  return { op: 'expression', sql: () => `${column} = ANY (ARRAY(SELECT pit_ops.ctx_few_projects()))` };
}

async function ask(reader: TenantReadBatch, key: string): Promise<boolean> {
  try {
    const [row] = await reader.aside(SEES_FEW, [MOST_FEW_PROJECTS]);
    const seesFew = row?.seesFew === true;
    found.set(key, { seesFew, until: clock.now().getTime() + HOLDS_MS });
    return seesFew;
  } catch {
    // The list itself says what is wrong.
    return false;
  }
}

function keyOf({ orgId, userId, role, divisionIds }: Actor): string {
  return [orgId, userId, role, ...divisionIds].join(' ');
}
