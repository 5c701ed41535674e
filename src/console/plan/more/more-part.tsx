import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { TaskMoreDocument, type TaskMoreQuery } from '../../operations.ts';
import { Failed } from '../../parts/states.tsx';
import { ACCEPTANCES } from '../../state/queue-routes.ts';
import { formatDay } from '../../state/format.ts';
import { printRoute } from '../../state/routes.ts';
import { useAsk } from '../../state/use-ask.ts';
import { moreWords } from './more-words.ts';
import { words } from '../../words.ts';
import { ruleInWords } from './rule-in-words.ts';

type More = NonNullable<TaskMoreQuery['task']>;

interface MorePartProps {
  readonly id: string;
  /** Counts up when something has happened in the project. */
  readonly eventCount: number;
}

/** What stands behind a task: the series that it comes of, and the risks, controls and criteria that it serves. */
export function MorePart({ id, eventCount }: MorePartProps) {
  const { data, error, reload } = useAsk(TaskMoreDocument, { id });
  useEffect(() => {
    if (eventCount > 0) reload();
  }, [eventCount]);
  if (error !== null) return <Failed error={error} onAgain={reload} />;
  if (data?.task == null) return null;
  const { occurrence } = data.task;
  return (
    <>
      {occurrence !== null && <Series occurrence={occurrence} />}
      <Risks task={data.task} />
      <Controls task={data.task} />
      <Criteria task={data.task} />
    </>
  );
}

const NEXT_DATES = 4;

/** The rule of the series in words, which of its dates this task is, and the next ones. */
function Series({ occurrence: { nominalOn, series } }: { occurrence: NonNullable<More['occurrence']> }) {
  if (series === null) return null;
  const { title, shift, state, stands, next, none } = moreWords.series;
  const rule = [ruleInWords(series.rule), shift(series.dateShift)].filter((part) => part !== '').join(', ');
  const dates = series.nextDates.filter((date) => date > nominalOn).slice(0, NEXT_DATES);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <p class="series-rule">{rule}</p>
      <p class="quiet">{[stands(formatDay(nominalOn)), state(series.state)].join(' ')}</p>
      <p class="quiet">{dates.length === 0 ? none : `${next}: ${dates.map(formatDay).join(', ')}`}</p>
    </section>
  );
}

/** The beginning of an id of another module, which names its records itself. */
const short = (id: string): string => id.slice(0, 8);
const percent = (value: number | null, say: (percent: string) => string): string | null =>
  value === null ? null : say(words.percent(value));

function Risks({ task }: { task: More }) {
  const { risks, view, mitigated, accepted } = moreWords.guards;
  return (
    <Guards title={risks}>
      {task.riskLinks.nodes.map(({ id, riskId, linkType, risk }) => (
        <Guard
          key={id}
          name={short(riskId)}
          title={riskId}
          facts={[view(linkType), percent(risk?.mitigationAchievedPercent ?? null, mitigated)]}
          origin={riskId}
          held={risk?.acceptedUntil == null ? null : accepted(formatDay(risk.acceptedUntil))}
        />
      ))}
    </Guards>
  );
}

function Controls({ task }: { task: More }) {
  const { controls, implemented, excepted } = moreWords.guards;
  return (
    <Guards title={controls}>
      {task.controlLinks.nodes.map(({ id, controlId, controlGroup, control }) => (
        <Guard
          key={id}
          name={controlGroup?.replaceAll('_', ' ') ?? short(controlId)}
          title={controlId}
          facts={[percent(control?.implementationPercent ?? null, implemented)]}
          origin={controlId}
          held={control?.exceptionUntil == null ? null : excepted(formatDay(control.exceptionUntil))}
        />
      ))}
    </Guards>
  );
}

function Criteria({ task }: { task: More }) {
  return (
    <Guards title={moreWords.guards.criteria}>
      {task.ismsLinks.nodes.map(({ id, criteriaCode, criteriaVersion }) => (
        <Guard
          key={id}
          name={criteriaCode}
          title={criteriaCode}
          facts={[criteriaVersion]}
          origin={criteriaCode}
          held={null}
        />
      ))}
    </Guards>
  );
}

function Guards({ title, children }: { title: string; children: readonly ComponentChildren[] }) {
  if (children.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul class="links">{children}</ul>
    </section>
  );
}

interface GuardProps {
  readonly name: string;
  readonly title: string;
  readonly facts: readonly (string | null)[];
  /** By what acceptances of it are found. */
  readonly origin: string;
  /** Until when it is accepted or excepted; null where it is not. */
  readonly held: string | null;
}

function Guard({ name, title, facts, origin, held }: GuardProps) {
  return (
    <li>
      <span title={title}>{name}</span>
      {held !== null && <strong> · {held}</strong>}
      <p class="quiet">
        {facts.filter((fact) => fact !== null).map((fact) => `${fact} · `)}
        <a href={printRoute({ ...ACCEPTANCES, state: 'ALL', origin })}>{moreWords.guards.acceptances}</a>
      </p>
    </li>
  );
}
