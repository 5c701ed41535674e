import type { PlanGraph } from '../mutations/mutations.ts';

/** What a preview is asked for in tests. */
const PREVIEW = `token isEmpty before { finish finishVarianceDays criticalTaskCount }
  after { finish finishVarianceDays criticalTaskCount }
  moved(first: 1000) { totalCount nodes { task { id name } startBefore startAfter endBefore endAfter shiftDays
    wasCritical isCritical slackBefore slackAfter because { kind dependency { id } predecessor { name } } } }
  costByFiscalYear { fiscalYear capexBefore capexAfter opexBefore opexAfter }
  risks { risk { id } mitigationPercent fullBefore fullAfter lostPointDays }`;

interface Summary {
  readonly finish: string | null;
  readonly finishVarianceDays: number | null;
  readonly criticalTaskCount: number;
}

export interface ShownPreview {
  readonly token: string;
  readonly isEmpty: boolean;
  readonly before: Summary;
  readonly after: Summary;
  readonly moved: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly task: { readonly id: string; readonly name: string } | null;
      readonly startAfter: string | null;
      readonly endAfter: string | null;
      readonly shiftDays: number | null;
      readonly because: { readonly kind: string; readonly predecessor: { readonly name: string } | null };
    }[];
  };
  readonly costByFiscalYear: readonly Record<string, string | number>[];
  readonly risks: readonly Record<string, unknown>[];
}

const QUERY = `query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { ${PREVIEW} } }`;

/** The preview of a change; a refusal fails the test. */
export async function previewOf(
  api: PlanGraph,
  input: object,
  actor = api.plan.actor(),
): Promise<ShownPreview> {
  const { data, errors } = await api.graph.ask(actor, QUERY, { input });
  if (errors !== undefined) throw new Error(`the preview was refused: ${JSON.stringify(errors)}`);
  return data?.['previewSchedule'] as ShownPreview;
}

/** The `extensions` of a preview's refusal; an answer fails the test. */
export async function previewRefusal(
  api: PlanGraph,
  input: object,
  actor = api.plan.actor(),
): Promise<Record<string, unknown>> {
  const query = `query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { token } }`;
  const { errors } = await api.graph.ask(actor, query, { input });
  const [error] = errors ?? [];
  if (error === undefined) throw new Error('the preview was not refused');
  return error.extensions;
}

/** Names of the moved tasks with the days by which they move. */
export function shiftsOf({ moved }: Pick<ShownPreview, 'moved'>): Record<string, number | null> {
  return Object.fromEntries(moved.nodes.map(({ task, shiftDays }) => [task?.name ?? '', shiftDays]));
}
