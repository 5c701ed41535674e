import { formatCount } from '../state/format.ts';

/** What is said wherever a list is handed over as a file. */
export const exportWords = {
  export: 'Export CSV',
  exporting: (count: number): string => `${formatCount(count)} rows so far`,
} as const;
