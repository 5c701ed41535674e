import type { PlanHeadFragment } from '../operations.ts';
import { HealthMark, Progress } from '../parts/health.tsx';
import { formatDay } from '../state/format.ts';
import { PORTFOLIO, printRoute } from '../state/routes.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import type { ProjectEvent } from './use-plan.ts';

/** How a project stands, why, and who has what holds it up. */
export function PlanHeader({
  head,
  news,
  hrefOf,
}: {
  head: PlanHeadFragment;
  news: ProjectEvent | null;
  /** Where a task is shown. */
  hrefOf: (task: string) => string;
}) {
  const reasons = head.healthReasons.filter(({ health }) => health !== 'GREEN').map(({ message }) => message);
  const blocking = head.schedule?.criticalPath.nodes.find(({ status }) => status !== 'COMPLETED') ?? null;
  return (
    <header class="plan-head">
      <p class="crumbs">
        <a href={printRoute(PORTFOLIO)}>{words.pages.portfolio}</a>
        {head.code !== null && ` / ${head.code}`}
      </p>
      <div class="plan-title">
        <h1 title={head.name}>{head.name}</h1>
        <HealthMark health={head.health} />
        <Progress percent={head.progressPercent} />
        {news !== null && <News event={news} />}
      </div>
      <dl class="facts">
        {reasons.length > 0 && <Fact label={planWords.plan.why}>{reasons.join('; ')}</Fact>}
        {blocking !== null && (
          <Fact label={planWords.plan.heldUp}>
            <a href={hrefOf(blocking.id)}>{blocking.name}</a>
            {blocking.owner !== null && <span class="quiet">, {blocking.owner.name}</span>}
          </Fact>
        )}
        <Fact label={planWords.plan.finish}>
          <Finish head={head} />
        </Fact>
        {head.endDate !== null && <Fact label={planWords.plan.planned}>{formatDay(head.endDate)}</Fact>}
        <Fact label={planWords.plan.owner}>{head.owner?.name}</Fact>
      </dl>
    </header>
  );
}

function Fact({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Finish({ head: { schedule, endDate } }: { head: PlanHeadFragment }) {
  const finish = schedule?.forecastFinish ?? null;
  if (finish === null) return <span class="quiet">{planWords.plan.noSchedule}</span>;
  const variance = schedule?.finishVarianceDays ?? null;
  const isLate = variance === null ? endDate !== null && finish > endDate : variance > 0;
  return (
    <span class={isLate ? 'bad' : ''}>
      {formatDay(finish)}
      {variance !== null && <>, {words.daysLate(variance)}</>}
    </span>
  );
}

function News({ event }: { event: ProjectEvent }) {
  const { actor, task } = event;
  if (task === null) return null;
  const progress = words.percent(task.progressPercent);
  return (
    <p key={event.cursor} class="news">
      {planWords.plan.news(actor?.name ?? planWords.plan.someone, task.name, progress)}
    </p>
  );
}
