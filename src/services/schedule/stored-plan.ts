import { createHash } from 'node:crypto';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { LOAD_PLANS } from '../../db/queries/schedule/plan-load-query.ts';
import { calendarRuleOf, type OrganisationSettings } from '../../domain/directory/organisation-settings.ts';
import type { WorkCalendar } from '../../domain/calendar.ts';
import type { PlanFacts } from '../../domain/schedule/remaining-work/plan-facts.ts';
import { planTopology, type PlanTopology } from '../../domain/schedule/remaining-work/plan-topology.ts';
import {
  planAxis,
  scheduleProject,
  type ScheduleOutcome,
} from '../../domain/schedule/remaining-work/project-schedule.ts';
import type { DayAxis } from '../../domain/schedule/remaining-work/day-axis.ts';
import type { ScheduleRules, ScheduleSettings } from '../../domain/schedule/remaining-work/schedule-rules.ts';
import { scheduleRulesOf } from '../../domain/schedule/schedule-settings.ts';
import { unpackPlan } from './plan-columns.ts';
import type { Topic } from '../../events/topics.ts';

/** The plan of a project as it is stored, in columns. */
export interface StoredPlan {
  readonly projectId: string;
  /** Number of the newest event of the project's stream that it takes in. */
  readonly planSeq: number;
  readonly facts: PlanFacts;
  readonly topology: PlanTopology;
  /** Settings of the schedule that differ from the organisation's. */
  readonly settings: Partial<ScheduleSettings>;
  /** The start of the project that a person or an import typed; null where it is derived. */
  readonly typedStart: string | null;
  /** The last day of the current baseline, else the end that somebody typed; null without either. */
  readonly promisedFinish: string | null;
}

/** Events by which a plan may have become another one for the schedule. The schedule's own event is none of them. */
export const PLAN_TOPICS: readonly Topic[] = [
  'pit.project.updated',
  'pit.task.created',
  'pit.task.updated',
  'pit.task.completed',
  'pit.progress.updated',
  'pit.dependency.updated',
  'pit.baseline.updated',
];

/** What an organisation brings to every computation of its projects. */
export interface ScheduleGround {
  readonly settings: OrganisationSettings;
  readonly calendar: WorkCalendar;
  readonly today: string;
}

/** Names what of its organisation a stored schedule was computed by. What its project brings is told by its events. */
export function rulesHashOf({ settings }: Pick<ScheduleGround, 'settings'>): string {
  const rules = JSON.stringify([VERSION, settings.schedule, calendarRuleOf(settings)]);
  return createHash('sha1').update(rules).digest('base64url');
}

/** Raised when the engine computes otherwise, so that what is stored is computed anew. */
const VERSION = 2;

/** A stored plan, out of the rows of `LOAD_PLANS`; null where it has more tasks than were wanted. */
export function storedPlan(row: RowOfStatement<typeof LOAD_PLANS>, mostTasks: number): StoredPlan | null {
  const { projectId, planSeq, settings, typedStart, promisedFinish, taskCount } = row;
  if (taskCount > mostTasks) return null;
  const facts = unpackPlan(row);
  const topology = planTopology(facts.tasks.ids.length, facts.links);
  return { projectId, planSeq, facts, topology, settings, typedStart, promisedFinish };
}

/** A plan computed, with what it was computed by. */
export interface ComputedPlan {
  readonly plan: StoredPlan;
  readonly rules: ScheduleRules;
  readonly axis: DayAxis;
  readonly outcome: ScheduleOutcome;
}

/** What a plan is scheduled by. */
export function rulesOf(plan: StoredPlan, { settings, today }: ScheduleGround): ScheduleRules {
  return scheduleRulesOf(settings.schedule, plan, today);
}

/**
 * Computes a plan as of a day.
 * @throws PitError BAD_USER_INPUT, PIT006, where its work reaches beyond the calendar.
 */
export function computePlan(plan: StoredPlan, ground: ScheduleGround): ComputedPlan {
  const rules = rulesOf(plan, ground);
  const axis = planAxis(plan.facts, ground.calendar, rules);
  return { plan, rules, axis, outcome: scheduleProject(plan.facts, axis, rules, plan.topology) };
}
