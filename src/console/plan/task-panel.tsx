import { useEffect } from 'preact/hooks';
import { DuePart } from '../due/due-part.tsx';
import { TaskPanelDocument, type TaskDetailFragment } from '../operations.ts';
import { late } from '../parts/late.tsx';
import { StatusWord } from '../parts/health.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { formatBytes, formatDay, formatMoment, formatMoney, formatSpan } from '../state/format.ts';
import { refine } from '../state/router.ts';
import type { TasksRoute } from '../state/project-routes.ts';
import { planRoute, printRoute, type PlanRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { planWords } from '../plan-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { MoveForm } from './move-form.tsx';
import { TaskPalette } from './task-palette.ts';
import { TaskActs } from './task-acts.tsx';
import type { Move } from './use-move.ts';

const MorePart = late(async () => (await import('./more/more-part.tsx')).MorePart);

interface TaskPanelProps {
  readonly id: string;
  readonly route: PlanRoute | TasksRoute;
  /** Counts up when something has happened in the project. */
  readonly eventCount: number;
  /** How the task is moved; null where there is no chart to see it in. */
  readonly move: Move | null;
  readonly mayMove: boolean;
}

/** Everything that hangs on a task, and what may be done with it. */
export function TaskPanel({ id, route, eventCount, move, mayMove }: TaskPanelProps) {
  const { data, error, reload } = useAsk(TaskPanelDocument, { id });
  useEffect(() => {
    if (eventCount > 0) reload();
  }, [eventCount]);
  const close = (): void => refine({ ...route, task: '' });
  const task = data?.task?.id === id ? data.task : null;
  return (
    <aside
      class="panel"
      aria-label={planWords.task.panel}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <button
        type="button"
        class="button is-plain panel-close"
        aria-label={words.state.close}
        onClick={close}
      >
        ×
      </button>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {task === null &&
        error === null &&
        (data?.task === null ? <p>{words.state.nothingHere}</p> : <Loading />)}
      {task !== null && <TaskBody {...{ task, route, eventCount, move, mayMove, reload }} />}
    </aside>
  );
}

interface TaskBodyProps extends Omit<TaskPanelProps, 'id'> {
  readonly task: TaskDetailFragment;
  readonly reload: () => void;
}

function TaskBody({ task, route, eventCount, move, mayMove, reload }: TaskBodyProps) {
  return (
    <>
      <h2>{task.name}</h2>
      <p class="panel-status">
        <StatusWord status={task.status} />
        {task.isCritical === true && <span class="status status-critical">{planWords.plan.critical}</span>}
        <span class="number">{words.percent(task.progressPercent)}</span>
      </p>
      {task.blockedReason !== null && <p class="blocked-reason">{task.blockedReason}</p>}
      <TaskActs key={task.id} task={task} onDone={reload} />
      <TaskPalette task={task} move={move} mayMove={mayMove} onDone={reload} />
      <Facts task={task} />
      <DuePart key={`due-${task.id}`} task={task} onDone={reload} />
      {mayMove && move !== null && task.status !== 'COMPLETED' && (
        <MoveForm key={`move-${task.id}`} task={task} move={move} />
      )}
      {route.page === 'tasks' && (
        <p>
          <a href={printRoute(planRoute(route.project, task.id))}>{projectWords.taskList.openPlan}</a>
        </p>
      )}
      <Links task={task} route={route} />
      <MorePart key={`more-${task.id}`} id={task.id} eventCount={eventCount} />
      <Subtasks task={task} />
      <EvidenceList task={task} />
      <History task={task} />
    </>
  );
}

function Facts({ task }: { task: TaskDetailFragment }) {
  const { facts } = planWords.task;
  const cost = Number(task.capexCost) + Number(task.opexCost);
  const rows: readonly (readonly [string, string | null])[] = [
    [facts.owner, task.owner?.name ?? null],
    [facts.dates, spanOf(task.startDate, task.endDate)],
    [facts.expected, task.status === 'COMPLETED' ? null : spanOf(task.earlyStart, task.earlyFinish)],
    [facts.slack, slackOf(task)],
    [facts.baseline, spanOf(task.baselineStart, task.baselineFinish)],
    [facts.deadline, task.rule.deadline === null ? null : formatDay(task.rule.deadline)],
    [facts.assignees, task.assignees.map(({ name }) => name).join(', ') || null],
    [facts.cost, cost === 0 ? null : formatMoney(String(cost))],
    [facts.priority, task.priority === 'NORMAL' ? null : words.priority(task.priority)],
    [
      facts.where,
      [task.phase?.name, task.workPackage?.name].filter((name) => name != null).join(' / ') || null,
    ],
  ];
  return (
    <dl class="panel-facts">
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

function spanOf(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return from === null && to === null ? null : formatDay((from ?? to)!);
  return formatSpan(from, to);
}

function slackOf({ totalSlack, status }: TaskDetailFragment): string | null {
  if (totalSlack === null || status === 'COMPLETED') return null;
  return totalSlack === 0 ? planWords.task.noSlack : planWords.plan.slack(totalSlack);
}

function Links({ task, route }: { task: TaskDetailFragment; route: TaskPanelProps['route'] }) {
  return (
    <>
      <h3>{planWords.task.waitsFor}</h3>
      {task.drivingPredecessors.length === 0 && <p class="quiet">{planWords.task.waitsForNothing}</p>}
      <ul class="links">
        {task.drivingPredecessors.map(({ predecessor, dependency, isDriving, slackDays }) => (
          <li key={predecessor?.id}>
            {predecessor !== null && (
              <a href={printRoute({ ...route, task: predecessor.id })}>{predecessor.name}</a>
            )}
            <p class="quiet">
              {predecessor !== null &&
                `${words.status(predecessor.status)}, ${predecessor.owner?.name ?? ''} · `}
              {dependency !== null && `${words.dependency(dependency.dependencyType)} · `}
              {isDriving ? <strong>{planWords.task.drives}</strong> : planWords.task.slackOf(slackDays)}
            </p>
          </li>
        ))}
      </ul>
      <h3>{planWords.task.holdsUp}</h3>
      {task.successors.length === 0 && <p class="quiet">{planWords.task.nobodyWaits}</p>}
      <ul class="links">
        {task.successors.map(({ id, successor, dependencyType }) => (
          <li key={id}>
            {successor !== null && (
              <a href={printRoute({ ...route, task: successor.id })}>{successor.name}</a>
            )}
            <p class="quiet">
              {successor !== null && `${words.status(successor.status)}, ${successor.owner?.name ?? ''} · `}
              {words.dependency(dependencyType)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Subtasks({ task }: { task: TaskDetailFragment }) {
  const { nodes } = task.subtasks;
  if (nodes.length === 0) return null;
  return (
    <>
      <h3>{planWords.task.subtasks}</h3>
      <ul class="links">
        {nodes.map(({ id, name, status, progressPercent }) => (
          <li key={id} class="line">
            <span>{name}</span>
            <span class="quiet">{words.status(status)}</span>
            <span class="number">{words.percent(progressPercent)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function EvidenceList({ task }: { task: TaskDetailFragment }) {
  const { nodes } = task.evidence;
  if (nodes.length === 0 && !task.requiresEvidence) return null;
  return (
    <>
      <h3>{planWords.task.evidence}</h3>
      {task.requiresEvidence && <p class="quiet">{planWords.task.evidenceNeeded}</p>}
      {nodes.length === 0 && <p class="quiet">{planWords.task.noEvidence}</p>}
      <ul class="links">
        {nodes.map(({ id, downloadUrl, metadata, uploader, createdAt, latestDecision, fileType }) => (
          <li key={id}>
            {downloadUrl === null ? (
              <span>{metadata.mediaType ?? planWords.task.file(fileType)}</span>
            ) : (
              <a href={downloadUrl} download rel="noreferrer">
                {metadata.mediaType ?? planWords.task.file(fileType)}
              </a>
            )}{' '}
            <span>{words.decision(latestDecision)}</span>
            <p class="quiet">
              {[
                uploader?.name,
                formatMoment(createdAt),
                metadata.size === null ? null : formatBytes(metadata.size),
              ]
                .filter((part) => part != null)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function History({ task }: { task: TaskDetailFragment }) {
  const { nodes } = task.progressLog;
  return (
    <>
      <h3>{planWords.task.history}</h3>
      {nodes.length === 0 && <p class="quiet">{planWords.task.noHistory}</p>}
      <ul class="links">
        {nodes.map((entry) => (
          <li key={entry.id}>
            <span>{entry.user?.name}</span>{' '}
            <span class="quiet">
              {formatMoment(entry.createdAt)} · {changeOf(entry)}
            </span>
            {entry.comment !== null && <p>{entry.comment}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

type Entry = TaskDetailFragment['progressLog']['nodes'][number];

function changeOf({ oldProgressPercent, newProgressPercent, oldStatus, newStatus }: Entry): string {
  const parts: string[] = [];
  if (newStatus !== null && newStatus !== oldStatus)
    parts.push(
      oldStatus === null
        ? words.status(newStatus)
        : planWords.task.logged(words.status(oldStatus), words.status(newStatus)),
    );
  if (newProgressPercent !== null && newProgressPercent !== oldProgressPercent)
    parts.push(
      planWords.task.logged(words.percent(oldProgressPercent ?? 0), words.percent(newProgressPercent)),
    );
  return parts.join(', ');
}
