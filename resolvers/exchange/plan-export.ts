import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { expose } from '../../entities/base/expose.ts';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { ExportFormat } from '../../src/domain/exchange/exported-plan.ts';
import {
  exportUrl,
  keepExport,
  readExport,
  type KeptExport,
} from '../../src/services/exchange/export/stored-export.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';
import { PlanImportError } from './plan-import.ts';

expose(ExportFormat, 'ExportFormat', 'What an export of a project is.', {
  MSPDI: 'XML of Microsoft Project, with the computed dates and slack.',
  CSV: 'A table of tasks in UTF-8, RFC 4180, which can be imported again.',
  OSCAL_POAM: 'An OSCAL plan of action and milestones in JSON, valid by the schema of NIST, version 1.1.2.',
  ICALENDAR: 'A calendar (RFC 5545) with an all-day event for each task that has a day.',
  GANTT_JSON:
    'JSON for whatever draws a Gantt chart: the days of each task, its place, and the tasks that it waits for.',
  EVIDENCE: 'A ZIP of the files of all evidence, with their metadata, and SHA256SUMS over all that is in it.',
  ARCHIVE:
    'A ZIP of the project in all formats with the files of its evidence, and SHA256SUMS over all that is in it.',
});

const ProjectExportState = {
  WAITING: 'waiting',
  RUNNING: 'running',
  DONE: 'done',
  REFUSED: 'refused',
  FAILED: 'failed',
} as const;
type ProjectExportState = (typeof ProjectExportState)[keyof typeof ProjectExportState];

expose(
  ProjectExportState,
  'ProjectExportState',
  'How far the export of a project has come. More values may be added.',
  {
    WAITING: 'It waits for its turn.',
    RUNNING: 'It is being written.',
    DONE: 'The file can be fetched until it expires.',
    REFUSED: 'There is no file. The error says why.',
    FAILED: 'There is no file: it could not be finished. The error says why.',
  },
);

@InputType({ description: 'A project that is to be exported.' })
class StartExportInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => ExportFormat, { description: 'What the file is to be.' })
  format: ExportFormat;
}

@ObjectType({ description: 'The export of a project into a file, as whoever asked for it sees the project.' })
class ProjectExport {
  @Field(() => ID, { description: 'Identity of the export.' })
  id: string;

  @Field(() => ExportFormat, { description: 'What the file is.' })
  format: ExportFormat;

  @Field(() => ProjectExportState, { description: 'How far it has come.' })
  state: ProjectExportState;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null before.' })
  finishedAt: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the file is kept; null without one.',
  })
  expiresAt: string | null;

  @Field(() => String, { nullable: true, description: 'What the file is called; null without one.' })
  fileName: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the file in hexadecimal digits; null without one.',
  })
  sha256: string | null;

  @Field(() => Float, { nullable: true, description: 'Bytes of the file; null without one.' })
  size: number | null;

  @Field(() => PlanImportError, { nullable: true, description: 'Why there is no file; null unless so.' })
  error: PlanImportError | null;

  projectId: string;
  fileId: string | null;
  mediaType: string | null;
}

@ObjectType({ description: 'The export that was asked for.' })
class ProjectExportPayload implements KeptExport {
  exportId: string;
}

@Resolver(() => ProjectExport)
class ProjectExportResolver {
  @Query(() => ProjectExport, {
    nullable: true,
    description:
      'The export with the id, or null when there is none to see: one sees one’s own, and an administrator all.',
  })
  @Directive('@cost(weight: 5)')
  projectExport(
    @Arg('id', () => ID, { description: 'Id of the export.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return readExport(context.loaders, id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'An address that gives the file out for five minutes to whoever has it; null without a file, and once it has expired.',
  })
  downloadUrl(@Root() found: ProjectExport, @Ctx() context: RequestContext): Promise<string | null> {
    return exportUrl(context.files, context.actor, found);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project; null where the caller does not see it any more.',
  })
  project(
    @Root() { projectId }: ProjectExport,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }
}

@Resolver(() => ProjectExportPayload)
class ProjectExportPayloadResolver {
  @FieldResolver(() => ProjectExport, { nullable: true, description: 'The export as it is now.' })
  export(@Root() { exportId }: ProjectExportPayload, @Ctx() context: RequestContext) {
    return readExport(context.loaders, exportId);
  }
}

@Resolver()
class ProjectExportMutations {
  @Mutation(() => ProjectExportPayload, {
    description:
      'Has a project exported into a file, as the caller sees it. A job writes it; `projectExport` tells when it is there and where, and EXPORT_GENERATED that one is. The file is kept for a day.',
  })
  async startExport(@Input(StartExportInput) input: StartExportInput, @Ctx() context: RequestContext) {
    const kept = await context.write('startExport', input, (tx) => keepExport(tx, input));
    context.wantJob('export', kept.exportId);
    return kept;
  }
}

/** The resolvers of exports. */
export const projectExportResolvers = [
  ProjectExportResolver,
  ProjectExportPayloadResolver,
  ProjectExportMutations,
] as const;
