export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

export type ReadPage<Row> = (first: number, after: string | null) => Promise<Page<Row>>;

const FIRST_PAGE = 100;
const NEXT_PAGE = 500;

/**
 * The rows of a list that are there so far. More come, one page after the other, when somebody gets near their end: a list is
 * read from cursor to cursor, so a row in the middle costs what stands before it.
 */
export class TaskPages<Row extends { readonly id: string }> {
  rows: readonly Row[] = [];
  hasMore = true;
  error: unknown = null;
  private after: string | null = null;
  private wanted = 0;
  private running = false;
  private isOver = false;

  /** @param onChange hears that rows came, or that none could be read. */
  constructor(
    private readonly read: ReadPage<Row>,
    private readonly onChange: () => void,
  ) {}

  /** Reads on until so many rows are there, or all of them. */
  need(count: number): void {
    this.wanted = Math.max(this.wanted, count);
    void this.run();
  }

  /** Tries again after an error. */
  again(): void {
    this.error = null;
    void this.run();
  }

  /** What comes from now on is dropped. */
  end(): void {
    this.isOver = true;
  }

  /** Puts a newer state of a row in its place; false where it is not among those read. */
  replace(row: Row): boolean {
    if (!this.rows.some(({ id }) => id === row.id)) return false;
    this.rows = this.rows.map((each) => (each.id === row.id ? row : each));
    this.onChange();
    return true;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (!this.isOver && this.hasMore && this.error === null && this.rows.length < this.wanted)
      await this.readNext();
    this.running = false;
  }

  private async readNext(): Promise<void> {
    const missing = this.wanted - this.rows.length;
    const first = this.rows.length === 0 && missing <= FIRST_PAGE ? FIRST_PAGE : NEXT_PAGE;
    try {
      const { nodes, endCursor, hasNextPage } = await this.read(first, this.after);
      this.rows = [...this.rows, ...nodes];
      this.after = endCursor;
      this.hasMore = hasNextPage;
    } catch (error) {
      this.error = error;
    }
    if (!this.isOver) this.onChange();
  }
}
