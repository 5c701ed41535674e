import { refine } from '../state/router.ts';
import type { PlanRoute } from '../state/routes.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { besideOf, type OtherPlan } from './use-other-plan.ts';

interface BaselineChoiceProps {
  readonly route: PlanRoute;
  readonly other: OtherPlan;
  readonly today: string;
}

/** Which plan the bars stand beside: none, a baseline, or the plan of a day. */
export function BaselineChoice({ route, other, today }: BaselineChoiceProps) {
  const { shown, isLoading } = other;
  return (
    <>
      <Choice route={route} other={other} today={today} />
      {besideOf(route) === 'day' && (
        <input
          type="date"
          aria-label={projectWords.baseline.day}
          max={today}
          value={route.asOf}
          onChange={(event) => {
            if (event.currentTarget.value !== '') refine({ ...route, asOf: event.currentTarget.value });
          }}
        />
      )}
      {isLoading && (
        <span class="quiet" role="status">
          {words.state.loading}
        </span>
      )}
      {shown !== null && (
        <button
          type="button"
          class="button"
          aria-pressed={route.isComparing}
          onClick={() => refine({ ...route, isComparing: !route.isComparing })}
        >
          {projectWords.baseline.compare}
        </button>
      )}
    </>
  );
}

function Choice({ route, other: { baselines }, today }: BaselineChoiceProps) {
  const beside = besideOf(route);
  const choose = (chosen: string): void => {
    const usual = { ...route, hasBaseline: true, baseline: '', asOf: '', isComparing: false };
    if (chosen === 'none') refine({ ...usual, hasBaseline: false });
    else if (chosen === 'day') refine({ ...usual, asOf: today });
    else refine({ ...usual, baseline: chosen === 'current' ? '' : chosen });
  };
  const current = baselines.find(({ isCurrent }) => isCurrent);
  return (
    <select
      aria-label={projectWords.baseline.beside}
      value={beside === 'baseline' ? route.baseline : beside}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="none">{projectWords.baseline.none}</option>
      <option value="current">{projectWords.baseline.current(current?.name)}</option>
      {baselines
        .filter((baseline) => baseline !== current)
        .map(({ id, name, kind }) => (
          <option key={id} value={id}>
            {projectWords.baseline.option(name, kind)}
          </option>
        ))}
      <option value="day">{projectWords.baseline.day}</option>
    </select>
  );
}
