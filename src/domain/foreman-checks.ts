import type { Demand } from './foreman-demand.ts';
import type { CatalogFacts } from './foreman-facts.ts';
import { accessDemands, guardDemands, orphanDemands, partitionDemands } from './foreman-guards.ts';
import { enumDemands, namingDemands, structureDemands, tableDemands } from './foreman-structure.ts';
import { SPECIFIED_ENUMS } from './specification/enums.ts';
import { NO_ORPHANS, SPECIFIED_TABLES } from './specification/specification.ts';

/**
 * The Foreman's checks (section 16 of the schema specification) of a live database: every demand, met or not.
 * Of a table that is missing only that is said.
 */
export function checkDatabase(facts: CatalogFacts): Demand[] {
  const tables = new Map(facts.tables.map((table) => [table.name, table]));
  const each = SPECIFIED_TABLES.flatMap((spec) => {
    const table = tables.get(spec.name);
    if (table === undefined) return [];
    return [
      ...structureDemands(spec, table),
      ...guardDemands(spec, table),
      ...partitionDemands(spec, table, facts.today),
    ];
  });
  return [
    ...tableDemands(SPECIFIED_TABLES, facts),
    ...enumDemands(SPECIFIED_ENUMS, facts),
    ...namingDemands(facts),
    ...each,
    ...orphanDemands(NO_ORPHANS, facts),
    ...accessDemands(facts),
  ];
}

/** How many demands of each group are met, groups in the order in which they first appear. */
export function countByGroup(demands: readonly Demand[]): Map<string, { met: number; of: number }> {
  const groups = new Map<string, { met: number; of: number }>();
  for (const { name, met } of demands) {
    const group = name.slice(0, name.indexOf('.'));
    const count = groups.get(group) ?? { met: 0, of: 0 };
    groups.set(group, { met: count.met + (met ? 1 : 0), of: count.of + 1 });
  }
  return groups;
}
