import { Project } from '../../../../entities/project.ts';
import { FINISHED_TASKS, FORECAST_TASKS } from '../../../db/queries/cost/forecast-query.ts';
import { ACTUAL_COSTS } from '../../../db/queries/cost/earned-value-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { toDayNumber } from '../../../domain/civil-date.ts';
import { forecastSettingsOf, type ForecastSettings } from '../../../domain/cost/forecast-settings.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { requireMay } from '../../../domain/directory/permissions.ts';
import { requireAccess } from '../../../domain/directory/project-access.ts';
import { conflict, notFound, PitError } from '../../../domain/errors.ts';
import { toCents } from '../../../domain/money.ts';
import { cutText } from '../../../domain/text.ts';
import { isUuid } from '../../../domain/uuid.ts';
import {
  empiricalQuantile,
  GRID,
  tableOf,
  triangularQuantile,
} from '../../../domain/schedule/forecast/duration-model.ts';
import type { ForecastDocument } from '../../../domain/schedule/forecast/forecast-document.ts';
import { forecastNetwork } from '../../../domain/schedule/forecast/forecast-network.ts';
import { requireRuns } from '../../../domain/schedule/forecast/forecast-rules.ts';
import { forecastResult, type ForecastFrame } from '../../../domain/schedule/forecast/forecast-result.ts';
import { historiesOf, kindOf, type DurationHistory } from '../../../domain/schedule/forecast/history.ts';
import { seedOf } from '../../../domain/schedule/forecast/random.ts';
import type { SimulationInput } from '../../../domain/schedule/forecast/simulation.ts';
import type { ProjectSchedule } from '../../../domain/schedule/remaining-work/project-schedule.ts';
import { relationsOf } from '../../plan/projects/authorization.ts';
import { readComputedPlan } from '../../schedule/read-schedule.ts';
import type { ComputedPlan } from '../../schedule/stored-plan.ts';
import type { Command } from '../../transaction/command.ts';
import { readValueGround, type CostReader, type ValueGround } from '../value-ground.ts';
import { aloneOfOrganisation } from './forecast-lease.ts';
import { simulationWorker, type Simulate } from './simulation-worker.ts';

/** A request that also looks at the organisation as a whole, whoever asks. */
export interface ForecastReader extends CostReader {
  readonly actor: Actor;
  asPlatform<T extends object>(name: string, verb: Command<T>): Promise<T>;
}

export interface ForecastInput {
  readonly projectId: string;
  readonly seed?: number | null;
  readonly runs?: number | null;
}

type OpenTask = RowOfStatement<typeof FORECAST_TASKS>;

/**
 * Forecasts when the work that remains of a project ends, and what it costs, by simulation. Nothing is stored. What the
 * organisation's own tasks took is found whatever the caller may see.
 * @throws PitError NOT_FOUND; FORBIDDEN; CONFLICT where there is no open work, dependencies form a cycle or the project is
 * archived; BAD_USER_INPUT for the runs or the seed; LIMIT_EXCEEDED as `SimulationWorker`, and for too large a plan.
 */
export async function makeForecast(reader: ForecastReader, input: ForecastInput): Promise<ForecastDocument> {
  await requirePermission(reader, input.projectId);
  return simulationWorker.alone(reader.actor.orgId, (simulate) =>
    aloneOfOrganisation(reader, () => forecastBy(simulate, reader, input)),
  );
}

async function forecastBy(
  simulate: Simulate,
  reader: ForecastReader,
  input: ForecastInput,
): Promise<ForecastDocument> {
  const ground = await readValueGround(reader);
  const scheduler = { loaders: reader.loaders, orgId: reader.actor.orgId };
  const [computed, tasks, spent] = await Promise.all([
    readComputedPlan(scheduler, input.projectId),
    reader.rows(FORECAST_TASKS, [input.projectId]),
    reader.rows(ACTUAL_COSTS, [[input.projectId], [ground.today], ground.timeZone]),
  ]);
  if (computed === null) throw tooLarge();
  const schedule = requireOpenWork(computed);
  const { seed, runs } = requireRuns(
    input,
    schedule.network.taskCount,
    seedOf(`${computed.plan.projectId} ${computed.plan.planSeq}`),
  );
  const histories = await readHistories(reader, tasks, ground);
  const settings = forecastSettingsOf(ground.settings.forecast);
  const drawn = drawnFrom(computed, schedule, tasks, { histories, settings });
  const simulation = { ...drawn.simulation, seed, runs, correlation: settings.correlation };
  const output = await simulate(simulation);
  const { plan, rules } = computed;
  const paid = spent[0] === undefined ? null : toCents(spent[0].spent);
  return {
    v: 1,
    method: 'monte_carlo',
    seed,
    runs,
    correlation: settings.correlation,
    dataDate: rules.dataDate,
    planSeq: plan.planSeq,
    inputs: {
      factors: { optimistic: settings.optimistic, pessimistic: settings.pessimistic },
      openTasks: drawn.openTasks,
      tasksWithHistory: drawn.tasksWithHistory,
      history: histories
        .map(({ kind, calibration }) => ({ kind: cutText(kind, LONGEST_KIND), ...calibration }))
        .slice(0, MOST_KINDS),
    },
    ...forecastResult(output, frameOf(computed, schedule, paid)),
  };
}

