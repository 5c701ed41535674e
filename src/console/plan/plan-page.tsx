import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fittingScale, scaleOf } from '../gantt/geometry.ts';
import { packId, unpackId, isTask, type PackedTimeline } from '../gantt/timeline.ts';
import { Gantt } from '../gantt/gantt.tsx';
import { matchesOf } from './matches.ts';
import type { GanttActs } from '../gantt/gantt-input.ts';
import type { GanttModel, GanttView } from '../gantt/gantt-view.ts';
import { RANKS, useVerbs } from '../palette/verbs.ts';
import { NothingHere } from '../help/nothing-here.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { usePrintedPlan } from '../print/use-printed-plan.ts';
import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { route as shownRoute, refine } from '../state/router.ts';
import { printRoute, type PlanRoute } from '../state/routes.ts';
import { viewer } from '../state/viewer.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import { ByCode } from '../project/by-code.tsx';
import { ProjectTabs } from '../project/project-tabs.tsx';
import { CompareSheet } from './compare-sheet.tsx';
import { ghostsOf, NO_MOVE, useMove, type MoveState } from './use-move.ts';
import { planVerbs } from './plan-verbs.ts';
import { PlanBar } from './plan-bar.tsx';
import { PlanHeader } from './plan-header.tsx';
import { PreviewSheet } from './preview-sheet.tsx';
import { TaskPanel } from './task-panel.tsx';
import { useOtherPlan, type OtherPlan } from './use-other-plan.ts';
import { usePlan, type Plan } from './use-plan.ts';
import { usePlanKeys, type PlanKeys } from './use-plan-keys.ts';
import type { Look } from './saved-view.ts';
import { useSavedView } from './use-saved-view.ts';

/** The plan of a project, named by its id or its code. */
export function PlanPage({ route }: { route: PlanRoute }) {
  return <ByCode name={route.project}>{(id) => <PlanOf id={id} route={route} />}</ByCode>;
}

function PlanOf({ id, route }: { id: string; route: PlanRoute }) {
  const state = usePlan(id);
  const { plan, error, isMissing } = state;
  useEffect(() => {
    if (plan === null) return;
    const { name, overdueTaskCount } = plan.head;
    const fact = overdueTaskCount > 0 ? `${planWords.plan.overdue(overdueTaskCount)} – ` : '';
    document.title = `${fact}${name} – ${words.product}`;
  }, [plan?.head]);
  if (isMissing) return <NothingHere />;
  if (plan === null)
    return error === null ? <Loading lines={14} /> : <Failed error={error} onAgain={state.reload} />;
  return (
    <div class="plan">
      <PlanHeader head={plan.head} news={state.news} hrefOf={(task) => printRoute({ ...route, task })} />
      <ProjectTabs project={route.project} />
      {error !== null && <Failed error={error} onAgain={state.reload} />}
      {plan.isStale && <p class="banner">{planWords.plan.stale}</p>}
      {plan.timeline === null || plan.timeline.rowCount === 0 ? (
        <Empty>{planWords.plan.empty}</Empty>
      ) : (
        <Chart
          key={plan.head.id}
          plan={plan}
          timeline={plan.timeline}
          changed={state.changed}
          eventCount={state.eventCount}
          route={route}
        />
      )}
    </div>
  );
}

interface ChartProps {
  readonly plan: Plan;
  readonly timeline: PackedTimeline;
  readonly changed: ReadonlySet<string>;
  readonly eventCount: number;
  readonly route: PlanRoute;
}

