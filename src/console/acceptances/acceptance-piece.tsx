import {
  AcceptanceWorkDocument,
  type AcceptanceRowFragment,
  type AcceptanceWorkQuery,
  type TaskFilter,
} from '../operations.ts';
import { StatusWord } from '../parts/health.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ACCEPTANCES } from '../state/queue-routes.ts';
import { formatDay, formatLongMoment, formatSpan } from '../state/format.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { acceptanceWords } from './acceptance-words.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import { AcceptanceActs } from './acceptance-acts.tsx';

interface PieceProps {
  readonly acceptance: AcceptanceRowFragment;
  readonly approverIds: readonly string[];
  readonly onChanged: () => void;
}

/** One acceptance: of what, why and until when, what became of it, who works on it, and what may be done with it. */
export function AcceptancePiece({ acceptance, approverIds, onChanged }: PieceProps) {
  const { kind, state, endsOn, renews } = acceptance;
  return (
    <article class="piece">
      <h2>
        {acceptanceWords.kind(kind)} {acceptanceWords.until(formatDay(endsOn))}
      </h2>
      <p>
        <strong>{acceptanceWords.state(state)}</strong>
        {renews !== null && (
          <>
            {' · '}
            <a href={printRoute({ ...ACCEPTANCES, acceptance: renews.id })}>{acceptanceWords.renews}</a>
          </>
        )}
      </p>
      <Facts acceptance={acceptance} />
      <AcceptanceActs {...{ acceptance, approverIds }} onDone={onChanged} />
      <Work acceptance={acceptance} />
    </article>
  );
}

/** What it is about, as the module that owns it names it. */
export function aboutOf({ originId, criteriaCode, criteriaVersion }: AcceptanceRowFragment): string {
  return originId ?? [criteriaCode, criteriaVersion].filter((part) => part !== null).join(' ');
}

function Facts({ acceptance }: { acceptance: AcceptanceRowFragment }) {
  const { facts } = acceptanceWords;
  const { startsOn, endsOn, createdAt, decidedAt, endedAt, proposedBy, decidedBy } = acceptance;
  const said = (name: string | undefined, moment: string): string =>
    `${name ?? planWords.plan.someone}, ${formatLongMoment(moment)}`;
  const rows: readonly (readonly [string, string | null])[] = [
    [facts.about, aboutOf(acceptance)],
    [facts.days, formatSpan(startsOn, endsOn)],
    [facts.reason, acceptance.reason],
    [facts.compensating, acceptance.compensating],
    [facts.residual, acceptance.residual],
    [facts.proposed, said(proposedBy?.name, createdAt)],
    [facts.decided, decidedAt === null ? null : said(decidedBy?.name, decidedAt)],
    [facts.comment, acceptance.comment],
    [facts.ended, endedAt === null ? null : formatLongMoment(endedAt)],
    [facts.endReason, acceptance.endReason],
  ];
  return (
    <dl class="values">
      {rows.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Which tasks work on what is accepted. */
function workFilter({ kind, originId, criteriaCode }: AcceptanceRowFragment): TaskFilter {
  const id = [originId ?? ''];
  switch (kind) {
    case 'RISK_ACCEPTANCE':
      return { riskId: id };
    case 'CONTROL_EXCEPTION':
      return { controlId: id };
    case 'FINDING_EXCEPTION':
      return { auditFindingId: id };
    case 'CRITERION_EXCEPTION':
      return { ismsCriteriaCode: [criteriaCode ?? ''] };
  }
}

type WorkTask = AcceptanceWorkQuery['tasks']['nodes'][number];

function Work({ acceptance }: { acceptance: AcceptanceRowFragment }) {
  const { data, error, reload } = useAsk(AcceptanceWorkDocument, { filter: workFilter(acceptance) });
  return (
    <section aria-label={acceptanceWords.work}>
      <h3>{acceptanceWords.work}</h3>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading lines={2} />}
      {data?.tasks.nodes.length === 0 && <p class="quiet">{acceptanceWords.noWork}</p>}
      <ul class="links">
        {data?.tasks.nodes.map((task) => (
          <WorkItem key={task.id} task={task} />
        ))}
      </ul>
      {data?.tasks.pageInfo.hasNextPage === true && <p class="quiet">{acceptanceWords.moreWork}</p>}
    </section>
  );
}

function WorkItem({ task: { id, name, projectId, status, owner, project } }: { task: WorkTask }) {
  return (
    <li>
      <a href={printRoute(planRoute(projectId, id))}>{name}</a> <StatusWord status={status} />
      <p class="quiet">
        {[project?.name, owner?.name ?? words.none].filter((part) => part !== undefined).join(' · ')}
      </p>
    </li>
  );
}
