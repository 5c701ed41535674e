// Counts, from the city's file alone, what the watchdog has to find in it on a day: `node recount.mjs <file> <day>`.
// A program of its own: nothing here is ours but the rules, written down once more.
import { readFileSync } from 'node:fs';

const [file, day] = process.argv.slice(2);

/** The cells of each line; a cell in quotes may hold commas, line breaks and doubled quotes. */
function linesOf(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    lines.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',' && end !== '') lines.push([]);
    if (end === '') break;
  }
  return lines.filter((cells) => cells.join('') !== '');
}

/** `7/31/2024` as `2024-07-31`; a programme's name in its place is no day. */
function dayOf(text) {
  const parts = text.split('/');
  if (parts.length !== 3) return null;
  return [parts[2], parts[0].padStart(2, '0'), parts[1].padStart(2, '0')].join('-');
}

/** Cents; a programme's name in its place is no amount, and a negative one is a booking. */
function centsOf(text) {
  const [dollars, cents = ''] = text.split('.');
  return /^\d+$/.test(dollars) ? BigInt(dollars + cents.padEnd(2, '0')) : 0n;
}

const shown = (cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
const [header, ...rows] = linesOf(readFileSync(file, 'utf8'));
const place = (name) => header.findIndex((each) => each.trim() === name);
const column = {
  dsf: place('DSF Number(s)'),
  description: place('Project Description'),
  status: place('Project Status Name'),
  end: place('Project Phase Planned End Date'),
  estimate: place('Final Estimate of Actual Costs Through End of Phase Amount'),
  spent: place('Total Phase Actual Spending Amount'),
};

const projects = new Map();
for (const row of rows) {
  const cell = (name) => row[column[name]].trim();
  const key = `${cell('dsf') === 'NULL' ? 'none' : cell('dsf')} | ${cell('description')}`;
  const project = projects.get(key) ?? { rows: 0, complete: 0, begun: 0, late: [], estimate: 0n, spent: 0n };
  projects.set(key, project);
  const isComplete = cell('status') === 'Complete';
  project.rows += 1;
  project.complete += isComplete ? 1 : 0;
  project.begun += isComplete || cell('status') === 'In-Progress' ? 1 : 0;
  project.estimate += centsOf(cell('estimate'));
  project.spent += centsOf(cell('spent'));
  const end = dayOf(cell('end'));
  if (end !== null && end < day && !isComplete) project.late.push(end);
}

const isLongLate = (end) => Date.parse(day) - Date.parse(end) > 2 * 86_400_000;
const answer = { overdue: {}, clusters: {}, spikes: {} };
for (const [key, { rows: all, complete, begun, late, estimate, spent }] of projects) {
  // Where nothing has begun the project is a draft, and where all is complete it is over.
  if (begun === 0 || complete === all) continue;
  if (late.length > 0) answer.overdue[key] = { all: late.length, long: late.filter(isLongLate).length };
  if (late.length >= 2 && late.length * 10 > all) answer.clusters[key] = `${late.length} of the ${all}`;
  const isSpike = estimate === 0n ? spent > 0n : spent * 2n > estimate * 3n;
  if (isSpike) answer.spikes[key] = `${shown(spent)} of ${shown(estimate)}`;
}
process.stdout.write(JSON.stringify(answer));
