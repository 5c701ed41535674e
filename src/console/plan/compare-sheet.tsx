import { useMemo, useState } from 'preact/hooks';
import { labelOf, packId, type PackedTimeline } from '../gantt/timeline.ts';
import { CompareBaselinesDocument, type CompareBaselinesQuery } from '../operations.ts';
import { Change } from '../parts/change.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { formatDay, formatMoney } from '../state/format.ts';
import { refine } from '../state/router.ts';
import { printRoute, type PlanRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { planWords } from '../plan-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import type { BaselineOf } from './use-other-plan.ts';

type Comparison = CompareBaselinesQuery['compareBaselines'];
type Shift = Comparison['moved'][number];

/** Moves that are shown at first, and how many more come when they are asked for; the graph gives 1,000 at most at once. */
const FIRST_SHIFTS = 12;
const MORE_SHIFTS = 100;
const MOST_SHIFTS = 1_000;

interface CompareSheetProps {
  readonly projectId: string;
  /** Null where no baseline is shown. */
  readonly baseline: BaselineOf | null;
  readonly timeline: PackedTimeline;
  readonly route: PlanRoute;
}

/** What has become of a baseline: each figure then and now, and what moved most. */
export function CompareSheet({ baseline, route, ...rest }: CompareSheetProps) {
  if (baseline === null || !route.isComparing) return null;
  return <Sheet {...{ baseline, route }} {...rest} />;
}

function Sheet({ projectId, baseline, timeline, route }: CompareSheetProps & { baseline: BaselineOf }) {
  const [limit, setLimit] = useState(FIRST_SHIFTS);
  const { data, error, isLoading, reload } = useAsk(CompareBaselinesDocument, {
    ...{ projectId, a: baseline.id, limit },
  });
  const more = (): void => setLimit((before) => Math.min(MOST_SHIFTS, before + MORE_SHIFTS));
  const close = (): void => refine({ ...route, isComparing: false });
  return (
    <section
      class="sheet"
      aria-label={projectWords.baseline.sheet(baseline.name)}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <h2>{projectWords.baseline.sheet(baseline.name)}</h2>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading lines={3} />}
      {data !== null && (
        <>
          <Figures comparison={data.compareBaselines} />
          <Shifts
            moved={data.compareBaselines.moved}
            count={data.compareBaselines.movedCount}
            {...{ timeline, route }}
          />
          {limit < Math.min(data.compareBaselines.movedCount, MOST_SHIFTS) && (
            <button type="button" class="button" disabled={isLoading} onClick={more}>
              {words.state.more}
            </button>
          )}
        </>
      )}
      <p>
        <button type="button" class="button" onClick={reload}>
          {projectWords.baseline.again}
        </button>{' '}
        <button type="button" class="button" onClick={close}>
          {words.state.close}
        </button>
      </p>
    </section>
  );
}

function Figures({ comparison }: { comparison: Comparison }) {
  const { finishBefore, finishAfter, finishShiftDays } = comparison;
  const counts: readonly (readonly [string, number])[] = [
    [projectWords.baseline.added, comparison.addedCount],
    [projectWords.baseline.removed, comparison.removedCount],
    [projectWords.baseline.linksAdded, comparison.addedDependencyCount],
    [projectWords.baseline.linksRemoved, comparison.removedDependencyCount],
    [projectWords.baseline.costChanges, comparison.costChangeCount],
  ];
  const money = (capex: string, opex: string): string => formatMoney(String(Number(capex) + Number(opex)));
  return (
    <dl class="facts">
      <Change label={projectWords.baseline.finish} before={dayOf(finishBefore)} after={dayOf(finishAfter)} />
      {finishShiftDays !== null && (
        <div>
          <dt>{projectWords.baseline.shift}</dt>
          <dd class={finishShiftDays > 0 ? 'bad' : ''}>{words.daysLate(finishShiftDays)}</dd>
        </div>
      )}
      <Change
        label={projectWords.baseline.cost}
        before={money(comparison.capexBefore, comparison.opexBefore)}
        after={money(comparison.capexAfter, comparison.opexAfter)}
      />
      {counts.map(
        ([label, count]) =>
          count > 0 && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{count}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface ShiftsProps {
  readonly moved: readonly Shift[];
  readonly count: number;
  readonly timeline: PackedTimeline;
  readonly route: PlanRoute;
}

/** Those that moved the most come first; what is not in the plan any more is left out. */
function Shifts({ moved, count, timeline, route }: ShiftsProps) {
  const shown = useMemo(() => {
    const rows = new Map(timeline.rows.id.map((id, row) => [id, row]));
    return moved
      .map((shift) => ({ ...shift, row: rows.get(packId(shift.taskId)) ?? -1 }))
      .filter(({ row }) => row >= 0);
  }, [moved, timeline]);
  return (
    <div>
      <strong>{projectWords.baseline.moved(count)}</strong>
      <ul class="moves">
        {shown.map((shift) => (
          <li key={shift.taskId}>
            <a href={printRoute({ ...route, task: shift.taskId })}>{labelOf(timeline, shift.row)}</a>
            <span />
            <span class="number">
              {dayOf(shift.endBefore ?? shift.startBefore)} → {dayOf(shift.endAfter ?? shift.startAfter)}
            </span>
            <span class="number">{shiftOf(shift)}</span>
          </li>
        ))}
      </ul>
      {count > shown.length && <p class="quiet">{planWords.move.more(count - shown.length)}</p>}
    </div>
  );
}

const dayOf = (day: string | null): string => (day === null ? words.none : formatDay(day));

function shiftOf({ startShiftDays, endShiftDays }: Shift): string {
  const days = endShiftDays ?? startShiftDays;
  return days === null || days === 0 ? '' : planWords.move.shifted(days);
}
