import { HIERARCHY_TABLES } from './hierarchy.ts';
import { LINK_TABLES } from './links.ts';
import { OVERSIGHT_TABLES } from './oversight.ts';
import { PEOPLE_TABLES } from './people.ts';
import { PLANNING_TABLES } from './planning.ts';
import { PROOF_TABLES } from './proof.ts';
import type { TableSpec } from './table.ts';

/** Everything that may stand in the schema `pit`: the specification's 28 tables, organisation and division. */
export const SPECIFIED_TABLES: readonly TableSpec[] = [
  ...PEOPLE_TABLES,
  ...HIERARCHY_TABLES,
  ...PLANNING_TABLES,
  ...PROOF_TABLES,
  ...OVERSIGHT_TABLES,
  ...LINK_TABLES,
];

/** Section 16: tables whose rows must have their parents, with the columns that lead there. */
export const NO_ORPHANS = ['phase', 'work_package', 'task', 'subtask'] as const;
