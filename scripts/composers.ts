import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { GraphQLError, parse } from 'graphql';

/** One team's schema. */
export interface SubgraphSource {
  name: string;
  sdl: string;
}

/** What a composer says against a set of subgraphs. */
export interface Conflict {
  composer: string;
  /** The composer's own word for it, such as `INVALID_FIELD_SHARING`. */
  code: string;
  message: string;
}

type Compose = (subgraphs: readonly SubgraphSource[]) => { code: string; message: string }[];

/** The composers that gateways in the field are built with: what one takes another may refuse. */
export const COMPOSERS: Readonly<Record<string, Compose>> = {
  '@apollo/composition': (subgraphs) =>
    (composeByApollo(subgraphs.map(asService)).errors ?? []).map(({ message, extensions }) => ({
      code: codeOf(extensions),
      message,
    })),
  '@theguild/federation-composition': (subgraphs) =>
    (composeByGuild(subgraphs.map(asService)).errors ?? []).map(({ message, extensions }) => ({
      code: codeOf(extensions),
      message,
    })),
  '@wundergraph/composition': (subgraphs) => {
    const composed = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, sdl }) => ({ name, url: urlOf(name), definitions: parse(sdl) })),
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    return composed.success ? [] : composed.errors.map(({ name, message }) => ({ code: name, message }));
  },
};

/** Composes the subgraphs in every composer; nothing comes back when all agree. */
export function composeEverywhere(subgraphs: readonly SubgraphSource[]): Conflict[] {
  const unreadable = subgraphs.flatMap(readingProblem);
  if (unreadable.length > 0) return unreadable;
  return Object.entries(COMPOSERS).flatMap(([composer, compose]) =>
    compose(subgraphs).map((conflict) => ({ composer, ...conflict })),
  );
}

function readingProblem({ name, sdl }: SubgraphSource): Conflict[] {
  try {
    parse(sdl);
    return [];
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    const message = `${name}, line ${line}, column ${column}: ${error.message}`;
    return [{ composer: 'graphql', code: 'SYNTAX_ERROR', message }];
  }
}

function asService({ name, sdl }: SubgraphSource) {
  return { name, url: urlOf(name), typeDefs: parse(sdl) };
}

/** Composers want an address and never call it. */
function urlOf(name: string): string {
  return `http://${name}.invalid/graphql`;
}

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'COMPOSITION_FAILED';
}
