import type { DemoLinks } from './demo-links.ts';
import { lateTask, type LateWork } from './late-work.ts';
import type { Platform } from './platform.ts';

export interface Surroundings {
  readonly pitUrl: string;
  readonly platform: Platform;
  /** Speaks for Maya Chen, a project manager of the demonstration organisation. */
  readonly token: string;
  readonly links: DemoLinks;
  readonly late: LateWork;
}

/** What a person who has just started the platform needs: where everything is, a token, and commands that answer. */
export function welcome({ pitUrl, platform, token, links, late }: Surroundings): string {
  const { hiveUrl, apolloUrl, siblings } = platform;
  const addresses = [
    ['Hive Gateway', hiveUrl],
    ["Apollo's gateway", apolloUrl],
    ['PIT', pitUrl],
    ...siblings.map(({ name, url }) => [name, url]),
  ];
  return [
    'The platform runs. Ctrl-C stops all of it.',
    addresses.map(([name = '', url = '']) => `  ${name.padEnd(18)}${url}`).join('\n'),
    'A token (Maya Chen, a project manager of the demonstration organisation, 12 hours):',
    token,
    'A risk, by the risk module, with the tasks that mitigate it, by PIT:',
    curl(hiveUrl, token, riskQuery(links)),
    "A project, by PIT, with its audit findings and skills; Apollo's gateway answers the same:",
    curl(apolloUrl, token, projectQuery(links)),
    'Live: leave this running in one terminal (a report is two events: the entry, PROGRESS_UPDATED, and its task, TASK_UPDATED)',
    curl(hiveUrl, token, subscription(links), 'text/event-stream'),
    'and report progress in another, each time another percentage:',
    curl(hiveUrl, token, mutation(links)),
    'An alert of level 1, and how it arrives: a task that is late and that the end of its project hangs on. The watchdog looks at\n' +
      'the project 30 seconds after its last change. Then there appear here the webhook, whose signature the receiver has verified,\n' +
      'and a mail to Maya Chen, whose project it is, and one to Ada Moreno, its sponsor:',
    curl(hiveUrl, token, lateTask(late)),
    '',
  ].join('\n\n');
}

export const riskQuery = ({ riskId }: DemoLinks) => `{
  risk(id: "${riskId}") {
    title rating mitigationAchievedPercent
    owner { name }
    tasks { edges { node { name status progressPercent riskReduction requiredSkills { name } } } }
  }
}`;

export const projectQuery = ({ projectId }: DemoLinks) => `{
  project(id: "${projectId}") {
    code name progressPercent
    auditFindings { title raisedOn canBeSignedOff tasks { edges { node { name status } } } }
    requiredSkills { name holders { name } }
  }
}`;

export const subscription = ({ projectId }: DemoLinks) => `subscription {
  taskProgress(projectId: "${projectId}") {
    cursor topic
    task { name progressPercent riskLinks { nodes { risk { title } } } suggestedWorkers { name } }
  }
}`;

export const mutation = ({ taskId }: DemoLinks, percent = 40) => `mutation {
  updateProgress(input: { taskId: "${taskId}", percent: ${percent} }) {
    task { name progressPercent }
    project { progressPercent riskMitigationPercent }
  }
}`;

function curl(url: string, token: string, operation: string, accept = 'application/json'): string {
  const body = JSON.stringify({ query: operation.replace(/\s+/g, ' ') });
  return [
    `curl -s${accept === 'text/event-stream' ? 'N' : ''} ${url}`,
    `-H 'content-type: application/json' -H 'accept: ${accept}'`,
    `-H 'authorization: Bearer ${token}'`,
    `-d '${body}'`,
  ].join(' \\\n  ');
}
