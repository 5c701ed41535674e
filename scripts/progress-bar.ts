import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long work is: a bar on a terminal, nothing where the output goes into a file or a pipe. */
export function progressBar(label: string, total: number): { advance(by: number): void; stop(): void } {
  const bar = new SingleBar(
    { format: `${label} {bar} {percentage} %`, noTTYOutput: false, clearOnComplete: true },
    Presets.shades_classic,
  );
  if (process.stderr.isTTY) bar.start(total, 0);
  return { advance: (by) => bar.increment(by), stop: () => bar.stop() };
}
