import type { Attack } from './attack.ts';
import { costs } from './costs.ts';
import { filters } from './filters.ts';
import { fragments } from './fragments.ts';
import { selections } from './selections.ts';
import { upgrade } from './upgrade.ts';

/** The attacks by name. */
export const ATTACKS: Readonly<Record<string, Attack>> = { costs, filters, fragments, selections, upgrade };
