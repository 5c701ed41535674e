import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { parse, type DocumentNode } from 'graphql';
import { BoundedCache } from '../../bounded-cache.ts';
import { PitError } from '../../domain/errors.ts';
import { memorySizeOf } from './document-size.ts';
import { asRequestError } from './errors.ts';
import { checkDocument, LIMITS } from './limits.ts';

/** Valid documents that are remembered, by `memorySizeOf`; of each some 100 bytes are held, its plans included. */
const REMEMBERED = 500_000;

/**
 * Remembers the documents that Apollo has found valid, in place of its own store, and keeps those from validation whose
 * validation alone would block the process. Apollo neither parses nor validates a document that is there before it
 * begins, so one that is too large is put there and refused before it is executed.
 */
export function documentPlugin<C extends BaseContext>(): ApolloServerPlugin<C> {
  const valid = new BoundedCache<DocumentNode>('documents', REMEMBERED, {
    sizeOf: (document, query) => memorySizeOf(query, document),
  });
  const refusals = new WeakMap<DocumentNode, PitError>();
  return {
    requestDidStart: async () => ({
      didResolveSource: async (request) => {
        const open = request as { document?: DocumentNode };
        const known = valid.get(request.source);
        if (known !== undefined) {
          open.document = known;
          return;
        }
        const document = parsed(request.source);
        const refusal = document && refusalOf(document);
        if (document === undefined || refusal === undefined) return;
        refusals.set(document, refusal);
        open.document = document;
      },
      validationDidStart:
        async ({ source, document }) =>
        async (errors) => {
          if (errors === undefined) valid.set(source, document);
        },
      didResolveOperation: async ({ document }) => {
        const refusal = refusals.get(document);
        if (refusal !== undefined) throw asRequestError(refusal);
      },
    }),
  };
}

/** Undefined for what Apollo refuses to parse, in its own words. */
function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens: LIMITS.tokens });
  } catch {
    return undefined;
  }
}

function refusalOf(document: DocumentNode): PitError | undefined {
  try {
    checkDocument(document);
    return undefined;
  } catch (error) {
    if (error instanceof PitError) return error;
    throw error;
  }
}
