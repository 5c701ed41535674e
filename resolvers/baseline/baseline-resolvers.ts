import {
  BaselineMutations,
  BaselinePayloadResolver,
  DeletedBaselinePayloadResolver,
} from './baseline.mutations.ts';
import { BaselineResolver, ProjectBaselinesResolver } from './baseline.resolver.ts';
import { PlanSnapshotResolver } from './plan-snapshot.resolver.ts';
import { TaskBaselineResolver } from './task-baseline.resolver.ts';

/** All of this chapter. */
export const baselineResolvers = [
  ProjectBaselinesResolver,
  BaselineResolver,
  PlanSnapshotResolver,
  TaskBaselineResolver,
  BaselineMutations,
  BaselinePayloadResolver,
  DeletedBaselinePayloadResolver,
] as const;
