import fc from 'fast-check';
import { parseEvidenceMetadata } from '../../../src/domain/evidence/evidence-metadata.ts';
import {
  hasAcceptedEvidence,
  isEvidenceGateMet,
  latestDecision,
  mayReview,
  requireCompletable,
  requireCurrent,
  requireReviewable,
  requireUndecided,
  type EvidenceFacts,
} from '../../../src/domain/evidence/evidence.ts';
import { ReviewDecision } from '../../../src/domain/enums.ts';
import { refusal } from '../refusal.ts';

const piece = (decision: ReviewDecision | null, isSuperseded = false): EvidenceFacts => ({
  latestDecision: decision,
  isSuperseded,
});
const parties = { reviewerId: 'reviewer', uploadedBy: 'uploader', ownerIds: ['owner', null] };

describe('the gate', () => {
  test('one piece whose latest review is accepted opens it', () => {
    expect(hasAcceptedEvidence([])).toBe(false);
    expect(hasAcceptedEvidence([piece(null), piece('rejected'), piece('pending')])).toBe(false);
    expect(hasAcceptedEvidence([piece('rejected'), piece('accepted')])).toBe(true);
    expect(hasAcceptedEvidence([piece('accepted', true)])).toBe(false);
    expect(isEvidenceGateMet(false, [])).toBe(true);
    expect(isEvidenceGateMet(true, [piece('needs_clarification')])).toBe(false);
  });

  test('only the latest review counts, in whatever order they are read', () => {
    const reviews = [
      { id: '1', decision: ReviewDecision.ACCEPTED, createdAt: '2024-05-01T10:00:00.000Z' },
      { id: '3', decision: ReviewDecision.REJECTED, createdAt: '2024-05-02T10:00:00.000Z' },
      { id: '2', decision: ReviewDecision.PENDING, createdAt: '2024-05-02T10:00:00.000Z' },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(reviews, { minLength: 3 }), (order) => {
        expect(latestDecision(order)).toBe('rejected');
      }),
    );
    expect(latestDecision([])).toBeNull();
  });

  test('completion by hand asks for it, and for closed subtasks', () => {
    expect(() => requireCompletable({ isEvidenceGateMet: true, openSubtasks: 0 })).not.toThrow();
    expect(() => requireCompletable({ isEvidenceGateMet: false, openSubtasks: 2 })).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT008' }),
    );
    expect(() => requireCompletable({ isEvidenceGateMet: true, openSubtasks: 2 })).toThrow(
      '2 subtasks are still open',
    );
  });
});

describe('a review', () => {
  test('is made by neither uploader nor owner', () => {
    expect(mayReview(parties)).toBe(true);
    expect(mayReview({ ...parties, reviewerId: 'uploader' })).toBe(false);
    expect(mayReview({ ...parties, reviewerId: 'owner' })).toBe(false);
    expect(() => requireReviewable({ ...parties, reviewerId: 'owner' }, piece(null), 'accepted')).toThrow(
      refusal('FORBIDDEN', { pit: 'PIT008' }),
    );
  });

  test('decides, may be revised, and ends with acceptance', () => {
    for (const before of [null, 'pending', 'rejected', 'needs_clarification'] as const) {
      expect(() => requireReviewable(parties, piece(before), 'accepted')).not.toThrow();
    }
    expect(() => requireReviewable(parties, piece(null), 'pending')).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT008' }),
    );
    expect(() => requireReviewable(parties, piece('accepted'), 'rejected')).toThrow(
      refusal('CONFLICT', { pit: 'PIT008' }),
    );
    expect(() => requireReviewable(parties, piece(null, true), 'accepted')).toThrow(
      refusal('CONFLICT', { pit: 'PIT008' }),
    );
  });
});

test('after acceptance nothing changes but by superseding, once', () => {
  expect(() => requireUndecided(piece('rejected'))).not.toThrow();
  expect(() => requireUndecided(piece('accepted'))).toThrow('accepted evidence does not change');
  expect(() => requireCurrent(piece('accepted'))).not.toThrow();
  expect(() => requireCurrent(piece('accepted', true))).toThrow(refusal('CONFLICT', { pit: 'PIT008' }));
});

describe('metadata', () => {
  const metadata = {
    sha256: 'AB'.repeat(32),
    size: 1_024,
    mediaType: 'application/pdf',
    source: ' site camera ',
  };

  test('is brought into normal form, and other keys stay', () => {
    expect(parseEvidenceMetadata({ ...metadata, signature: { by: 'x' } }, 'input.metadata')).toEqual({
      sha256: 'ab'.repeat(32),
      size: 1_024,
      mediaType: 'application/pdf',
      source: 'site camera',
      signature: { by: 'x' },
    });
    expect(
      parseEvidenceMetadata({ ...metadata, mediaType: 'text/csv; charset=utf-8' }, 'm').mediaType,
    ).toContain('csv');
  });

  test.each<[string, unknown]>([
    ['input.metadata', null],
    ['input.metadata', [metadata]],
    ['input.metadata', { ...metadata, deep: JSON.parse('{"__proto__":{}}') as unknown }],
    ['input.metadata.sha256', { ...metadata, sha256: 'ab' }],
    ['input.metadata.sha256', { ...metadata, sha256: 'zz'.repeat(32) }],
    ['input.metadata.size', { ...metadata, size: 0 }],
    ['input.metadata.size', { ...metadata, size: 1.5 }],
    ['input.metadata.size', { ...metadata, size: 2 ** 40 }],
    ['input.metadata.mediaType', { ...metadata, mediaType: 'pdf' }],
    ['input.metadata.mediaType', { ...metadata, mediaType: 'text/html\r\nX: y' }],
    ['input.metadata.source', { ...metadata, source: '' }],
  ])('is refused at %s: %j', (field, value) => {
    expect(() => parseEvidenceMetadata(value, 'input.metadata')).toThrow(
      refusal('BAD_USER_INPUT', { field }),
    );
  });
});
