import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import {
  PlanDocument,
  PlanHeadOfDocument,
  ProjectChangedDocument,
  TimelineChangedDocument,
  type PlanHeadFragment,
  type ProjectChangedSubscription,
} from '../operations.ts';
import { applyDelta, changedLabels, type PackedDelta } from '../gantt/delta.ts';
import type { PackedTimeline } from '../gantt/timeline.ts';
import { announce } from '../parts/announce.tsx';
import { ask, AskError } from '../state/ask.ts';
import { followGraph } from '../state/live.ts';
import { planWords } from '../plan-words.ts';
import type { SavedView } from './saved-view.ts';

export type ProjectEvent = NonNullable<ProjectChangedSubscription['projectChanged']>;

export interface Plan {
  readonly head: PlanHeadFragment;
  readonly timeline: PackedTimeline | null;
  readonly version: string;
  readonly isStale: boolean;
  readonly cursor: string;
  /** How its reader has last looked at it. */
  readonly saved: SavedView;
}

export interface PlanState {
  readonly plan: Plan | null;
  readonly error: AskError | null;
  readonly isMissing: boolean;
  /** Packed ids of the rows that have just changed. */
  readonly changed: ReadonlySet<string>;
  /** What somebody has done last. */
  readonly news: ProjectEvent | null;
  /** Counts the events of the project, so that what depends on them is asked again. */
  readonly eventCount: number;
  readonly reload: () => void;
}

const FLASH_MS = 1_200;
const HEAD_PAUSE_MS = 600;

/** A project's plan, read once and kept up by its changes: each repaints what is in sight, and costs no question. */
export function usePlan(projectId: string): PlanState {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [round, setRound] = useState(0);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [news, setNews] = useState<ProjectEvent | null>(null);
  const [eventCount, setEventCount] = useState(0);
  const latest = useRef<Plan | null>(null);
  latest.current = plan;
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const keep = (next: Plan): void => {
    latest.current = next;
    setPlan(next);
  };
  useEffect(() => {
    const aborted = new AbortController();
    readPlan(projectId, aborted.signal).then(
      (read) => (read === null ? setMissing(true) : (setError(null), keep(read))),
      (problem: unknown) => {
        if (aborted.signal.aborted) return;
        setError(problem instanceof AskError ? problem : new AskError(String(problem), { code: 'CONSOLE' }));
      },
    );
    return () => aborted.abort();
  }, [projectId, round]);
  const cursor = plan?.cursor ?? null;
  useEffect(() => {
    if (cursor === null) return;
    return followPlan(projectId, cursor, {
      reload,
      latest: () => latest.current,
      onTimeline: (next, delta) => {
        keep(next);
        setChanged(new Set(delta.upserts.map(({ id }) => id)));
      },
      onHead: (head) => latest.current !== null && keep({ ...latest.current, head }),
      onEvent: (event) => {
        setEventCount((before) => before + 1);
        if (event.task !== null) setNews(event);
      },
    });
  }, [projectId, cursor, round]);
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setChanged(new Set()), FLASH_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return { plan, error, isMissing, changed, news, eventCount, reload };
}

async function readPlan(id: string, signal: AbortSignal): Promise<Plan | null> {
  const { project } = await ask(PlanDocument, { id }, { signal });
  if (project === null) return null;
  const { eventCursor: cursor, timeline, myGanttState: saved, ...head } = project;
  return {
    head,
    cursor,
    saved,
    timeline: (timeline?.packed ?? null) as PackedTimeline | null,
    version: timeline?.version ?? '',
    isStale: timeline?.isStale ?? false,
  };
}

interface PlanHandlers {
  readonly latest: () => Plan | null;
  readonly reload: () => void;
  readonly onTimeline: (plan: Plan, delta: PackedDelta) => void;
  readonly onHead: (head: PlanHeadFragment) => void;
  readonly onEvent: (event: ProjectEvent) => void;
}

/** Follows the timeline and the events of a project from one cursor, which was read before the plan was. */
function followPlan(projectId: string, after: string, handlers: PlanHandlers): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Health, progress and forecast follow from what has changed: asked once for many changes.
  const readHead = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      ask(PlanHeadOfDocument, { id: projectId }).then(
        ({ project }) => project !== null && handlers.onHead(project),
        () => {},
      );
    }, HEAD_PAUSE_MS);
  };
  const stopTimeline = followGraph(
    TimelineChangedDocument,
    { projectId, after },
    {
      onEvent: ({ previousVersion, version, reset, packed }) => {
        const plan = handlers.latest();
        if (plan === null || version === plan.version) return;
        if (reset || packed === null || previousVersion !== plan.version || plan.timeline === null)
          return handlers.reload();
        const delta = packed as PackedDelta;
        const timeline = applyDelta(plan.timeline, delta);
        handlers.onTimeline({ ...plan, timeline, version: version ?? '' }, delta);
        announceChange(timeline, delta);
        readHead();
      },
      onGap: handlers.reload,
    },
  );
  const stopEvents = followGraph(
    ProjectChangedDocument,
    { id: projectId, after },
    {
      onEvent: (event) => {
        handlers.onEvent(event);
        readHead();
      },
      onGap: handlers.reload,
    },
  );
  return () => {
    clearTimeout(timer);
    stopTimeline();
    stopEvents();
  };
}

function announceChange(timeline: PackedTimeline, delta: PackedDelta): void {
  const [first, ...rest] = changedLabels(timeline, delta);
  if (first !== undefined)
    announce(
      rest.length === 0 ? planWords.plan.changedOne(first) : planWords.plan.changedMany(rest.length + 1),
    );
}
