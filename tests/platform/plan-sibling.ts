import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

/** A subgraph that leans on what PIT computes, and that answers work of either kind. */
const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])
  type Query {
    "Work on the agenda, as far as PIT lets the caller see it."
    agenda(tasks: [ID!]!, subtasks: [ID!]!): [WorkItem]!
    watched(tasks: [ID!]!): [Task]!
  }
  interface WorkItem { id: ID! }
  type Subtask implements WorkItem @key(fields: "id") { id: ID! }
  type Task implements WorkItem @key(fields: "id") {
    id: ID!
    isCritical: Boolean @external
    totalSlack: Int @external
    earlyFinish: Date @external
    "What the morning meeting hears of the task; null where no schedule was computed."
    bulletin: String @requires(fields: "isCritical totalSlack earlyFinish")
  }
  scalar Date
`;

interface RequiredOfTask {
  readonly isCritical: boolean | null;
  readonly totalSlack: number | null;
  readonly earlyFinish: string | null;
}

const references = (__typename: string, ids: readonly string[]) => ids.map((id) => ({ __typename, id }));

const resolvers = {
  Query: {
    agenda: (_: unknown, { tasks, subtasks }: { tasks: string[]; subtasks: string[] }) => [
      ...references('Task', tasks),
      ...references('Subtask', subtasks),
    ],
    watched: (_: unknown, { tasks }: { tasks: string[] }) => references('Task', tasks),
  },
  WorkItem: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
  Task: {
    bulletin: ({ isCritical, totalSlack, earlyFinish }: RequiredOfTask) =>
      isCritical === null
        ? null
        : `${earlyFinish}, ${isCritical ? 'critical' : `${totalSlack} days to spare`}`,
  },
};

/** Starts it on a free port. */
export async function startPlanSibling(): Promise<{ name: string; url: string; stop(): Promise<void> }> {
  const server = new ApolloServer({ schema: buildSubgraphSchema([{ typeDefs: parse(SDL), resolvers }]) });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return { name: 'meetings', url, stop: () => server.stop() };
}
