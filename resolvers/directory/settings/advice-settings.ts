import { Directive, Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'Whether models give advice in an organisation, and how much. Where the operator has set up no model there is none.',
})
@Directive('@shareable')
export class AdviceSettings {
  @Field(() => Boolean, { description: 'Whether anything of the organisation is sent to a model at all.' })
  enabled: boolean;

  @Field(() => Int, {
    description:
      'Tokens that questions and answers may have in a month; the limit of the operator holds beside it.',
  })
  monthlyTokens: number;

  @Field(() => Boolean, { description: 'Whether evidence that waits for its review gets advice by itself.' })
  scoreEvidence: boolean;

  @Field(() => Boolean, {
    description:
      'Whether a model is told the beginning of evidence that is a text file kept by PIT; else what is recorded about the file alone.',
  })
  sendEvidenceText: boolean;

  @Field(() => Boolean, { description: 'Whether runs of the watchdog are summed up by a model.' })
  summariseScans: boolean;
}

@InputType({
  description:
    'Whether models give advice, and how much: a value sets, null takes the default back, absent leaves.',
})
export class AdviceSettingsInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether anything of the organisation is sent to a model at all; not by default.',
  })
  enabled?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Tokens that questions and answers may have in a month, 0 to 1,000,000,000; 500,000 by default.',
  })
  monthlyTokens?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether evidence that waits for its review gets advice by itself; not by default.',
  })
  scoreEvidence?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a model is told the beginning of evidence that is a text file kept by PIT; not by default.',
  })
  sendEvidenceText?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether runs of the watchdog are summed up by a model; not by default.',
  })
  summariseScans?: boolean | null;
}
