import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose preview it is, and of what: a token of another one is refused. */
export interface TokenSubject {
  readonly orgId: string;
  readonly userId: string;
  readonly projectId: string;
  /** The preview's input in one spelling (`canonicalInput`). */
  readonly input: string;
}

/** What a preview was computed from: where that has moved on, the token is outdated. */
export interface TokenGround {
  /** Names tasks and links with all that the schedule goes by (`planFingerprint`). */
  readonly plan: string;
  readonly today: string;
  readonly rules: string;
}

/** What a token is worth: nothing, nothing any more, or that exactly this was previewed. */
export type TokenVerdict = 'foreign' | 'outdated' | 'current';

/**
 * Makes and checks the tokens of schedule previews. Nothing is stored: a token is two HMACs, of the subject and of both
 * subject and ground, so that a token of somebody else is told from one that is outdated.
 */
export class ScheduleTokens {
  readonly #key: Uint8Array;

  /** @param key 32 bytes, derived from `PIT_SECRET` for this alone. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  sign(subject: TokenSubject, ground: TokenGround): string {
    return `${this.subjectPart(subject)}.${this.groundPart(subject, ground)}`;
  }

  verify(token: string, subject: TokenSubject, ground: TokenGround): TokenVerdict {
    const [ofSubject = '', ofGround = ''] = token.slice(0, MAX_LENGTH).split('.');
    if (!isSame(ofSubject, this.subjectPart(subject))) return 'foreign';
    return isSame(ofGround, this.groundPart(subject, ground)) ? 'current' : 'outdated';
  }

  private subjectPart({ orgId, userId, projectId, input }: TokenSubject): string {
    return this.hmac(['subject', orgId, userId, projectId, input]);
  }

  private groundPart({ orgId, userId, projectId, input }: TokenSubject, ground: TokenGround): string {
    const { plan, today, rules } = ground;
    return this.hmac(['ground', orgId, userId, projectId, input, plan, today, rules]);
  }

  private hmac(parts: readonly string[]): string {
    // Written as JSON, so that no two different lists are the same text.
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}

/** Beyond this a text is no token, whatever it holds. */
const MAX_LENGTH = 200;

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
