import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { PitError } from '../../domain/errors.ts';
import { measureDocument } from './document-size.ts';
import { measureOperation, type Measure } from './operation-cost.ts';
import { asRequestError } from './errors.ts';

/** What one operation may ask for, whatever transport it comes by. Body and frame sizes stand with the transports. */
export const LIMITS = {
  /** Bytes of an HTTP body or a socket frame. */
  bodyBytes: 2 * 1024 * 1024,
  /** Lexical tokens of a document. */
  tokens: 15_000,
  /** Fields of a document's operations, fragments opened wherever they are spread. */
  fields: 5_000,
  /** Fields that validation compares with each other because they have one response name. */
  comparisons: 100_000,
  /** Fields inside fields. */
  depth: 16,
  aliases: 100,
  rootFields: 30,
  /**
   * Objects that the operation can make the service read, by `@listSize` and `@cost`. That is an estimate, which plain lists
   * and half-empty pages miss: rows really read have their own bound (src/db/read/tenant-read-batch.ts).
   */
  cost: 500_000,
  /** Entities that the operation asks for by their keys, in all its `_entities` together. */
  representations: 1_000,
  /** Bytes of a body, or of the first frame of a socket, of which it is not known who sends it. */
  anonymousBytes: 64 * 1024,
  /** Arrays and objects inside each other in the JSON of a body or a frame. */
  jsonDepth: 500,
  /** Items of one array in it. Lists have narrower bounds of different values, each by its place (schema/list-bounds.ts). */
  jsonItems: 10_000,
  /** Values of all its arrays and objects together. */
  jsonValues: 200_000,
  /** Bytes above which reading and parsing a body or a frame is expensive work (src/server/graphql/loop-time.ts). */
  smallBytes: 32 * 1024,
  /** Characters of a document. */
  characters: 250_000,
  /** Characters of a subscription's variables in JSON. */
  subscriptionVariables: 10_000,
  /** Operations under way at once on one socket. */
  operationsPerSocket: 100,
  /** Messages of a socket in a second, after which it is not read for the rest of it. */
  messagesPerSecond: 200,
} as const;

const MEASURED = ['depth', 'aliases', 'rootFields', 'representations', 'cost'] as const;
type Limited = 'fields' | 'comparisons' | 'characters' | (typeof MEASURED)[number];

/** Measures do not change while a document is cached, unless page sizes come as variables. */
const measured = new WeakMap<OperationDefinitionNode, Measure>();

/**
 * Refuses a text that is too long to be read as a document.
 *
 * @throws PitError LIMIT_EXCEEDED.
 */
export function checkText(query: string): void {
  refuseOver('characters', query.length);
}

/**
 * Refuses a document whose validation or execution alone would be too much work; used before validation, by HTTP, sockets,
 * SSE and callbacks alike.
 *
 * @throws PitError LIMIT_EXCEEDED with `field` (fields, comparisons), `expected` and `actual`.
 */
export function checkDocument(document: DocumentNode): void {
  const size = measureDocument(document);
  for (const limited of ['fields', 'comparisons'] as const) refuseOver(limited, size[limited]);
}

/** Refuses an operation that asks for too much; used by HTTP, sockets, SSE and callbacks alike. */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  let measure = measured.get(operation);
  if (measure === undefined) {
    measure = measureOperation(schema, document, operation, variables);
    if (!measure.dependsOnVariables) measured.set(operation, measure);
  }
  for (const limited of MEASURED) refuseOver(limited, measure[limited]);
}

function refuseOver(limited: Limited, actual: number): void {
  if (actual <= LIMITS[limited]) return;
  throw new PitError('LIMIT_EXCEEDED', `The operation is too large: ${limited}.`, {
    field: limited,
    expected: `at most ${LIMITS[limited]}`,
    actual,
  });
}

/** The limits as a plugin of Apollo's pipeline, after validation and before anything is executed. */
export function limitsPlugin<C extends BaseContext>(): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        try {
          if (operation !== undefined) checkLimits(schema, document, operation, request.variables ?? {});
        } catch (error) {
          throw error instanceof PitError ? asRequestError(error) : error;
        }
      },
    }),
  };
}
