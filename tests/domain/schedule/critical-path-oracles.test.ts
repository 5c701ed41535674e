import { readdirSync, readFileSync } from 'node:fs';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { buildNetwork, shownDates, type ScheduledLink } from '../../../src/domain/schedule/network.ts';
import { computeSchedule, type Schedule } from '../../../src/domain/schedule/critical-path.ts';
import { DependencyType } from '../../../src/domain/enums.ts';

const psplib = new URL('../../oracles/psplib/', import.meta.url);
const msproject = new URL('../../oracles/msproject/', import.meta.url);

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const ones = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

function numbersOf(line: string): number[] {
  return line.trim().split(/\s+/).map(Number);
}

/** The activities of a PSPLIB single-mode file: durations in order, and finish-to-start links by number. */
function readPsplib(text: string): { mpmTime: number; durations: number[]; links: [number, number][] } {
  const sections = text.split(/\*{10,}\n/);
  const body = (title: string): string[] =>
    (sections.find((section) => section.startsWith(title)) ?? '').trim().split('\n').slice(2);
  const information = (sections.find((section) => section.startsWith('PROJECT INFORMATION')) ?? '').split(
    '\n',
  );
  return {
    mpmTime: numbersOf(information[2] ?? '')[5] ?? NaN,
    durations: body('REQUESTS/DURATIONS')
      .filter((line) => /^\s*\d/.test(line))
      .map((line) => numbersOf(line)[2] ?? NaN),
    links: body('PRECEDENCE RELATIONS')
      .map(numbersOf)
      .flatMap(([job = 0, , , ...successors]) => successors.map((s): [number, number] => [job - 1, s - 1])),
  };
}

function schedulePsplib(file: string): { mpmTime: number; schedule: Schedule } {
  const { mpmTime, durations, links } = readPsplib(readFileSync(new URL(file, psplib), 'utf8'));
  const schedule = computeSchedule({
    nodeCount: durations.length,
    durations: Int32Array.from(durations),
    from: Int32Array.from(links, ([from]) => from),
    to: Int32Array.from(links, ([, to]) => to),
    weights: Int32Array.from(links, ([from]) => durations[from] ?? NaN),
  });
  return { mpmTime, schedule };
}

const expected = readFileSync(new URL('expected.csv', psplib), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));

test('all 48 PSPLIB networks are here', () => {
  expect(readdirSync(psplib).filter((file) => file.endsWith('.sm'))).toHaveLength(48);
  expect(expected).toHaveLength(48);
});

test.each(expected)('%s %s: length, critical count and floats', (...row) => {
  const [, file = '', activities, arcs, , , cpm, criticalCount, totalFloat, freeFloat] = row;
  const { mpmTime, schedule } = schedulePsplib(file);
  expect({
    mpmTime,
    length: schedule.length,
    activities: schedule.earlyStart.length,
    arcs: schedule.driving.length,
    criticalCount: ones(schedule.critical),
    totalFloat: sum(schedule.totalFloat),
    freeFloat: sum(schedule.freeFloat),
  }).toEqual({
    mpmTime: Number(cpm),
    length: Number(cpm),
    activities: Number(activities),
    arcs: Number(arcs),
    criticalCount: Number(criticalCount),
    totalFloat: Number(totalFloat),
    freeFloat: Number(freeFloat),
  });
});

interface ProjectTask {
  uid: number;
  parent: number | null;
  summary: boolean;
  preds: { uid: number; type: 'FF' | 'FS' | 'SF' | 'SS'; lag_min: number }[];
  expect: { early_start: string; early_finish: string };
  days?: {
    duration: number;
    es: number;
    ef: number;
    ls: number;
    lf: number;
    total_slack: number;
    free_slack: number;
  };
}

interface ProjectFile {
  project_start: string;
  minutes_per_day: number;
  tasks: ProjectTask[];
}

const LINK_TYPES = {
  FF: DependencyType.FINISH_TO_FINISH,
  FS: DependencyType.FINISH_TO_START,
  SF: DependencyType.START_TO_FINISH,
  SS: DependencyType.START_TO_START,
} as const;

/** The links of a plan, those of a summary task spread over the tasks under it. */
function linksOf({ tasks, minutes_per_day: minutesPerDay }: ProjectFile): ScheduledLink[] {
  const leavesUnder = (uid: number): number[] => {
    const children = tasks.filter((task) => task.parent === uid);
    return children.length === 0 ? [uid] : children.flatMap((child) => leavesUnder(child.uid));
  };
  return tasks.flatMap((task) =>
    task.preds.flatMap(({ uid, type, lag_min: lag }) =>
      leavesUnder(uid).flatMap((predecessor) =>
        leavesUnder(task.uid).map((successor) => ({
          predecessorId: String(predecessor),
          successorId: String(successor),
          type: LINK_TYPES[type],
          lagDays: lag / minutesPerDay,
        })),
      ),
    ),
  );
}

function hasOwnSuccessor({ tasks }: ProjectFile, uid: number): boolean {
  return tasks.some((task) => task.preds.some((predecessor) => predecessor.uid === uid));
}

const projectFiles = readdirSync(msproject);

test.each(projectFiles)('%s: as Microsoft Project computed it', (file) => {
  const plan = JSON.parse(readFileSync(new URL(file, msproject), 'utf8')) as ProjectFile;
  const leaves = plan.tasks.filter((task) => !task.summary);
  const origin = { calendar: new WorkCalendar(), projectStart: plan.project_start.slice(0, 10) };
  const network = buildNetwork(
    leaves.map((task) => ({ id: String(task.uid), durationDays: task.days?.duration ?? NaN })),
    linksOf(plan),
    origin,
  );
  const schedule = computeSchedule(network);
  leaves.forEach((task, node) => {
    const computed = {
      es: schedule.earlyStart[node],
      ef: schedule.earlyFinish[node],
      ls: schedule.lateStart[node],
      lf: schedule.lateFinish[node],
      total_slack: schedule.totalFloat[node],
      // Microsoft Project does not call it a direct successor when only the summary above is linked.
      free_slack: (hasOwnSuccessor(plan, task.uid) ? schedule.freeFloat : schedule.totalFloat)[node],
      duration: task.days?.duration,
    };
    expect({ uid: task.uid, ...computed }).toEqual({ uid: task.uid, ...task.days });
    const dates = shownDates(computed.es ?? NaN, computed.ef ?? NaN, origin);
    expect({ uid: task.uid, end: dates.end }).toEqual({
      uid: task.uid,
      end: task.expect.early_finish.slice(0, 10),
    });
    if (computed.duration !== 0) expect(dates.start).toBe(task.expect.early_start.slice(0, 10));
  });
});
