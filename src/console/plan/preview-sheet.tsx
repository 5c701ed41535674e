import { useState } from 'preact/hooks';
import type { PreviewResultFragment } from '../operations.ts';
import { Change } from '../parts/change.tsx';
import { Failed } from '../parts/states.tsx';
import { formatDay, formatMoney } from '../state/format.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import type { Move, MoveState } from './use-move.ts';

const SHOWN_MOVES = 8;

/** What of a move its sheet works with. */
type Applied = Pick<Move, 'state' | 'apply' | 'cancel'>;

/** What a change would do, and the way to make it so or to leave it. */
export function PreviewSheet({ move, mayApply }: { move: Applied; mayApply: boolean }) {
  const { pushed, input, preview, error, notice, isBusy } = move.state;
  if (input === null) return <SlimSheet pushed={pushed} notice={notice} onClose={move.cancel} />;
  return (
    <section
      class="sheet"
      aria-label={planWords.move.sheet}
      onKeyDown={(event) => event.key === 'Escape' && move.cancel()}
    >
      <h2>{planWords.move.sheet}</h2>
      {notice !== null && <p class="banner">{notice}</p>}
      {error !== null && <Failed error={error} />}
      {preview === null && isBusy && <p role="status">{words.state.loading}</p>}
      {preview !== null && <Effects preview={preview} />}
      <SheetActs move={move} mayApply={mayApply} />
    </section>
  );
}

/** While a task is pushed, and after it was moved, a line is enough. */
function SlimSheet({
  pushed,
  notice,
  onClose,
}: Pick<MoveState, 'pushed' | 'notice'> & { onClose: () => void }) {
  if (pushed === null && notice === null) return null;
  return (
    <p class="sheet is-slim" role="status">
      {pushed !== null ? planWords.move.shifted(pushed.days) : notice}{' '}
      {pushed !== null ? (
        <span class="quiet">{planWords.move.pushing}</span>
      ) : (
        <button type="button" class="button is-plain" onClick={onClose}>
          {words.state.close}
        </button>
      )}
    </p>
  );
}

function SheetActs({ move, mayApply }: { move: Applied; mayApply: boolean }) {
  const [reason, setReason] = useState('');
  const { preview, isBusy } = move.state;
  const submit = (event: Event): void => {
    event.preventDefault();
    move.apply(reason.trim());
  };
  return (
    <form class="sheet-acts" onSubmit={submit}>
      {preview !== null && !preview.isEmpty && mayApply && (
        <>
          <label class="field is-inline">
            {planWords.move.reason}
            <input
              maxLength={2000}
              placeholder={planWords.move.reasonHint}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          <button class="button is-primary" disabled={isBusy}>
            {isBusy ? planWords.move.applying : planWords.move.apply}
          </button>
        </>
      )}
      {!mayApply && <span class="quiet">{planWords.move.mayNot}</span>}
      <button type="button" class="button" onClick={move.cancel} ref={focusFirst}>
        {words.state.cancel}
      </button>
    </form>
  );
}

/** Who moved a task by keys goes on in the sheet. */
function focusFirst(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function Effects({ preview }: { preview: PreviewResultFragment }) {
  const { before, after, moved, risks, violations } = preview;
  if (preview.isEmpty) return <p>{planWords.move.nothing}</p>;
  const { finish, variance, criticalTasks } = planWords.move;
  return (
    <div class="effects">
      <dl class="facts">
        <Change label={finish} before={dayOf(before.finish)} after={dayOf(after.finish)} />
        <Change
          label={variance}
          before={lateOf(before.finishVarianceDays)}
          after={lateOf(after.finishVarianceDays)}
        />
        <Change
          label={criticalTasks}
          before={String(before.criticalTaskCount)}
          after={String(after.criticalTaskCount)}
        />
        <Costs preview={preview} />
        {risks.length > 0 && (
          <div>
            <dt>{planWords.move.risks(risks.length)}</dt>
            <dd>
              {planWords.move.pointDays(
                risks.reduce((sum, risk) => sum + Number(risk.lostPointDays), 0).toFixed(0),
              )}
            </dd>
          </div>
        )}
      </dl>
      {violations.length > 0 && <Violations violations={violations} />}
      <Moves moved={moved} />
    </div>
  );
}

/** The years whose cost changes. */
function Costs({ preview: { costByFiscalYear } }: { preview: PreviewResultFragment }) {
  const years = costByFiscalYear.filter(
    ({ capexBefore, capexAfter, opexBefore, opexAfter }) =>
      capexBefore !== capexAfter || opexBefore !== opexAfter,
  );
  return (
    <>
      {years.map((year) => (
        <Change
          key={year.fiscalYear}
          label={planWords.move.cost(
            year.fiscalYear === null ? planWords.move.noYear : String(year.fiscalYear),
          )}
          before={formatMoney(String(Number(year.capexBefore) + Number(year.opexBefore)))}
          after={formatMoney(String(Number(year.capexAfter) + Number(year.opexAfter)))}
        />
      ))}
    </>
  );
}

function Violations({ violations }: { violations: PreviewResultFragment['violations'] }) {
  return (
    <div>
      <strong>{planWords.move.violations}</strong>
      <ul>
        {violations.slice(0, 5).map(({ kind, days, task }, at) => (
          <li key={at}>
            {task?.name} {words.violation(kind)} ({words.days(days)})
          </li>
        ))}
      </ul>
    </div>
  );
}

function Moves({ moved }: { moved: PreviewResultFragment['moved'] }) {
  const count = moved.totalCount ?? moved.nodes.length;
  return (
    <div>
      <strong>{planWords.move.moved(count)}</strong>
      <ul class="moves">
        {moved.nodes
          .slice(0, SHOWN_MOVES)
          .map(({ task, startBefore, startAfter, endBefore, endAfter, shiftDays, because }) => (
            <li key={task?.id}>
              <span class="move-name">{task?.name}</span>
              <span class="quiet">
                {because.predecessor !== null
                  ? planWords.move.because(because.predecessor.name)
                  : planWords.move.chosen}
              </span>
              <span class="number">
                {dayOf(endBefore ?? startBefore)} → {dayOf(endAfter ?? startAfter)}
              </span>
              <span class="number">{shiftDays === null ? '' : planWords.move.shifted(shiftDays)}</span>
            </li>
          ))}
      </ul>
      {count > SHOWN_MOVES && <p class="quiet">{planWords.move.more(count - SHOWN_MOVES)}</p>}
    </div>
  );
}

const dayOf = (day: string | null): string => (day === null ? words.none : formatDay(day));
const lateOf = (days: number | null): string =>
  days === null ? planWords.plan.noBaseline : words.daysLate(days);
