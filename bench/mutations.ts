import type { Parameter } from '../src/db/connection/parameters.ts';
import { CREATE_SQL, lockProjectOf, PROGRESS_SQL } from './mutations-sql.ts';

interface Variables {
  input: Record<string, string | number>;
}

/** One mutation, put to the service in GraphQL and to the bare handler in SQL. */
export interface Mutation {
  name: string;
  about: string;
  document: string;
  /** Which of the samples it is about. */
  on: 'writtenTasks' | 'writtenPackages';
  /** What is asked of the sample `id`; differs from turn to turn, so that each is a change. */
  variables(id: string, turn: number): Variables;
  /** Locks the project of the sample, `$1`. */
  lock: string;
  /** Answers the whole response as one text. */
  sql: string;
  parameters(variables: Variables): Parameter[];
}

const PAYLOAD = `{
    task { id status progressPercent updatedAt }
    workPackage { id progressPercent } phase { id progressPercent } project { id progressPercent }
  }`;

const PROGRESS: Mutation = {
  name: 'updateProgress',
  about: 'task, log, three parents and their sums, two events; all audited',
  document: `mutation Progress($input: UpdateProgressInput!) { updateProgress(input: $input) ${PAYLOAD} }`,
  on: 'writtenTasks',
  variables: (taskId, turn) => ({
    input: { taskId, percent: 1 + ((parseInt(taskId.slice(0, 6), 16) + turn * 37) % 99) },
  }),
  lock: lockProjectOf('pit.task'),
  sql: PROGRESS_SQL,
  parameters: ({ input }) => [String(input['taskId']), String(input['percent'])],
};

const CREATE: Mutation = {
  name: 'createTask',
  about: 'task, three parents and their sums, an event; all audited',
  document: `mutation Create($input: CreateTaskInput!) { createTask(input: $input) ${PAYLOAD} }`,
  on: 'writtenPackages',
  variables: (workPackageId, turn) => ({
    input: { workPackageId, name: `Task of turn ${turn}`, capexCost: '12.50' },
  }),
  lock: lockProjectOf('pit.work_package'),
  sql: CREATE_SQL,
  parameters: ({ input }) => [
    String(input['workPackageId']),
    String(input['name']),
    String(input['capexCost']),
  ],
};

export const MUTATIONS: readonly Mutation[] = [PROGRESS, CREATE];
