import type { DocumentNode } from 'graphql';
import { PitError } from '../../domain/errors.ts';
import { memorySizeOf } from '../graphql/document-size.ts';
import { LIMITS } from '../graphql/limits.ts';

/** What the documents of all open streams may take together, by `memorySizeOf`: some 100 bytes each. */
const MOST_HELD = 1_000_000;
/** And those of one organisation, so that it does not take what is there for the others. */
const MOST_OF_ORGANISATION = MOST_HELD / 4;

interface Held {
  readonly document: DocumentNode;
  readonly size: number;
  /** Open streams by organisation, each of which counts the document once. */
  readonly streams: Map<string, number>;
}

/**
 * The documents of open streams, which stay in memory for as long as their streams: one for each text, and bounded in
 * what they take. A stream lasts for hours, so its document is no matter for a cache that evicts.
 */
export class HeldDocuments {
  private readonly byQuery = new Map<string, Held>();
  private readonly byOrganisation = new Map<string, number>();
  private total = 0;

  get(query: string): DocumentNode | undefined {
    return this.byQuery.get(query)?.document;
  }

  /**
   * Holds the document of a stream that begins; the function that lets go of it is to be called once.
   *
   * @throws PitError LIMIT_EXCEEDED where the organisation's documents are too many, UNAVAILABLE where all are.
   */
  hold(orgId: string, query: string, document: DocumentNode): () => void {
    const held = this.byQuery.get(query) ?? {
      document,
      size: memorySizeOf(query, document),
      streams: new Map<string, number>(),
    };
    const streams = held.streams.get(orgId) ?? 0;
    if (streams === 0) this.charge(orgId, held.size);
    held.streams.set(orgId, streams + 1);
    this.byQuery.set(query, held);
    return () => this.release(orgId, query, held);
  }

  private charge(orgId: string, size: number): void {
    const ofOrganisation = (this.byOrganisation.get(orgId) ?? 0) + size;
    if (ofOrganisation > MOST_OF_ORGANISATION) throw tooMuchText(ofOrganisation);
    if (this.total + size > MOST_HELD)
      throw new PitError('UNAVAILABLE', 'The service follows as much as it can; try again later.');
    this.byOrganisation.set(orgId, ofOrganisation);
    this.total += size;
  }

  private release(orgId: string, query: string, held: Held): void {
    const left = (held.streams.get(orgId) ?? 1) - 1;
    if (left > 0) {
      held.streams.set(orgId, left);
      return;
    }
    held.streams.delete(orgId);
    this.total -= held.size;
    const ofOrganisation = (this.byOrganisation.get(orgId) ?? 0) - held.size;
    if (ofOrganisation > 0) this.byOrganisation.set(orgId, ofOrganisation);
    else this.byOrganisation.delete(orgId);
    if (held.streams.size === 0) this.byQuery.delete(query);
  }
}

/**
 * Refuses a subscription whose variables would take too much memory while it lasts.
 *
 * @throws PitError LIMIT_EXCEEDED.
 */
export function checkHeldVariables(variables: Readonly<Record<string, unknown>>): void {
  const actual = JSON.stringify(variables).length;
  if (actual <= LIMITS.subscriptionVariables) return;
  throw new PitError('LIMIT_EXCEEDED', 'The variables of the subscription are too large.', {
    field: 'variables',
    expected: `at most ${LIMITS.subscriptionVariables} characters of JSON`,
    actual,
  });
}

function tooMuchText(actual: number): PitError {
  return new PitError(
    'LIMIT_EXCEEDED',
    'The open subscriptions of the organisation are too large together.',
    {
      field: 'subscriptions',
      expected: `at most ${MOST_OF_ORGANISATION} characters of different documents, a field counted as four`,
      actual,
    },
  );
}
