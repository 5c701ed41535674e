import { TASK_COSTS, TASK_MITIGATIONS } from '../../../db/queries/schedule/preview-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import {
  costByFiscalYear,
  type FiscalYearChange,
  type PlanCosts,
} from '../../../domain/schedule/preview/preview-cost.ts';
import {
  risksChanged,
  type LinkedMitigation,
  type RiskChange,
} from '../../../domain/schedule/preview/preview-risk.ts';
import type { ProjectPreview } from './project-preview.ts';

/** The most links of tasks to risks that a preview goes by. */
const MOST_MITIGATIONS = 20_000;

const knownCosts = new WeakMap<ProjectPreview, Promise<FiscalYearChange[]>>();

/** The cost of each financial year that a preview changes; computed once, however often it is asked for. */
export function readCostByFiscalYear(
  loaders: Loaders,
  previewed: ProjectPreview,
): Promise<FiscalYearChange[]> {
  return once(knownCosts, previewed, () => computeCosts(loaders, previewed));
}

function once<T>(known: WeakMap<ProjectPreview, T>, previewed: ProjectPreview, compute: () => T): T {
  const found = known.get(previewed) ?? compute();
  known.set(previewed, found);
  return found;
}

async function computeCosts(
  loaders: Loaders,
  { request, preview, ground }: ProjectPreview,
): Promise<FiscalYearChange[]> {
  const byTask = await readCosts(loaders, request.projectId);
  const costs: PlanCosts = { byTask, firstMonth: ground.settings.fyStartMonth };
  const { before, after } = preview.pictures;
  return costByFiscalYear(before, after, costs, ground.calendar);
}

const knownRisks = new WeakMap<ProjectPreview, Promise<RiskChange[]>>();

/** The risks that a preview mitigates on another day, as far as tasks of its project do; computed once, as the cost is. */
export function readRiskChanges(loaders: Loaders, previewed: ProjectPreview): Promise<RiskChange[]> {
  return once(knownRisks, previewed, () => computeRisks(loaders, previewed));
}

async function computeRisks(loaders: Loaders, { request, preview }: ProjectPreview): Promise<RiskChange[]> {
  const { before, after } = preview.pictures;
  return risksChanged(before, after, await readMitigations(loaders, request.projectId));
}

function readCosts(loaders: Loaders, projectId: string): Promise<PlanCosts['byTask']> {
  const loader = loaders.custom('previewedCosts', (ids, batch) =>
    Promise.all(
      ids.map(async (id) => {
        const [row] = await batch.rows(TASK_COSTS, [id]);
        return row === undefined ? new Map() : costsOf(row);
      }),
    ),
  );
  return loader.load(projectId);
}

function costsOf(row: { ids: string; capexCents: string; opexCents: string; fyAllocations: string }) {
  const [capex, opex, years] = [row.capexCents, row.opexCents, row.fyAllocations].map(entries);
  return new Map(
    entries(row.ids).map((id, n) => {
      const year = years?.[n];
      const fyAllocation = year === undefined || year === 'NULL' ? null : Number(year);
      return [id, { capexCents: BigInt(capex?.[n] ?? 0), opexCents: BigInt(opex?.[n] ?? 0), fyAllocation }];
    }),
  );
}

function entries(array: string): string[] {
  return array === '{}' ? [] : array.slice(1, -1).split(',');
}

function readMitigations(loaders: Loaders, projectId: string): Promise<LinkedMitigation[]> {
  const loader = loaders.custom('previewedMitigations', (ids, batch) =>
    Promise.all(
      ids.map(async (id) => {
        const rows = await batch.rows(TASK_MITIGATIONS, [id, MOST_MITIGATIONS]);
        return rows.map((row) => ({ ...row, hundredths: BigInt(row.hundredths) }));
      }),
    ),
  );
  return loader.load(projectId);
}
