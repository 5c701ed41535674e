import { useMemo } from 'preact/hooks';
import type { PackedTimeline } from '../gantt/timeline.ts';
import {
  BarsAsOfDocument,
  BaselineBarsDocument,
  BaselinesDocument,
  type BaselinesQuery,
} from '../operations.ts';
import type { AskError } from '../state/ask.ts';
import type { PlanRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { viewer } from '../state/viewer.ts';
import { besidePlan, endOfDay, type PackedPlan } from './other-plan.ts';

export type BaselineOf = NonNullable<BaselinesQuery['project']>['baselines'][number];

export interface OtherPlan {
  /** The timeline beside the plan that the address names. */
  readonly timeline: PackedTimeline;
  readonly baselines: readonly BaselineOf[];
  /** The baseline that is shown; null where none is. */
  readonly shown: BaselineOf | null;
  readonly isLoading: boolean;
  readonly error: AskError | null;
  readonly reload: () => void;
}

type Beside = 'none' | 'current' | 'baseline' | 'day';

/** What stands beside the plan, by the address. */
export function besideOf({ hasBaseline, baseline, asOf }: PlanRoute): Beside {
  if (!hasBaseline) return 'none';
  if (asOf !== '') return 'day';
  return baseline === '' ? 'current' : 'baseline';
}

/** Puts a plan beside that of now: the current baseline, which the timeline comes with, another one, or the plan of another day. */
export function useOtherPlan(projectId: string, timeline: PackedTimeline, route: PlanRoute): OtherPlan {
  const baselines = useAsk(BaselinesDocument, { id: projectId }).data?.project?.baselines ?? [];
  const beside = besideOf(route);
  const ofBaseline = useBarsOfBaseline(beside === 'baseline' ? route.baseline : null);
  const ofDay = useBarsOfDay(projectId, beside === 'day' ? route.asOf : null);
  const asked = beside === 'day' ? ofDay : beside === 'baseline' ? ofBaseline : NOTHING;
  const { bars } = asked;
  const drawn = useMemo(() => (bars === null ? timeline : besidePlan(timeline, bars)), [timeline, bars]);
  const isShown = ({ id, isCurrent }: BaselineOf): boolean =>
    beside === 'current' ? isCurrent : beside === 'baseline' && id === route.baseline;
  return { ...asked, timeline: drawn, baselines, shown: baselines.find(isShown) ?? null };
}

interface Bars {
  readonly bars: PackedPlan | null;
  readonly isLoading: boolean;
  readonly error: AskError | null;
  readonly reload: () => void;
}

const NOTHING: Bars = { bars: null, isLoading: false, error: null, reload: () => {} };

function useBarsOfBaseline(baselineId: string | null): Bars {
  const asked = useAsk(BaselineBarsDocument, baselineId === null ? null : { baselineId });
  return { ...asked, bars: (asked.data?.baselinePlan?.packed ?? null) as PackedPlan | null };
}

/** The plan as it stood at the end of a day, by the clocks of the organisation. */
function useBarsOfDay(id: string, day: string | null): Bars {
  const timeZone = viewer.value?.organisation?.timeZone ?? 'UTC';
  const variables = useMemo(
    () => (day === null ? null : { id, at: endOfDay(day, timeZone, Date.now()) }),
    [id, day, timeZone],
  );
  const asked = useAsk(BarsAsOfDocument, variables);
  return { ...asked, bars: (asked.data?.project?.planAsOf?.packed ?? null) as PackedPlan | null };
}
