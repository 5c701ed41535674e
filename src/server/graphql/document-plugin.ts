import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { BoundedCache } from '../../bounded-cache.ts';
import type { RequestContext } from '../../context.ts';
import { PitError } from '../../domain/errors.ts';
import { memorySizeOf } from './document-size.ts';
import { asRequestError } from './errors.ts';
import { checkDocument, checkText, LIMITS } from './limits.ts';
import { expectedMsOf, type ExpensiveWork, type LoopTime } from './loop-time.ts';

/** Valid documents that are remembered, by `memorySizeOf`; of each some 100 bytes are held, its plans included. */
const REMEMBERED = 500_000;
/** Characters of texts that are remembered since they were refused by their size. */
const REMEMBERED_REFUSALS = 250_000;

/**
 * Remembers the documents that Apollo has found valid, in place of its own store, and keeps those from validation whose
 * validation alone would block the process. Apollo neither parses nor validates a document that is there before it
 * begins, so one that is too large has another put in its place and is refused before anything is executed. New documents
 * are expensive work, which waits where its caller sends too many (`LoopTime`).
 */
export function documentPlugin(loopTime: LoopTime): ApolloServerPlugin<RequestContext> {
  const documents = new Documents(loopTime);
  return { requestDidStart: async () => new Reading(documents) };
}

class Documents {
  readonly valid = new BoundedCache<DocumentNode>('documents', REMEMBERED, {
    sizeOf: (document, query) => memorySizeOf(query, document),
  });
  readonly tooLarge = new BoundedCache<PitError>('refused_documents', REMEMBERED_REFUSALS, {
    sizeOf: (_refusal, query) => 1 + query.length,
  });

  constructor(readonly loopTime: LoopTime) {}
}

type Listener = GraphQLRequestListener<RequestContext>;

/** The document of one request. */
class Reading implements Listener {
  private refusal: PitError | undefined;
  private work: ExpensiveWork | undefined;
  private begun = 0;

  constructor(private readonly documents: Documents) {}

  readonly didResolveSource: Listener['didResolveSource'] = async (request) => {
    const { source, contextValue } = request;
    const open = request as { document?: DocumentNode };
    open.document = this.documents.valid.get(source);
    if (open.document !== undefined) return;
    this.refusal = this.documents.tooLarge.get(source) ?? (await this.read(source, contextValue));
    if (this.refusal !== undefined) open.document = NOTHING;
  };

  readonly parsingDidStart: Listener['parsingDidStart'] = async () => async (error) => {
    if (error !== undefined) this.measured();
  };

  readonly validationDidStart: Listener['validationDidStart'] =
    async ({ source, document }) =>
    async (errors) => {
      if (errors === undefined) this.documents.valid.set(source, document);
      this.measured();
    };

  readonly didResolveOperation: Listener['didResolveOperation'] = async () => {
    if (this.refusal !== undefined) throw asRequestError(this.refusal);
  };

  /** Apollo's own parsing and validation follow in the same step, if it is not refused. */
  private async read(source: string, { telemetry }: RequestContext): Promise<PitError | undefined> {
    const { loopTime, tooLarge } = this.documents;
    const tooLong = refusalOf(() => checkText(source));
    if (tooLong !== undefined) return tooLong;
    const refused = await this.admit(source, telemetry.sharer);
    if (refused !== undefined) return refused;
    this.begun = loopTime.clock.now();
    const refusal = refusalOf(() =>
      checkDocument(parse(source, { maxTokens: LIMITS.tokens, noLocation: true })),
    );
    if (refusal === undefined) return undefined;
    this.measured();
    tooLarge.set(source, refusal);
    return refusal;
  }

  private async admit(source: string, sharer: string): Promise<PitError | undefined> {
    try {
      this.work = await this.documents.loopTime.admit(sharer, expectedMsOf(source));
      await this.work.turn();
      return undefined;
    } catch (error) {
      if (error instanceof PitError) return error;
      throw error;
    }
  }

  private measured(): void {
    this.work?.spend(this.documents.loopTime.clock.now() - this.begun);
    this.work?.end();
    this.work = undefined;
  }
}

/** Undefined also for what Apollo refuses to parse, in its own words. */
function refusalOf(check: () => void): PitError | undefined {
  try {
    check();
  } catch (error) {
    if (error instanceof PitError) return error;
    if (!(error instanceof GraphQLError)) throw error;
  }
  return undefined;
}

/** Stands in the place of a document that is refused. */
const NOTHING: DocumentNode = parse('{ __typename }', { noLocation: true });
