import type { Attack } from './attack.ts';
import { fragments } from './fragments.ts';

/** The attacks by name. */
export const ATTACKS: Readonly<Record<string, Attack>> = { fragments };
