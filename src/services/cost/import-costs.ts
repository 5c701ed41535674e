import { clock } from '../../clock.ts';
import { COSTS_AT, LOCK_COSTED_PROJECTS, NEWEST_COSTS } from '../../db/queries/cost/cost-record-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { isSameCost, requireContinuation, type RecordedCost } from '../../domain/cost/cost-entry.ts';
import {
  faultOf,
  MOST_FAULTS,
  readCosts,
  type ImportedCost,
  type ImportFault,
  type ReadCosts,
} from '../../domain/cost/cost-import.ts';
import { eachInSteps } from '../../domain/in-steps.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { requireAccess } from '../../domain/directory/project-access.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { relationsOf } from '../plan/projects/authorization.ts';
import { requireWriter } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { inTurns } from '../in-turns.ts';
import { readCostTable } from './cost-table.ts';
import { storeCosts, type NewCost } from './record-cost.ts';

const VERB = 'importCostSnapshots';

export interface ImportCostsInput {
  readonly csv: string;
  readonly isCorrection?: boolean | null;
  readonly dryRun?: boolean | null;
}

/** What came of an import. */
export interface CostImportReport {
  /** Whether anything was stored: not in a dry run, and not where a row is refused. */
  readonly isApplied: boolean;
  readonly rowCount: number;
  /** Rows that are new, and rows that are recorded already as they stand. */
  readonly newCount: number;
  readonly unchangedCount: number;
  readonly faultCount: number;
  readonly faults: readonly ImportFault[];
  readonly projectIds: readonly string[];
}

type Project = RowOfStatement<typeof LOCK_COSTED_PROJECTS>;

/** What stands in a CSV text, before anything is asked of the database. @throws PitError BAD_USER_INPUT for a text that is no such table. */
export async function readCostsOf(csv: string): Promise<ReadCosts> {
  return inTurns(readCosts(await readCostTable(csv), clock.now().toISOString()));
}

/**
 * Records the snapshots of a CSV text, all of them or, where one is refused, none: the report says which, and why. What is
 * recorded already as it stands is left as it is, so that a second run changes nothing.
 * @param table what stands in the text (`readCostsOf`).
 * @throws PitError FORBIDDEN where the actor may not for one of the projects.
 */
export async function importCostSnapshots(
  tx: Tx,
  input: ImportCostsInput,
  table: ReadCosts,
): Promise<CostImportReport> {
  requireWriter(tx);
  const { rows, faults } = table;
  const projects = await lockProjects(tx, rows);
  const isCorrection = input.isCorrection ?? false;
  const sorted = await sortOut(tx, rows, projects, isCorrection);
  const all = [...faults, ...sorted.faults].sort((a, b) => a.line - b.line);
  const isApplied = input.dryRun !== true && all.length === 0 && sorted.fresh.length > 0;
  if (isApplied) await storeCosts(tx, sorted.fresh);
  return {
    isApplied,
    rowCount: rows.length + faults.length,
    newCount: sorted.fresh.length,
    unchangedCount: sorted.unchangedCount,
    faultCount: all.length,
    faults: all.slice(0, MOST_FAULTS),
    projectIds: isApplied ? [...new Set(sorted.fresh.map(({ projectId }) => projectId))] : [],
  };
}

/** The projects that rows name and that the actor sees, by id and by code. */
async function lockProjects(tx: Tx, rows: readonly ImportedCost[]): Promise<ReadonlyMap<string, Project>> {
  if (rows.length === 0) return new Map();
  const named = (name: 'projectId' | 'projectCode'): string[] => [
    ...new Set(rows.flatMap((row) => row[name] ?? [])),
  ];
  const locked = await tx.run(LOCK_COSTED_PROJECTS, [named('projectId'), named('projectCode')]);
  return new Map(
    locked.rows.flatMap((project): [string, Project][] => [
      [project.id, project],
      ...(project.code === null ? [] : [[`code ${project.code}`, project] as [string, Project]]),
    ]),
  );
}

interface SortedCosts {
  readonly fresh: NewCost[];
  readonly faults: ImportFault[];
  unchangedCount: number;
}

async function sortOut(
  tx: Tx,
  rows: readonly ImportedCost[],
  projects: ReadonlyMap<string, Project>,
  isCorrection: boolean,
): Promise<SortedCosts> {
  const sorted: SortedCosts = { fresh: [], faults: [], unchangedCount: 0 };
  const placed: { row: ImportedCost; project: Project }[] = [];
  for (const project of new Set(projects.values())) requirePermission(tx, project);
  const place = (row: ImportedCost): void => {
    try {
      placed.push({ row, project: requireProject(row, projects) });
    } catch (error) {
      sorted.faults.push(faultOf(row.line, error));
    }
  };
  await inTurns(eachInSteps(rows, place));
  const recorded = await readRecorded(tx, placed);
  const seen = new Set<string>();
  for (const { row, project } of placed) {
    const key = `${project.id} ${row.capturedAt}`;
    const newest = recorded.newest.get(project.id) ?? null;
    try {
      if (seen.has(key)) throw twice(row);
      seen.add(key);
      const known = recorded.at.get(key);
      if (known !== undefined && isSameCost(known, row)) sorted.unchangedCount += 1;
      else {
        requireContinuation(row.capturedAt, { newest, isCorrection }, 'captured_at');
        sorted.fresh.push(newCost(row, project, newest));
      }
    } catch (error) {
      sorted.faults.push(faultOf(row.line, error));
    }
  }
  return sorted;
}

function twice({ capturedAt }: ImportedCost): Error {
  return conflict('The file has the project at this moment twice.', {
    field: 'captured_at',
    expected: 'each moment once',
    actual: capturedAt,
  });
}

function newCost(row: ImportedCost, { id }: Project, newest: string | null): NewCost {
  const { line: _line, projectCode: _code, projectId: _id, ...cost } = row;
  return { ...cost, projectId: id, isCorrection: newest !== null && cost.capturedAt <= newest };
}

/** @throws PitError FORBIDDEN. */
function requirePermission(tx: Tx, project: Project): void {
  const { userId, role, overrideReason } = tx.actor;
  const relations = relationsOf(userId, { owners: [project.ownerId], sponsorId: project.sponsorId });
  requireMay(VERB, { role, relations, overrideReason });
}

/** @throws PitError NOT_FOUND, or CONFLICT for a project that is archived. */
function requireProject(row: ImportedCost, projects: ReadonlyMap<string, Project>): Project {
  const name = row.projectId ?? row.projectCode ?? '';
  const project = projects.get(row.projectId ?? `code ${row.projectCode}`);
  if (project === undefined) {
    throw notFound('project', name, row.projectId === null ? 'project_code' : 'project_id');
  }
  requireAccess(VERB, project);
  return project;
}

async function readRecorded(
  tx: Tx,
  placed: readonly { readonly row: ImportedCost; readonly project: Project }[],
): Promise<{ newest: ReadonlyMap<string, string>; at: ReadonlyMap<string, RecordedCost> }> {
  if (placed.length === 0) return { newest: new Map(), at: new Map() };
  const ids = placed.map(({ project }) => project.id);
  const newest = await tx.run(NEWEST_COSTS, [[...new Set(ids)]]);
  const at = await tx.run(COSTS_AT, [ids, placed.map(({ row }) => row.capturedAt)]);
  return {
    newest: new Map(newest.rows.map((row) => [row.projectId, row.capturedAt])),
    at: new Map(at.rows.map((row) => [`${row.projectId} ${row.capturedAt}`, row])),
  };
}
