import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { Cell } from './csv-cells.ts';
import type { CsvRole } from './csv-mapping.ts';

/** A record of the file and the line that it begins in. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table as it was read: its header and its records. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly lines: readonly CsvLine[];
}

/** One record by the roles of its columns. */
export class CsvRow {
  readonly line: number;
  private readonly cells: readonly string[];

  constructor(
    { line, cells }: CsvLine,
    private readonly header: readonly string[],
    private readonly places: ReadonlyMap<CsvRole, readonly number[]>,
    private readonly warnings: PlanWarnings,
  ) {
    this.line = line;
    this.cells = cells;
  }

  get where(): string {
    return `line ${this.line}`;
  }

  /** The first text of a role; null where there is none. */
  text(role: CsvRole): string | null {
    return this.texts(role)[0] ?? null;
  }

  /** All texts of a role: a header may stand several times. */
  texts(role: CsvRole): string[] {
    return (this.places.get(role) ?? [])
      .map((at) => this.cells[at]?.trim() ?? '')
      .filter((text) => text !== '');
  }

  /** Where a role stands, for warnings. */
  at(role: CsvRole): string {
    const [index = -1] = this.places.get(role) ?? [];
    return `${this.where}, ${this.header[index]?.trim() ?? role}`;
  }

  /** The value of a role; null without one, and with a warning where it cannot be read. */
  value<T>(role: CsvRole, read: (text: string) => Cell<T>): T | null {
    const text = this.text(role);
    if (text === null) return null;
    const cell = read(text);
    if ('value' in cell) return cell.value;
    this.warnings.add(
      PlanWarningKind.CELL,
      this.at(role),
      `"${text.slice(0, 60)}" is ${cell.fault}, and is left out`,
    );
    return null;
  }
}
