import { useMemo, useState } from 'preact/hooks';
import type { Ghost } from '../gantt/bars.ts';
import { packId, unpackId, type PackedTimeline } from '../gantt/timeline.ts';
import {
  ApplyScheduleDocument,
  PreviewScheduleDocument,
  type PreviewResultFragment,
  type PreviewScheduleInput,
  type PreviewTaskInput,
} from '../operations.ts';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { planWords } from '../plan-words.ts';

/** A task on its way: pushed but not let go, asked about, shown as a preview, being applied. */
export interface MoveState {
  /** Number of the row that is dragged, and by how many days. */
  readonly pushed: { readonly id: string; readonly days: number } | null;
  readonly input: PreviewScheduleInput | null;
  readonly preview: PreviewResultFragment | null;
  readonly error: AskError | null;
  readonly notice: string | null;
  readonly isBusy: boolean;
}

export const NO_MOVE: MoveState = {
  pushed: null,
  input: null,
  preview: null,
  error: null,
  notice: null,
  isBusy: false,
};

export interface Move {
  readonly state: MoveState;
  /** A row was pushed so many days; `isDone` asks what that would do. */
  readonly shift: (row: number, days: number, isDone: boolean) => void;
  /** Asks what a change of a task would do. */
  readonly propose: (change: PreviewTaskInput) => void;
  readonly apply: (reason: string) => void;
  readonly cancel: () => void;
}

/** A change of several tasks at once, from its preview to its application. */
export interface Steps extends Pick<Move, 'state' | 'apply' | 'cancel'> {
  /** Asks what changes of tasks would do; `notice` is said beside it. */
  readonly propose: (changes: readonly PreviewTaskInput[], notice: string | null) => void;
}

type SetState = (next: (before: MoveState) => MoveState) => void;

/** The steps of a move, each of which the next one overtakes. */
class MoveSteps {
  private round = 0;
  private intent = '';

  constructor(
    private readonly projectId: string,
    private readonly set: SetState,
  ) {}

  cancel(state = NO_MOVE): void {
    this.round += 1;
    this.set(() => state);
  }

  async preview(input: PreviewScheduleInput, notice: string | null): Promise<void> {
    const mine = (this.round += 1);
    this.intent = newIntent();
    this.change({ input, isBusy: true, error: null, notice });
    const result = await ask(PreviewScheduleDocument, { input }).then(
      ({ previewSchedule }) => ({ preview: previewSchedule }),
      (error: unknown) => ({ error: asAskError(error) }),
    );
    // Taken back, or overtaken by another one.
    if (mine === this.round) this.change({ ...result, isBusy: false });
  }

  propose(tasks: readonly PreviewTaskInput[], notice: string | null = null): void {
    void this.preview({ projectId: this.projectId, tasks: [...tasks] }, notice);
  }

  async apply({ input, preview }: MoveState, reason: string): Promise<void> {
    if (input === null || preview === null) return;
    this.change({ isBusy: true, error: null, notice: null });
    const sent = {
      preview: input,
      token: preview.token,
      idempotencyKey: this.intent,
      ...(reason === '' ? {} : { reason }),
    };
    await ask(ApplyScheduleDocument, { input: sent }).then(
      ({ applySchedule }) => {
        const isRunning = applySchedule?.state === 'RUNNING';
        const notice = isRunning
          ? planWords.move.running
          : planWords.move.applied(applySchedule?.changedTaskCount ?? 0);
        this.cancel({ ...NO_MOVE, notice });
      },
      (error: unknown) => {
        const refused = asAskError(error);
        // The plan has become another one: its own preview is shown before anything is applied.
        if (refused.code === 'CONFLICT') void this.preview(input, planWords.move.changedSince);
        else this.change({ error: refused, isBusy: false });
      },
    );
  }

  private change(next: Partial<MoveState>): void {
    this.set((before) => ({ ...before, ...next }));
  }
}

/** Moves tasks in the way that the graph has it: a dry run, a look at it, and then exactly what was seen. */
export function useMove(projectId: string, timeline: PackedTimeline): Move {
  const [state, setState] = useState(NO_MOVE);
  const steps = useMemo(() => new MoveSteps(projectId, setState), [projectId]);
  const shift = (row: number, days: number, isDone: boolean): void => {
    const id = timeline.rows.id[row]!;
    steps.cancel({ ...NO_MOVE, pushed: { id, days } });
    if (!isDone) return;
    const startDate = toCivilDate(toDayNumber(timeline.origin) + (timeline.rows.x[row] ?? 0) + days);
    steps.propose([{ taskId: unpackId(id), startDate }]);
  };
  return {
    state,
    shift,
    propose: (task) => steps.propose([task]),
    cancel: () => steps.cancel(),
    apply: (reason) => void steps.apply(state, reason),
  };
}

/** The same of several tasks, without a chart. */
export function useSteps(projectId: string): Steps {
  const [state, setState] = useState(NO_MOVE);
  const steps = useMemo(() => new MoveSteps(projectId, setState), [projectId]);
  return {
    state,
    propose: (changes, notice) => steps.propose(changes, notice),
    cancel: () => steps.cancel(),
    apply: (reason) => void steps.apply(state, reason),
  };
}

function asAskError(error: unknown): AskError {
  return error instanceof AskError ? error : new AskError(String(error), { code: 'CONSOLE' });
}

/** Where bars would lie: the one that is dragged, or all that a preview moves. */
export function ghostsOf(
  timeline: PackedTimeline,
  { pushed, preview }: MoveState,
): ReadonlyMap<number, Ghost> {
  const { rows, origin } = timeline;
  const ghosts = new Map<number, Ghost>();
  if (preview !== null) {
    const zero = toDayNumber(origin);
    const places = new Map(rows.id.map((id, row) => [id, row]));
    for (const { task, startAfter, endAfter } of preview.moved.nodes) {
      const row = task === null ? undefined : places.get(packId(task.id));
      if (row === undefined || startAfter === null) continue;
      const x = toDayNumber(startAfter) - zero;
      ghosts.set(row, { x, w: endAfter === null ? 1 : toDayNumber(endAfter) - zero - x + 1 });
    }
  } else if (pushed !== null) {
    const row = rows.id.indexOf(pushed.id);
    const x = rows.x[row] ?? null;
    if (x !== null) ghosts.set(row, { x: x + pushed.days, w: Math.max(1, rows.w[row] ?? 1) });
  }
  return ghosts;
}
