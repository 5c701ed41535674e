import { RELATIONS_OF, type StoredRelations } from '../../../db/queries/directory/relations-query.ts';
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
    const rows = await reader.rows(RELATIONS_OF[kind], [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((each) => permitted(actor, kind, byId.get(each)));
  });
  return loader.load(id);
}

function permitted(actor: Actor, kind: RecordKind, stored: StoredRelations | undefined): readonly Verb[] {
  if (stored?.isKnown !== true) return [];
  const { role, overrideReason } = actor;
  const relations = relationsOf(actor.userId, relationsBy(actor, kind, stored));
  const verbs = (stored.isDeleted ? VERBS_OF_DELETED : VERBS_OF)[kind];
  return verbs.filter((verb) => {
    if (verb === 'reviewEvidence' && !isReviewer(actor, stored)) return false;
    return may(verb, { role, relations, overrideReason }) && takes(verb, stored.status);
  });
}

/** Nobody judges evidence of their own, not by any role. */
function isReviewer({ userId }: Actor, { uploaderId, workers }: StoredRelations): boolean {
  return mayReview({ reviewerId: userId, uploadedBy: uploaderId ?? '', ownerIds: workers });
}

function relationsBy(actor: Actor, kind: RecordKind, stored: StoredRelations): ResourceRelations {
  const { projectOwnerId, sponsorId, owners, workers, assignees, uploaderId } = stored;
  return {
    owners: [projectOwnerId, ...owners],
    sponsorId,
    workers: [...workers, ...assignees],
    isReviewer: kind === 'evidence' && isReviewer(actor, stored),
    ...(uploaderId !== null && { uploaderId }),
  };
}