function Chart({ plan, timeline: planned, changed, eventCount, route: asked }: ChartProps) {
  const { route, look, folded, fold } = useSavedView(plan.head.id, asked, plan.saved);
  const [active, setActive] = useState<string | null>(route.task === '' ? null : packId(route.task));
  const [isList, setList] = useState(false);
  const view = useRef<GanttView | undefined>(undefined);
  const other = useOtherPlan(plan.head.id, planned, route);
  const { timeline } = other;
  const move = useMove(plan.head.id, timeline);
  const mayMove = plan.head.viewerMay.includes('APPLY_SCHEDULE');
  useShownTask(route.task, timeline, view, setActive);
  const model = useModel({ timeline, changed, route, folded, active, move: move.state });
  usePrintedPlan(plan.head.name, model);
  const open = (row: number): void => openRow(timeline, route, row);
  const acts: GanttActs = {
    onActive: (row) => {
      setActive(timeline.rows.id[row]!);
      if (route.task !== '') open(row);
    },
    onOpen: open,
    onFold: (row, isFolded) => fold(toggled(folded, timeline.rows.id[row]!, isFolded)),
    onShift: move.shift,
    onCancel: move.cancel,
    mayMove: () => mayMove,
  };
  const shown = model.scale.zoom;
  const keys = { route, shown, timeline, view, active, onActive: setActive, isBusy: move.state !== NO_MOVE };
  useKeys(keys);
  const bar = {
    ...{ route, other, today: timeline.today, shown, isList, onList: setList },
    matchCount: model.matches?.size ?? null,
    onToday: () => view.current?.showDay(daysTo(timeline, timeline.today), 0.3),
    onFold: (isFolding: boolean) => fold(isFolding ? parentsOf(timeline) : new Set()),
  };
  const looks = {
    onView: useFirstLook(view, timeline, route),
    onLook: useRememberedDay(timeline, route, look, shown),
  };
  return (
    <>
      <PlanBar {...bar} />
      <OtherPlanFailed other={other} />
      <div class={`plan-body ${isList ? 'is-list' : ''} ${route.task === '' ? '' : 'has-panel'}`}>
        <Gantt model={model} acts={acts} label={planWords.plan.chart(plan.head.name)} {...looks} />
        {route.task !== '' && <TaskPanel id={route.task} {...{ route, eventCount, move, mayMove }} />}
      </div>
      <CompareSheet projectId={plan.head.id} baseline={other.shown} {...{ timeline, route }} />
      <PreviewSheet move={move} mayApply={mayMove} />
    </>
  );
}

function openRow({ rows }: PackedTimeline, route: PlanRoute, row: number): void {
  if (isTask(rows.kind[row]!)) refine({ ...current(route), task: unpackId(rows.id[row]!) });
}

function useKeys(keys: PlanKeys): void {
  usePlanKeys(keys);
  useVerbs(RANKS.page, () => planVerbs(keys));
}

function OtherPlanFailed({ other: { error, reload } }: { other: OtherPlan }) {
  return error === null ? null : <Failed error={error} onAgain={reload} />;
}

/** The task of the panel is the active row, and in sight. */
function useShownTask(
  task: string,
  timeline: PackedTimeline,
  view: { readonly current: GanttView | undefined },
  onActive: (id: string) => void,
): void {
  useEffect(() => {
    const row = task === '' ? -1 : timeline.rows.id.indexOf(packId(task));
    if (row < 0) return;
    onActive(timeline.rows.id[row]!);
    view.current?.showRow(row);
  }, [task]);
}

interface ModelSource {
  readonly timeline: PackedTimeline;
  readonly changed: ReadonlySet<string>;
  readonly route: PlanRoute;
  readonly folded: ReadonlySet<string>;
  readonly active: string | null;
  readonly move: MoveState;
}

