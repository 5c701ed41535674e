import { STANDING_OF, type Standing } from '../../../db/queries/directory/standing-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { mayReview } from '../../../domain/evidence/evidence.ts';
import { may, type Verb } from '../../../domain/directory/permissions.ts';
import { takes } from '../../../domain/directory/project-access.ts';
import { VERBS_OF, VERBS_OF_DELETED, type RecordKind } from '../../../domain/directory/verbs-of-records.ts';
import { relationsOf, type ResourceRelations } from './authorization.ts';

/**
 * The mutations about a record that are permitted to the actor now, by the rules that refuse them; one statement for all
 * records of a kind in a tick. What else may be against one, such as the status of the work, is not asked.
 */
export function readViewerMay(
  loaders: Loaders,
  actor: Actor,
  kind: RecordKind,
  id: string,
): Promise<readonly Verb[]> {
  const loader = loaders.custom<readonly Verb[]>(`viewerMay.${kind}`, async (ids, reader) => {
    const rows = await reader.rows(STANDING_OF[kind], [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((each) => permitted(actor, kind, byId.get(each)));
  });
  return loader.load(id);
}

function permitted(actor: Actor, kind: RecordKind, standing: Standing | undefined): readonly Verb[] {
  if (standing?.isKnown !== true) return [];
  const { role, overrideReason } = actor;
  const relations = relationsOf(actor.userId, relationsBy(actor, kind, standing));
  const verbs = (standing.isDeleted ? VERBS_OF_DELETED : VERBS_OF)[kind];
  return verbs.filter((verb) => {
    if (verb === 'reviewEvidence' && !isReviewer(actor, standing)) return false;
    return may(verb, { role, relations, overrideReason }) && takes(verb, standing.status);
  });
}

/** Nobody judges evidence of their own, not by any role. */
function isReviewer({ userId }: Actor, { uploaderId, workers }: Standing): boolean {
  return mayReview({ reviewerId: userId, uploadedBy: uploaderId ?? '', ownerIds: workers });
}

function relationsBy(actor: Actor, kind: RecordKind, standing: Standing): ResourceRelations {
  const { projectOwnerId, sponsorId, owners, workers, assignees, uploaderId } = standing;
  return {
    owners: [projectOwnerId, ...owners],
    sponsorId,
    workers: [...workers, ...assignees],
    isReviewer: kind === 'evidence' && isReviewer(actor, standing),
    ...(uploaderId !== null && { uploaderId }),
  };
}
