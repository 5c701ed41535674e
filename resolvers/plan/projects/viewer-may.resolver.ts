import {
  Ctx,
  Directive,
  FieldResolver,
  registerEnumType,
  Resolver,
  Root,
  type ClassType,
} from 'type-graphql';
import { Evidence } from '../../../entities/evidence.ts';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { RequestContext } from '../../../src/context.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import type { RecordKind } from '../../../src/domain/directory/verbs-of-records.ts';
import { readViewerMay } from '../../../src/services/plan/projects/viewer-may.ts';

const VERBS = Object.keys(PERMISSIONS) as Verb[];
const wordOf = (verb: Verb): string => verb.replace(/[A-Z]/g, '_$&').toUpperCase();

/** The mutations as words of the graph: `CREATE_TASK`. */
const MutationName = Object.fromEntries(VERBS.map((verb) => [wordOf(verb), verb]));
registerEnumType(MutationName, {
  name: 'MutationName',
  description: 'A mutation of this graph.',
  valuesConfig: Object.fromEntries(
    VERBS.map((verb) => [wordOf(verb), { description: `The mutation \`${verb}\`.` }]),
  ),
});

/** Makes the resolver of `viewerMay` on the type of a record. */
function viewerMayOf(entity: ClassType<{ id: string }>, kind: RecordKind): ClassType<object> {
  @Resolver(() => entity)
  class ViewerMayResolver {
    @FieldResolver(() => [MutationName], {
      description:
        'Mutations about the record, or that make something directly in it, which are permitted to the caller now: by role, relation and the state of the project. Other rules, such as those of the status, may still refuse one.',
    })
    @Directive('@cost(weight: 1)')
    @Directive('@listSize(assumedSize: 1)') // The look-up counts, and not the names.
    viewerMay(@Root() record: { id: string }, @Ctx() context: RequestContext): Promise<readonly Verb[]> {
      return readViewerMay(context.loaders, context.actor, kind, record.id);
    }
  }
  return ViewerMayResolver;
}

export const ProjectViewerMayResolver = viewerMayOf(Project, 'project');
export const PhaseViewerMayResolver = viewerMayOf(Phase, 'phase');
export const WorkPackageViewerMayResolver = viewerMayOf(WorkPackage, 'work_package');
export const TaskViewerMayResolver = viewerMayOf(Task, 'task');
export const SubtaskViewerMayResolver = viewerMayOf(Subtask, 'subtask');
export const EvidenceViewerMayResolver = viewerMayOf(Evidence, 'evidence');
