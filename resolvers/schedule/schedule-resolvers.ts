import { ScheduleApplicationResolver } from './preview/application.resolver.ts';
import { AppliedSchedulePayloadResolver, ApplyScheduleMutations } from './preview/apply.mutations.ts';
import {
  MoveCauseResolver,
  SchedulePreviewResolver,
  RiskShiftResolver,
  TaskMoveResolver,
} from './preview/preview.resolver.ts';
import { scheduleImpactResolvers } from './preview/schedule-impact.resolver.ts';
import { DrivingLinkResolver, TaskScheduleResolver } from './task-schedule.resolver.ts';
import {
  ProjectScheduleOfProjectResolver,
  ProjectScheduleResolver,
  ScheduleViolationResolver,
} from './project-schedule.resolver.ts';

/** Resolver classes of the computed schedule, its previews and their application. */
export const scheduleResolvers = [
  TaskScheduleResolver,
  DrivingLinkResolver,
  ProjectScheduleOfProjectResolver,
  ProjectScheduleResolver,
  ScheduleViolationResolver,
  SchedulePreviewResolver,
  TaskMoveResolver,
  MoveCauseResolver,
  RiskShiftResolver,
  AppliedSchedulePayloadResolver,
  ApplyScheduleMutations,
  ScheduleApplicationResolver,
  ...scheduleImpactResolvers,
] as const;