function frameOf(
  { plan, rules }: ComputedPlan,
  { axis, forecastFinish }: ProjectSchedule,
  spent: bigint | null,
): ForecastFrame {
  const promised = plan.promisedFinish;
  return {
    axis,
    dataIndex: axis.indexOf(toDayNumber(rules.dataDate)),
    deterministic: forecastFinish ?? rules.dataDate,
    promised,
    promisedEnd: promised === null ? null : axis.indexAfter(toDayNumber(promised)),
    spent,
    taskIds: plan.facts.tasks.ids,
  };
}

/** Kinds of tasks that a forecast tells of, and how much of their names. */
const MOST_KINDS = 100;
const LONGEST_KIND = 120;

const COLUMNS = {
  properties: ['id', 'name', 'status', 'ownerId', 'sponsorId'],
  signature: 'id,name,status,ownerId,sponsorId',
};

/** Before the work is done; it is asked again where the forecast is stored. */
async function requirePermission({ loaders, actor }: ForecastReader, projectId: string): Promise<void> {
  const project = isUuid(projectId) ? await loaders.one(Project, COLUMNS).load(projectId) : null;
  if (project === null) throw notFound('project', projectId, 'input.projectId');
  const { userId, role, overrideReason } = actor;
  const relations = relationsOf(userId, { owners: [project.ownerId], sponsorId: project.sponsorId });
  requireMay('forecastProject', { role, relations, overrideReason });
  requireAccess('forecastProject', project);
}

function requireOpenWork({ outcome, plan }: ComputedPlan): ProjectSchedule {
  const { schedule, cycle } = outcome;
  if (schedule === null) {
    throw conflict('The dependencies form a cycle, so that the work has no finish.', {
      pit: 'PIT003',
      field: 'input.projectId',
      expected: 'dependencies without a cycle',
      cycle: cycle.map((n) => plan.facts.tasks.ids[n]),
    });
  }
  if (schedule.networkEnd === -Infinity) {
    throw conflict('No work is open, so that there is nothing to forecast.', {
      field: 'input.projectId',
      expected: 'a project with a task that is not complete',
    });
  }
  return schedule;
}

async function readHistories(
  reader: ForecastReader,
  tasks: readonly OpenTask[],
  { calendar }: ValueGround,
): Promise<DurationHistory[]> {
  const kinds = [...new Set(tasks.map(({ phase }) => kindOf(phase)))];
  const { rows } = await reader.asPlatform('forecastHistory', (tx) => tx.run(FINISHED_TASKS, [kinds]));
  return historiesOf(
    rows.map(({ phase, durationDays, actualStart, actualFinish }) => ({
      kind: phase,
      plannedDays: durationDays,
      actualDays: calendar.durationBetween(actualStart, actualFinish),
      finishedOn: actualFinish,
    })),
  );
}

interface Drawn {
  readonly simulation: Pick<SimulationInput, 'network' | 'tables' | 'tableOf' | 'costs'>;
  readonly openTasks: number;
  readonly tasksWithHistory: number;
}

/** What each task is drawn from: the history of its kind, else the triangle of the settings. */
function drawnFrom(
  { plan }: ComputedPlan,
  { network, topology }: ProjectSchedule,
  tasks: readonly OpenTask[],
  { histories, settings }: { histories: readonly DurationHistory[]; settings: ForecastSettings },
): Drawn {
  const triangle = { least: settings.optimistic, mode: 1, most: settings.pessimistic };
  const tables = new Float64Array((histories.length + 1) * GRID);
  tables.set(tableOf((share) => triangularQuantile(triangle, share)));
  histories.forEach(({ ratios }, at) => {
    tables.set(
      tableOf((share) => empiricalQuantile(ratios, share)),
      (at + 1) * GRID,
    );
  });
  const rowOf = new Map(histories.map(({ kind }, at) => [kind, at + 1]));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const forecast = forecastNetwork(network, topology, plan.facts.links);
  const tableOfTask = new Uint16Array(network.taskCount);
  const costs = new Float64Array(network.taskCount);
  let [openTasks, tasksWithHistory] = [0, 0];
  plan.facts.tasks.ids.forEach((id, n) => {
    const task = byId.get(id);
    if (forecast.isDone[n] === 1 || task === undefined) return;
    openTasks += 1;
    tableOfTask[n] = rowOf.get(kindOf(task.phase)) ?? 0;
    if (tableOfTask[n] > 0) tasksWithHistory += 1;
    costs[n] = (Number(toCents(task.cost)) * (100 - task.progressPercent)) / 100;
  });
  return {
    simulation: { network: forecast, tables, tableOf: tableOfTask, costs },
    openTasks,
    tasksWithHistory,
  };
}

function tooLarge(): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The project has too many tasks for a forecast.', {
    field: 'input.projectId',
    expected: 'at most 20,000 tasks',
  });
}
