/** A cell of a grid, counted from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page has. */
  readonly page: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** By how many rows and columns a key leads on; more than there are leads to the last. */
function stepsOf(
  key: string,
  isFar: boolean,
  { rows, columns, page }: Size,
): readonly [number, number] | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [isFar ? rows : 1, 0],
    ArrowUp: [isFar ? -rows : -1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    PageDown: [page, 0],
    PageUp: [-page, 0],
    Home: [isFar ? -rows : 0, -columns],
    End: [isFar ? rows : 0, columns],
  };
  return steps[key] ?? null;
}

/** The cell to which a key leads, as a spreadsheet has it; null where the key leads nowhere. */
export function cellAfter({ row, column }: Place, key: Key, size: Size): Place | null {
  if (key.altKey || size.rows === 0) return null;
  const steps = stepsOf(key.key, key.ctrlKey || key.metaKey, size);
  if (steps === null) return null;
  const [rows, columns] = steps;
  return {
    row: Math.max(0, Math.min(size.rows - 1, row + rows)),
    column: Math.max(0, Math.min(size.columns - 1, column + columns)),
  };
}
