import { arrayLiteral, type Parameter } from '../src/db/connection/parameters.ts';
import type { Dataset } from './dataset.ts';
import { boardSql, DEEP_SQL, ENTITIES_SQL, PAGE_SQL, TASK_SQL } from './queries-sql.ts';

type Variables = Record<string, unknown>;

/** One question, put to the service in GraphQL and to the bare handler in SQL. */
export interface ReadQuery {
  name: string;
  about: string;
  document: string;
  /** One set of variables per request, of which the load sends one after the other. */
  variables(samples: Dataset['samples']): Variables[];
  /** Answers the whole response as one text. */
  sql: string;
  parameters(variables: Variables): Parameter[];
}

const byId = (ids: readonly string[]): Variables[] => ids.map((id) => ({ id }));
const idOf = ({ id }: Variables): Parameter[] => [id as string];

const TASK: ReadQuery = {
  name: 'Q1',
  about: 'task by id, 8 fields',
  document: `query Task($id: ID!) {
    task(id: $id) { id name status priority startDate endDate progressPercent updatedAt }
  }`,
  variables: (samples) => byId(samples.tasks.slice(0, 5000)),
  sql: TASK_SQL,
  parameters: idOf,
};

/** The board, with its tasks by whatever form the contract gives lists. */
const board = (tasksOf: (fields: string) => string): string => `query Board($id: ID!) {
  project(id: $id) {
    id name progressPercent
    phases {
      id name orderIndex progressPercent
      workPackages {
        id name orderIndex progressPercent
        ${tasksOf(BOARD_TASK)}
      }
    }
  }
}`;

const BOARD_TASK = `
  id workPackageId phaseId projectId name description taskType ownerId assigneeIds priority status startDate endDate
  durationDays progressPercent quickClass requiresEvidence capexCost opexCost fyAllocation linkedRiskMitigationPct
  sourceModule sourceReferenceId orderIndex updatedAt`;

/** The board of today, and the same 500 tasks as contract 0.1 gave them: what a service of before is to be asked. */
export const BOARDS = {
  nodes: { document: board((fields) => `tasks(first: 100) { nodes { ${fields} } }`), sql: boardSql('nodes') },
  list: { document: board((fields) => `tasks { ${fields} }`), sql: boardSql('list') },
} as const;

const BOARD: ReadQuery = {
  name: 'Q2',
  about: 'board: project > phases > work packages > 500 tasks x 25 fields',
  variables: (samples) => byId(samples.boards),
  parameters: idOf,
  ...BOARDS.nodes,
};

const ENTITIES: ReadQuery = {
  name: 'Q3',
  about: '_entities x 100 tasks, 6 fields',
  document: `query Entities($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Task { id name status startDate endDate progressPercent } }
  }`,
  variables: ({ tasks }) =>
    Array.from({ length: 200 }, (_, i) => ({
      representations: tasks.slice(i * 100, i * 100 + 100).map((id) => ({ __typename: 'Task', id })),
    })),
  sql: ENTITIES_SQL,
  parameters: ({ representations }) => [
    arrayLiteral((representations as { id: string }[]).map(({ id }) => id)),
  ],
};

const PAGE: ReadQuery = {
  name: 'Q4',
  about: 'filtered, sorted page of 50 with owner',
  document: `query Page($status: [TaskStatus!], $from: Date) {
    tasks(first: 50, filter: { status: $status, endDate: { from: $from } }, orderBy: [{ field: END_DATE }]) {
      edges { node { id name status priority endDate progressPercent owner { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  variables: () =>
    Array.from({ length: 500 }, (_, i) => ({
      status: ['ACTIVE', 'OVERDUE'],
      from: new Date(Date.UTC(2025, 3, 1 + i)).toISOString().slice(0, 10),
    })),
  sql: PAGE_SQL,
  parameters: ({ status, from }) => [arrayLiteral(status as string[]).toLowerCase(), from as string],
};

const DEEP: ReadQuery = {
  name: 'Q5',
  about: 'task with 6 relations, and the reviews of its evidence',
  document: `query Deep($id: ID!) {
    task(id: $id) {
      id name status progressPercent
      owner { id name email }
      project { id name code }
      phase { id name }
      workPackage { id name }
      subtasks { nodes { id name status progressPercent } }
      evidence { nodes { id fileUrl fileType reviews { nodes { id decision comment } } } }
    }
  }`,
  variables: (samples) => byId(samples.deepTasks),
  sql: DEEP_SQL,
  parameters: idOf,
};

export const READ_QUERIES: readonly ReadQuery[] = [TASK, BOARD, ENTITIES, PAGE, DEEP];
