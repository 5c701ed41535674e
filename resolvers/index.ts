import { PhaseResolver, ProjectResolver } from './project.resolver.ts';
import {
  PhaseTasksResolver,
  ProjectTasksResolver,
  TaskResolver,
  WorkPackageTasksResolver,
} from './task.resolver.ts';

/** Every resolver class of the graph. */
export const resolvers = [
  ProjectResolver,
  PhaseResolver,
  TaskResolver,
  ProjectTasksResolver,
  PhaseTasksResolver,
  WorkPackageTasksResolver,
] as const;
