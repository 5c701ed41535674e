import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { refine } from '../state/router.ts';
import { ZOOMS, type PlanRoute, type Zoom } from '../state/routes.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import { BaselineChoice } from './baseline-choice.tsx';
import { PlanFilter } from './plan-filter.tsx';
import type { OtherPlan } from './use-other-plan.ts';

interface PlanBarProps {
  readonly route: PlanRoute;
  readonly other: OtherPlan;
  readonly today: string;
  /** The scale that is shown. */
  readonly shown: Zoom;
  readonly isList: boolean;
  /** How much work a filter leaves as it is; null: no filter. */
  readonly matchCount: number | null;
  readonly onList: (isList: boolean) => void;
  readonly onToday: () => void;
  readonly onFold: (isFolding: boolean) => void;
}

/** How the plan is shown. */
export function PlanBar(props: PlanBarProps) {
  const { route, other, today, shown, isList, matchCount, onList, onToday, onFold } = props;
  return (
    <div class="plan-bar" role="toolbar" aria-label={words.pages.plan}>
      <div class="segments" role="group" aria-label={planWords.plan.zoomGroup}>
        {ZOOMS.map((zoom) => (
          <button
            key={zoom}
            type="button"
            aria-pressed={zoom === shown}
            onClick={() => refine({ ...route, zoom })}
          >
            {planWords.plan.zoom[zoom]}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="button"
        aria-pressed={route.zoom === 'fit'}
        onClick={() => refine({ ...route, zoom: 'fit', at: '' })}
      >
        {planWords.plan.fit}
      </button>
      <button type="button" class="button" onClick={onToday}>
        {planWords.plan.today}
      </button>
      <Switch isOn={route.hasCritical} onChange={(hasCritical) => refine({ ...route, hasCritical })}>
        {planWords.plan.showCritical}
      </Switch>
      <Switch isOn={route.hasLinks} onChange={(hasLinks) => refine({ ...route, hasLinks })}>
        {planWords.plan.showLinks}
      </Switch>
      <BaselineChoice route={route} other={other} today={today} />
      <PlanFilter route={route} count={matchCount} />
      <span class="spring" />
      <button type="button" class="button is-plain" onClick={() => onFold(true)}>
        {planWords.plan.foldAll}
      </button>
      <button type="button" class="button is-plain" onClick={() => onFold(false)}>
        {planWords.plan.unfoldAll}
      </button>
      <Help />
      <button type="button" class="button only-narrow" aria-pressed={!isList} onClick={() => onList(!isList)}>
        {isList ? planWords.plan.showChart : planWords.plan.showList}
      </button>
    </div>
  );
}

function Switch({
  isOn,
  onChange,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: preact.ComponentChildren;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      {children}
    </label>
  );
}

const SIGNS = [
  'planned',
  'overdue',
  'completed',
  'critical',
  'blocked',
  'baseline',
  'milestone',
  'today',
] as const;

/** What the colours mean, and which keys there are. */
function Help() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button is-plain" onClick={() => setOpen(true)}>
        {planWords.plan.legend}
      </button>
      {isOpen && (
        <Dialog title={planWords.plan.legend} onClose={() => setOpen(false)}>
          <h2>{planWords.plan.legend}</h2>
          <ul class="legend">
            {SIGNS.map((sign) => (
              <li key={sign}>
                <svg width="40" height="16" aria-hidden="true">
                  <Sign sign={sign} />
                </svg>
                {planWords.plan.legendOf[sign]}
              </li>
            ))}
          </ul>
          <h2>{words.shell.help}</h2>
          <dl class="keys">
            {planWords.plan.keys.map(([keys, meaning]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <button type="button" class="button" onClick={() => setOpen(false)}>
            {words.state.close}
          </button>
        </Dialog>
      )}
    </>
  );
}

function Sign({ sign }: { sign: (typeof SIGNS)[number] }) {
  const bar = 'M2 2h36v12h-36z';
  switch (sign) {
    case 'planned':
    case 'overdue':
      return (
        <>
          <path class={`path-${sign}`} d={bar} />
          <path class={sign === 'planned' ? 'path-done' : 'path-overdue-done'} d="M2 2h14v12h-14z" />
        </>
      );
    case 'blocked':
      return (
        <>
          <path class="path-planned" d={bar} />
          <path class="path-blocked" d="M2 10h36v4h-36z" />
        </>
      );
    case 'baseline':
      return <path class="path-baseline" d="M2 7h36v3h-36z" />;
    case 'milestone':
      return <path class="path-milestone" d="M13 8l7 -7l7 7l-7 7z" />;
    case 'today':
      return <path class="path-today" d="M20 0v16" />;
    case 'completed':
    case 'critical':
      return (
        <>
          {sign === 'critical' && <path class="path-planned" d={bar} />}
          <path class={`path-${sign}`} d={bar} />
        </>
      );
  }
}
