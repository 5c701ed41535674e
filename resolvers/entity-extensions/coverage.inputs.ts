import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'Conditions on coverage: all must hold, each list means any of its values.' })
abstract class CoverageFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Work of projects of any of these divisions alone is counted.',
  })
  divisionId?: string[] | null;
}

@InputType({ description: 'Which controls, and what work on them: all conditions must hold.' })
export class ControlCoverageFilter extends CoverageFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'These controls, also those without any task; all that have links when not given.',
  })
  controlId?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Links of any of these groups alone count.' })
  controlGroup?: string[] | null;
}

@InputType({ description: 'Which criteria, and what work on them: all conditions must hold.' })
export class IsmsCoverageFilter extends CoverageFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      'Criteria with these codes, also those without any task; all that have links when not given.',
  })
  code?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of any of these editions.' })
  version?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The code begins so, such as `ISO27001-A.8`.' })
  codePrefix?: string | null;
}

@ArgsType()
export class CoverageArgs {
  @Field(() => Int, { nullable: true, description: 'How many rows, 1 to 100; 20 when not given.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;
}

@ArgsType()
export class ControlCoverageArgs extends CoverageArgs {
  @Field(() => ControlCoverageFilter, { nullable: true, description: 'Which controls; all when not given.' })
  filter?: ControlCoverageFilter | null;
}

@ArgsType()
export class IsmsCoverageArgs extends CoverageArgs {
  @Field(() => IsmsCoverageFilter, { nullable: true, description: 'Which criteria; all when not given.' })
  filter?: IsmsCoverageFilter | null;
}
