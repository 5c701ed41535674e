/** What a warning is about; counted apart from each other. */
export const PlanWarningKind = {
  CALENDAR: 'calendar',
  CELL: 'cell',
  CONSTRAINT: 'constraint',
  DATES: 'dates',
  LEFT_OUT: 'left_out',
  LINK: 'link',
  OUTLINE: 'outline',
  PERSON: 'person',
  PROGRESS: 'progress',
  TEXT: 'text',
} as const;
export type PlanWarningKind = (typeof PlanWarningKind)[keyof typeof PlanWarningKind];

/** Something that was not taken over as the file has it. */
export interface PlanWarning {
  readonly kind: PlanWarningKind;
  /** Where in the file: `line 12, Start`, `task 4`. */
  readonly where: string;
  readonly message: string;
}

/** Warnings that are named one by one; beyond them only the counts grow. */
export const MOST_WARNINGS_SHOWN = 20;
/** Characters of a warning: what it quotes is the file's, and may be long. */
const LONGEST = 300;

/** Collects warnings: all are counted by kind, the first twenty are kept. */
export class PlanWarnings {
  readonly shown: PlanWarning[] = [];
  private readonly counted = new Map<PlanWarningKind, number>();

  add(kind: PlanWarningKind, where: string, message: string): void {
    this.counted.set(kind, (this.counted.get(kind) ?? 0) + 1);
    if (this.shown.length >= MOST_WARNINGS_SHOWN) return;
    this.shown.push({ kind, where: where.slice(0, LONGEST), message: message.slice(0, LONGEST) });
  }

  get total(): number {
    return [...this.counted.values()].reduce((sum, count) => sum + count, 0);
  }

  /** How many there are of each kind, the kinds in alphabetical order. */
  counts(): { readonly kind: PlanWarningKind; readonly count: number }[] {
    return [...this.counted]
      .map(([kind, count]) => ({ kind, count }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }
}
