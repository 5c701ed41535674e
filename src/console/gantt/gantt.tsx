import { useEffect, useRef } from 'preact/hooks';
import { planWords } from '../plan-words.ts';
import { GanttInput, type GanttActs } from './gantt-input.ts';
import { GanttView, type GanttModel } from './gantt-view.ts';

export interface GanttProps {
  readonly model: GanttModel;
  readonly acts: GanttActs;
  readonly label: string;
  readonly onView: (view: GanttView) => void;
  /** The first and the last day that are in sight, counted from the origin. */
  readonly onLook: (firstDay: number, lastDay: number) => void;
}

/** A Gantt chart: a table of rows, which has everything in words, and a drawing beside it. */
export function Gantt({ model, acts, label, onView, onLook }: GanttProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRef<GanttView | undefined>(undefined);
  const latest = useRef({ model, acts, onLook });
  latest.current = { model, acts, onLook };
  useEffect(() => {
    const made = new GanttView(scroller.current!, (...days) => latest.current.onLook(...days));
    new GanttInput(
      scroller.current!,
      made,
      forwarded(() => latest.current.acts),
      () => latest.current.model,
    );
    view.current = made;
    made.show(latest.current.model);
    onView(made);
    return () => made.destroy();
  }, []);
  useEffect(() => view.current?.show(model), [model]);
  return (
    <div class="gantt" ref={scroller} role="treegrid" tabIndex={0} aria-label={label} aria-readonly="true">
      <div class="gantt-size" role="presentation">
        <div class="gantt-stage" role="presentation">
          <div class="gantt-tree" role="presentation">
            <div class="gantt-columns" role="row" aria-rowindex={1}>
              <span class="row-name" role="columnheader">
                {planWords.plan.columns.name}
              </span>
              <span class="row-mark" role="columnheader" aria-label={planWords.plan.columns.state} />
              <span class="row-ends" role="columnheader">
                {planWords.plan.columns.ends}
              </span>
              <span class="row-progress" role="columnheader">
                {planWords.plan.columns.progress}
              </span>
            </div>
          </div>
          <div class="gantt-chart" role="presentation" />
        </div>
      </div>
    </div>
  );
}

/** Acts that are always those of the last rendering. */
function forwarded(acts: () => GanttActs): GanttActs {
  return {
    onActive: (row) => acts().onActive(row),
    onOpen: (row) => acts().onOpen(row),
    onFold: (row, isFolded) => acts().onFold(row, isFolded),
    onShift: (row, days, isDone) => acts().onShift(row, days, isDone),
    onCancel: () => acts().onCancel(),
    mayMove: () => acts().mayMove(),
  };
}
