import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { Evidence } from '../../entities/evidence.ts';
import type { Condition } from '../../src/context.ts';
import { EvidenceType, ReviewDecision } from '../../src/domain/enums.ts';
import {
  currentOn,
  decidedAs,
  endingWithin,
  ofLiveWork,
  ofOwners,
  ofProjects,
} from '../../src/services/evidence/waiting-evidence.ts';
import {
  DateWindow,
  FILTER,
  TimeWindow,
  anyIdOf,
  anyOf,
  containing,
  nullness,
  within,
} from '../graph/filter-conditions.ts';
import { distinctIds } from '../graph/filter-values.ts';
import { orderedArgsOf } from '../graph/list-args.ts';
import { orderOf } from '../graph/order.ts';

@InputType({
  description:
    'Which pieces of evidence to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class EvidenceFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True for what waits to be decided, false for what is decided, superseded or waits for its uploader.',
  })
  isWaiting?: boolean | null;

  @Field(() => [ReviewDecision], {
    nullable: true,
    description: 'Decision of the latest review, any of; what nobody has reviewed is left out.',
  })
  latestDecision?: ReviewDecision[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of work in any of these projects.' })
  projectId?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of work whose task or subtask any of these users owns.',
  })
  ownerId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Handed in by any of these users.' })
  uploaderId?: string[] | null;

  @Field(() => [EvidenceType], { nullable: true, description: 'Kind of file, any of.' })
  fileType?: EvidenceType[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'It was handed in within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => TimeWindow, {
    nullable: true,
    description:
      'It has waited to be decided since a moment within this span; what does not wait is left out.',
  })
  waitingSince?: TimeWindow | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'The last day on which it proves lies within this span; what has no end is left out.',
  })
  validUntil?: DateWindow | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for what proves its work today, false for all else.',
  })
  isCurrent?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that the address of the file contains; case and accents are ignored.',
  })
  search?: string | null;
}

export const { input: EvidenceOrder, properties: EvidenceOrderField } = orderOf(
  Evidence,
  'pieces of evidence',
  {
    WAITING_SINCE: ['waitingSince', 'Since when it waits to be decided; what does not wait is left out.'],
    CREATED_AT: ['createdAt', 'When it was handed in.'],
  },
);

@ArgsType()
export class EvidencesArgs extends orderedArgsOf(EvidenceFilter, EvidenceOrder, 'pieces of evidence') {}

/**
 * The filter as conditions; evidence of deleted work is not listed.
 * @param today the day that `isCurrent` asks for; null where that is not asked.
 */
export function evidenceConditions(
  filter: EvidenceFilter | null | undefined,
  today: string | null = null,
): Condition[] {
  const { isWaiting, latestDecision, projectId, ownerId, uploaderId, fileType } = filter ?? {};
  return [
    ...nullness('waitingSince', { isNull: isWaiting == null ? null : !isWaiting }),
    ...(latestDecision ? [decidedAs(latestDecision)] : []),
    ...(projectId ? [ofProjects(distinctIds(`${FILTER}.projectId`, projectId))] : []),
    ...(ownerId ? [ofOwners(distinctIds(`${FILTER}.ownerId`, ownerId))] : []),
    ...anyIdOf('uploaderId', uploaderId),
    ...anyOf('fileType', fileType),
    ...within('createdAt', filter?.createdAt),
    ...within('waitingSince', filter?.waitingSince),
    ...validityConditions(filter ?? {}, today),
    ...containing(['fileUrl'], filter?.search),
    ofLiveWork(),
  ];
}

function validityConditions({ validUntil, isCurrent }: EvidenceFilter, today: string | null): Condition[] {
  const isAsked = isCurrent != null && today !== null;
  return [...endingWithin(validUntil ?? {}), ...(isAsked ? [currentOn(today, isCurrent)] : [])];
}
