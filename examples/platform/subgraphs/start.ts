import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { resolvers as audit } from './audit/resolvers.ts';
import { callerReader, type CallerContext, type TokenCheck } from './caller.ts';
import { resolvers as risk } from './risk/resolvers.ts';
import { resolvers as skills } from './skills/resolvers.ts';

const RESOLVERS = { risk, audit, skills };
export type SiblingName = keyof typeof RESOLVERS;
export const SIBLINGS = Object.keys(RESOLVERS) as SiblingName[];

/** A subgraph that answers at its address. */
export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a sibling as its team would: its SDL, its resolvers, a plain Apollo Server.
 * @param port 0 takes any.
 */
export async function startSibling(
  name: SiblingName,
  port: number,
  check: TokenCheck,
): Promise<RunningSubgraph> {
  const typeDefs = parse(await readFile(new URL(`${name}/schema.graphql`, import.meta.url), 'utf8'));
  const server = new ApolloServer<CallerContext>({
    schema: buildSubgraphSchema([{ typeDefs, resolvers: RESOLVERS[name] }]),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: callerReader(check),
  });
  return { name, url, stop: () => server.stop() };
}
