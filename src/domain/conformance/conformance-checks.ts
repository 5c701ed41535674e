import type { Requirement } from './requirement.ts';
import type { CatalogFacts } from './catalog-facts.ts';
import {
  accessRequirements,
  guardRequirements,
  orphanRequirements,
  partitionRequirements,
  figureRequirements,
} from './guard-requirements.ts';
import {
  enumRequirements,
  namingRequirements,
  structureRequirements,
  tableRequirements,
} from './structure-requirements.ts';
import { SPECIFIED_ENUMS } from './specification/enums.ts';
import { NO_ORPHANS, SPECIFIED_TABLES } from './specification/specification.ts';

/**
 * The Foreman's checks (section 16 of the schema specification) of a live database: every demand, met or not.
 * Of a table that is missing only that is said.
 */
export function checkDatabase(facts: CatalogFacts): Requirement[] {
  const tables = new Map(facts.tables.map((table) => [table.name, table]));
  const each = SPECIFIED_TABLES.flatMap((spec) => {
    const table = tables.get(spec.name);
    if (table === undefined) return [];
    return [
      ...structureRequirements(spec, table),
      ...guardRequirements(spec, table),
      ...partitionRequirements(spec, table, facts.today),
    ];
  });
  return [
    ...tableRequirements(SPECIFIED_TABLES, facts),
    ...enumRequirements(SPECIFIED_ENUMS, facts),
    ...namingRequirements(facts),
    ...each,
    ...orphanRequirements(NO_ORPHANS, facts),
    ...figureRequirements(facts),
    ...accessRequirements(facts),
  ];
}

/** How many demands of each group are met, groups in the order in which they first appear. */
export function countByGroup(demands: readonly Requirement[]): Map<string, { met: number; of: number }> {
  const groups = new Map<string, { met: number; of: number }>();
  for (const { name, met } of demands) {
    const group = name.slice(0, name.indexOf('.'));
    const count = groups.get(group) ?? { met: 0, of: 0 };
    groups.set(group, { met: count.met + (met ? 1 : 0), of: count.of + 1 });
  }
  return groups;
}
