import type { Sample } from './arena.ts';

const COLUMNS = [
  ['connections', 11],
  ['who', 8],
  ['requests/s', 11],
  ['p50 ms', 8],
  ['p99 ms', 8],
  ['CPU us', 8],
  ['statements', 11],
  ['trips', 6],
  ['KB', 7],
  ['ratio', 7],
] as const;

/** The title of one question's table. */
export function printHeading(name: string, about: string): void {
  console.log(`\n${name}  ${about}`);
  printRow(COLUMNS.map(([title]) => title));
}

/** Medians of both competitors at one number of connections; the ratio is of requests per second. */
export function printLine(connections: number, service: readonly Sample[], bare: readonly Sample[]): void {
  const ratio = median(service.map(rate)) / median(bare.map(rate));
  printRow(rowOf(String(connections), 'service', service, ratio.toFixed(2)));
  printRow(rowOf('', 'bare', bare, ''));
}

function rowOf(connections: string, who: string, samples: readonly Sample[], ratio: string): string[] {
  const of = (key: Exclude<keyof Sample, 'failures'>): number => median(samples.map((sample) => sample[key]));
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0);
  return [
    connections,
    who,
    median(samples.map(rate)).toFixed(0),
    of('p50').toFixed(2),
    of('p99').toFixed(2),
    of('cpu').toFixed(0),
    of('statements').toFixed(1),
    of('roundTrips').toFixed(1),
    (of('bytes') / 1024).toFixed(1),
    failures === 0 ? ratio : `${failures} failed`,
  ];
}

function printRow(cells: readonly string[]): void {
  console.log(COLUMNS.map(([, width], i) => (cells[i] ?? '').padStart(width)).join(' '));
}

function rate({ requests, seconds }: Sample): number {
  return requests / seconds;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
