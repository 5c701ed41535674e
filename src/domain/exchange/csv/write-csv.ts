import { groupBy } from '../../group-by.ts';
import { outlineRows, type ExportedLink, type ExportedPlan, type ExportedTask } from '../exported-plan.ts';

/** The columns of an export, in order; a later release adds to the right. */
export const PIT_COLUMNS = [
  'task_id',
  'project_id',
  'project_code',
  'phase',
  'work_package',
  'name',
  'description',
  'status',
  'priority',
  'owner_email',
  'assignee_emails',
  'start_date',
  'end_date',
  'duration_days',
  'progress_percent',
  'capex_cost',
  'opex_cost',
  'requires_evidence',
  'predecessors',
  'source_module',
  'source_reference_id',
  'early_start',
  'early_finish',
  'total_slack',
  'is_critical',
  'deadline',
] as const;
type PitColumn = (typeof PIT_COLUMNS)[number];

/** Texts that people type: a spreadsheet takes one that begins like this for a formula, and runs it. */
const TYPED: ReadonlySet<PitColumn> = new Set([
  'project_code',
  'phase',
  'work_package',
  'name',
  'description',
  'owner_email',
  'assignee_emails',
  'source_reference_id',
]);
/** Also behind apostrophes: those that somebody typed stay, since an import takes one away. */
const FORMULA = /^'*[=+\-@\t\r]/;
const MARK = '\uFEFF';

/** The two letters of each type of link. */
export const LINK_LETTERS = {
  finish_to_start: 'FS',
  start_to_start: 'SS',
  finish_to_finish: 'FF',
  start_to_finish: 'SF',
} as const;

/**
 * The tasks of a plan as a table (RFC 4180, UTF-8 with a byte order mark, by which spreadsheets know it), line by line. A typed
 * text that a spreadsheet would take for a formula gets an apostrophe, which an import takes away again.
 */
export function* writeCsv(plan: ExportedPlan): Generator<string> {
  yield `${MARK}${PIT_COLUMNS.join(',')}\r\n`;
  const into = groupBy(plan.links, ({ to }) => to);
  let phase = '';
  let workPackage = '';
  for (const row of outlineRows(plan)) {
    if (row.kind === 'phase') [phase, workPackage] = [row.branch.name, ''];
    else if (row.kind === 'package') workPackage = row.branch.name;
    else yield line(valuesOf(plan, row.task, { phase, workPackage, into: into.get(row.task.id) ?? [] }));
  }
}

interface Around {
  readonly phase: string;
  readonly workPackage: string;
  readonly into: readonly ExportedLink[];
}

type Values = Readonly<Record<PitColumn, string | number | boolean | null>>;

function valuesOf(
  { project, users }: ExportedPlan,
  task: ExportedTask,
  { phase, workPackage, into }: Around,
): Values {
  const mailOf = (id: string): string => users.get(id)?.email ?? '';
  return {
    task_id: task.id,
    project_id: project.id,
    project_code: project.code,
    phase,
    work_package: workPackage,
    name: task.name,
    description: task.description,
    status: task.status,
    priority: task.priority,
    owner_email: mailOf(task.ownerId),
    assignee_emails: task.assignees.map(mailOf).filter(Boolean).join(';'),
    start_date: task.startDate,
    end_date: task.endDate,
    duration_days: task.durationDays,
    progress_percent: task.progressPercent,
    capex_cost: task.capexCost,
    opex_cost: task.opexCost,
    requires_evidence: task.requiresEvidence,
    predecessors: into.map(linkText).join(';'),
    source_module: task.sourceModule,
    source_reference_id: task.sourceReferenceId,
    early_start: task.earlyStart,
    early_finish: task.earlyFinish,
    total_slack: task.totalSlack,
    is_critical: task.isCritical,
    deadline: task.deadline,
  };
}

function linkText({ from, type, lagDays }: ExportedLink): string {
  const lag = lagDays === 0 ? '' : `${lagDays > 0 ? '+' : '-'}${Math.abs(lagDays)}d`;
  return `${from}${LINK_LETTERS[type]}${lag}`;
}

function line(values: Values): string {
  return `${PIT_COLUMNS.map((name) => cell(name, String(values[name] ?? ''))).join(',')}\r\n`;
}

function cell(name: PitColumn, text: string): string {
  const plain = TYPED.has(name) && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The text that an export made of a formula, as it was. */
export function withoutApostrophe(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
