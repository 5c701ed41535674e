import { step } from '../../../db/connection/pipeline.ts';
import {
  EXPORTED_NUMBERS,
  EXPORTED_PACKAGES,
  EXPORTED_PHASES,
  EXPORTED_PROJECT,
  EXPORTED_SOURCES,
  EXPORTED_TASKS,
  EXPORTED_USERS,
} from '../../../db/queries/exchange/exported-plan-query.ts';
import { EXPORTED_EVIDENCE } from '../../../db/queries/exchange/exported-evidence-query.ts';
import { LINKS_OF_PROJECT } from '../../../db/queries/exchange/imported-row-query.ts';
import { allowLongTransaction } from '../../../db/write/long-transaction.ts';
import { calendarRuleOf } from '../../../domain/directory/organisation-settings.ts';
import {
  ExportFormat,
  type ExportedPlan,
  type ExportedTask,
} from '../../../domain/exchange/exported-plan.ts';
import { PACKAGE_LIMITS } from '../../../domain/exchange/package/package-files.ts';
import { PlanFormat } from '../../../domain/exchange/plan-document.ts';
import { notFound, PitError } from '../../../domain/errors.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import type { Tx } from '../../transaction/command.ts';

/** Tasks that one statement reads. */
const BATCH = 2_000;

/** A piece of evidence with what it proves. */
export type ExportedEvidence = RowOfStatement<typeof EXPORTED_EVIDENCE>;

/** What goes into a file: the plan, and where the format has it, the evidence of its work. */
export interface Exported {
  readonly plan: ExportedPlan;
  /** Empty where the format has none. */
  readonly evidence: readonly ExportedEvidence[];
}

/**
 * What the actor sees of a project now, as far as the format holds it.
 * @throws PitError NOT_FOUND as `readExportedPlan`; LIMIT_EXCEEDED, PIT010, for more evidence than one file takes.
 */
export async function readExported(tx: Tx, projectId: string, format: ExportFormat): Promise<Exported> {
  const plan = await readExportedPlan(tx, projectId);
  const hasEvidence = format === ExportFormat.EVIDENCE || format === ExportFormat.ARCHIVE;
  return { plan, evidence: hasEvidence ? await readEvidence(tx, projectId) : [] };
}

async function readEvidence(tx: Tx, projectId: string): Promise<readonly ExportedEvidence[]> {
  const { rows } = await tx.run(EXPORTED_EVIDENCE, [projectId, PACKAGE_LIMITS.evidence + 1]);
  requireAtMost('pieces of evidence', rows.length, PACKAGE_LIMITS.evidence);
  requireAtMost(
    'bytes of evidence',
    rows.reduce((sum, { metadata }) => sum + (Number(metadata['size']) || 0), 0),
    PACKAGE_LIMITS.evidenceBytes,
  );
  return rows;
}

function requireAtMost(what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new PitError('LIMIT_EXCEEDED', `The project has more ${what} than one export holds.`, {
    pit: 'PIT010',
    field: 'input.format',
    expected: `at most ${most} ${what}`,
    actual: count,
  });
}

/**
 * A project as the actor sees it now.
 * @throws PitError NOT_FOUND for a project that is deleted or not to be seen.
 */
export async function readExportedPlan(tx: Tx, projectId: string): Promise<ExportedPlan> {
  await allowLongTransaction(tx);
  const [[project], phases, packages, numbers, keys, links, sources] = await tx.pipeline([
    step(EXPORTED_PROJECT, [projectId]),
    step(EXPORTED_PHASES, [projectId]),
    step(EXPORTED_PACKAGES, [projectId]),
    step(EXPORTED_NUMBERS, [projectId, PlanFormat.MSPDI]),
    step(EXPORTED_NUMBERS, [projectId, PlanFormat.OSCAL_POAM]),
    step(LINKS_OF_PROJECT, [projectId]),
    step(EXPORTED_SOURCES, [projectId]),
  ]);
  if (project === undefined) throw notFound('project', projectId, 'input.projectId');
  const tasks = await readTasks(tx, projectId);
  const ids = new Set(tasks.map(({ id }) => id));
  const people = [...new Set(tasks.flatMap(({ ownerId, assignees }) => [ownerId, ...assignees]))];
  const { rows: users } = await tx.run(EXPORTED_USERS, [people]);
  return {
    project,
    phases,
    packages,
    tasks,
    links: links.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    sources: sourcesByTask(sources),
    users: new Map(users.map(({ id, name, email }) => [id, { name, email }])),
    numbers: new Map(numbers.map(({ key, recordId }) => [recordId, key])),
    oscal: {
      keys: new Map(keys.map(({ key, recordId }) => [recordId, key])),
      system: keys[0]?.planKey ?? null,
    },
    rule: calendarRuleOf(tx.settings),
    calendar: tx.calendar,
    today: tx.today,
  };
}

function sourcesByTask(rows: readonly RowOfStatement<typeof EXPORTED_SOURCES>[]): ExportedPlan['sources'] {
  const sources = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const known = sources.get(row.taskId);
    if (known === undefined) sources.set(row.taskId, [row]);
    else known.push(row);
  }
  return sources;
}

async function readTasks(tx: Tx, projectId: string): Promise<ExportedTask[]> {
  const tasks: ExportedTask[] = [];
  for (let last: string | null = null; ;) {
    const { rows }: { rows: ExportedTask[] } = await tx.run(EXPORTED_TASKS, [projectId, last, BATCH]);
    for (const task of rows) tasks.push(task);
    last = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return tasks;
  }
}