/** What the chart is painted from; the same object for as long as nothing of it changes. */
function useModel({ timeline, changed, route, folded, active, move }: ModelSource): GanttModel {
  // The width in which the page was opened counts: bars do not jump while a window is dragged.
  const hasPanel = route.task !== '';
  const width = useMemo(() => chartWidth(hasPanel), [hasPanel]);
  const { zoom, hasLinks, hasBaseline, hasCritical, search, status } = route;
  const matches = useMemo(() => matchesOf(timeline, { search, status }), [timeline, search, status]);
  const fitted = useMemo(
    () => fittingScale(timeline, width * ROOM_FOR_LABELS),
    [timeline.spanDays, timeline.origin, width],
  );
  const scale = useMemo(() => (zoom === 'fit' ? fitted : scaleOf(zoom)), [zoom, fitted]);
  const settings = viewer.value?.organisation?.settings;
  return useMemo(
    () => ({
      ...{ timeline, folded, scale, hasLinks, hasBaseline, active, changed },
      isCriticalOnly: hasCritical,
      matches,
      workingDays: settings?.workingDays ?? [1, 2, 3, 4, 5],
      holidays: new Set(settings?.holidays),
      ghosts: ghostsOf(timeline, move),
    }),
    [timeline, folded, scale, hasLinks, hasBaseline, hasCritical, matches, active, changed, move, settings],
  );
}

/** The part of the width that bars take where all is to be in sight: labels stand to the right of them. */
const ROOM_FOR_LABELS = 0.88;

/** What the style sheet leaves for the drawing beside the table, the panel and the scroll bar. */
function chartWidth(hasPanel: boolean): number {
  const [tree, panel] = innerWidth > 1200 ? [400, 380] : innerWidth > 800 ? [300, 340] : [150, 0];
  return Math.max(200, innerWidth - tree - (hasPanel ? panel : 0) - 16);
}

/** The route as the address has it now: an earlier rendering may have another one. */
function current(fallback: PlanRoute): PlanRoute {
  return shownRoute.value.page === 'plan' ? shownRoute.value : fallback;
}

function daysTo({ origin }: PackedTimeline, date: string): number {
  return toDayNumber(date) - toDayNumber(origin);
}

function toggled(folded: ReadonlySet<string>, id: string, isFolded: boolean): ReadonlySet<string> {
  const next = new Set(folded);
  if (isFolded) next.add(id);
  else next.delete(id);
  return next;
}

/** Everything that can be folded, but for the project itself. */
function parentsOf({ rows }: PackedTimeline): ReadonlySet<string> {
  return new Set(
    rows.parent.flatMap((parent) => (parent === null || rows.kind[parent] === 0 ? [] : [rows.id[parent]!])),
  );
}

/** Shows the day of the address when the page opens; without one the task of the address, or where today's work is. */
function useFirstLook(
  view: { current: GanttView | undefined },
  timeline: PackedTimeline,
  route: PlanRoute,
): (made: GanttView) => void {
  return useCallback((made: GanttView) => {
    view.current = made;
    const task = route.task === '' ? -1 : timeline.rows.id.indexOf(packId(route.task));
    if (route.at !== '') made.showDay(daysTo(timeline, route.at), 0);
    else if (route.zoom === 'fit') made.showDay(-1e6, 0);
    else made.showDay(Math.min(daysTo(timeline, timeline.today), timeline.spanDays), 0.4);
    if (task >= 0) made.showRow(task);
  }, []);
}

const REMEMBER_MS = 400;

/** Keeps the first day that is in sight in the address, so that a copied address shows the same. */
function useRememberedDay(
  timeline: PackedTimeline,
  route: PlanRoute,
  look: { current: Look | null },
  zoom: Look['zoom'],
): (firstDay: number, lastDay: number) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const known = useRef<string | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (firstDay, lastDay) => {
    const [from, to] = [firstDay, lastDay].map((day) =>
      toCivilDate(toDayNumber(timeline.origin) + Math.round(day)),
    ) as [string, string];
    look.current = { zoom, from, to };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const at = from;
      // Where the page opens, and a plan that fits, is no choice of anybody's.
      const isChoice = known.current !== null && known.current !== at && current(route).zoom !== 'fit';
      known.current = at;
      if (isChoice) refine({ ...current(route), at });
    }, REMEMBER_MS);
  };
}
