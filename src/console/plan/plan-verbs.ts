import type { PaletteVerb } from '../palette/verbs.ts';
import { words } from '../words.ts';
import { actsOf, type PlanKeys } from './use-plan-keys.ts';

const KEYS = ['f', 't', '+', '-', 'c', 'l', 'b', ']', '['] as const;

/** What the keys of the plan do, by name. */
export function planVerbs(keys: PlanKeys): readonly PaletteVerb[] {
  const acts = actsOf(keys);
  return KEYS.flatMap((key) => {
    const run = acts[key];
    return run === undefined ? [] : [{ id: `plan ${key}`, label: words.palette.plan[key], about: key, run }];
  });
}
