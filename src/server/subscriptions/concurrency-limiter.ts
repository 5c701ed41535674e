/** Lets so many through at a time; the others wait for their turn, in the order in which they came. */
export class ConcurrencyLimiter {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async run<T>(errand: () => Promise<T>): Promise<T> {
    if (this.inside < this.most) this.inside += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await errand();
    } finally {
      // Who is next takes the place of who leaves, so that nobody gets in between.
      const next = this.waiting.shift();
      if (next === undefined) this.inside -= 1;
      else next();
    }
  }
}
