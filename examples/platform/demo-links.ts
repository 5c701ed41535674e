import { askGraph } from './ask-graph.ts';

/** One task of the demonstration, and what it is work on. */
interface Mitigation {
  readonly projectCode: string;
  /** Begins the name of the task. */
  readonly task: string;
  readonly riskId: string;
  /** Percent of the risk that the task takes away once it is done. */
  readonly expected: number;
  readonly findingId?: string;
  /** Who gets credits for it in the skills portal. */
  readonly creditTo?: string;
}

const ELECTRICAL_ROOM = 'DSF0000898235';
const SWITCHGEAR_RISK = '00000000-0000-4000-a000-000100000001';
const INSULATION_FINDING = '00000000-0000-4000-b000-000100000001';
const SIGNATURE_FINDING = '00000000-0000-4000-b000-000100000002';
const MAYA = '00000000-0000-4000-8000-000100000011';

const MITIGATIONS: readonly Mitigation[] = [
  {
    projectCode: ELECTRICAL_ROOM,
    task: 'Design',
    riskId: SWITCHGEAR_RISK,
    expected: 20,
    findingId: SIGNATURE_FINDING,
  },
  {
    projectCode: ELECTRICAL_ROOM,
    task: 'Construction',
    riskId: SWITCHGEAR_RISK,
    expected: 60,
    findingId: INSULATION_FINDING,
    creditTo: MAYA,
  },
  {
    projectCode: 'DSF0001033656',
    task: 'Construction',
    riskId: '00000000-0000-4000-a000-000100000003',
    expected: 80,
  },
];

/** What the examples speak of. */
export interface DemoLinks {
  readonly riskId: string;
  readonly projectId: string;
  /** A task that has yet to be done. */
  readonly taskId: string;
}

interface FoundTask {
  readonly id: string;
  readonly name: string;
  readonly linkedRiskMitigationPct: number | null;
}
interface FoundProject {
  readonly id: string;
  readonly phases: readonly { readonly tasks: { readonly nodes: readonly FoundTask[] } }[];
}

/**
 * Links tasks of the demonstration to what the siblings own, as its users would: by PIT's own mutations. A link that is
 * there is found and not doubled, so this may run at every start.
 *
 * @param token of somebody who may change the demonstration's projects.
 */
export async function linkDemo(pitUrl: string, token: string): Promise<DemoLinks> {
  let last: DemoLinks | undefined;
  for (const mitigation of MITIGATIONS) {
    const { projectId, task } = await findTask(pitUrl, token, mitigation);
    await askGraph(pitUrl, mutationFor(mitigation, task), { token });
    const { riskId } = mitigation;
    if (mitigation.creditTo !== undefined) last = { riskId, projectId, taskId: task.id };
  }
  if (last === undefined) throw new Error('No mitigation earns a credit.');
  return last;
}

async function findTask(
  pitUrl: string,
  token: string,
  { projectCode, task }: Mitigation,
): Promise<{ projectId: string; task: FoundTask }> {
  const query = `query ($code: String!) {
    projectByCode(code: $code) { id phases { tasks(first: 1000) { nodes { id name linkedRiskMitigationPct } } } }
  }`;
  const asking = { token, variables: { code: projectCode } };
  const { projectByCode } = await askGraph<{ projectByCode: FoundProject | null }>(pitUrl, query, asking);
  const tasks = projectByCode?.phases.flatMap((phase) => phase.tasks.nodes) ?? [];
  const found = tasks.find(({ name }) => name.startsWith(task));
  if (projectByCode === null || found === undefined) {
    throw new Error(
      `The examples need the demonstration data, and "${task}" of ${projectCode} is not there: npm run db:demo`,
    );
  }
  return { projectId: projectByCode.id, task: found };
}

function mutationFor({ riskId, expected, findingId, creditTo }: Mitigation, task: FoundTask): string {
  const of = `taskId: "${task.id}"`;
  const steps = [`risk: linkRisk(input: { ${of}, riskId: "${riskId}", linkType: INHERENT }) { changed }`];
  if (findingId !== undefined) {
    steps.push(`finding: linkAuditFinding(input: { ${of}, auditFindingId: "${findingId}" }) { changed }`);
  }
  if (creditTo !== undefined) {
    steps.push(
      `credit: awardSkillsCredit(input: { ${of}, userId: "${creditTo}", creditValue: 5 }) { changed }`,
    );
  }
  if (task.linkedRiskMitigationPct !== expected) {
    const input = `{ id: "${task.id}", linkedRiskMitigationPct: ${expected} }`;
    steps.push(`expected: updateTask(input: ${input}) { task { id } }`);
  }
  return `mutation { ${steps.join(' ')} }`;
}
