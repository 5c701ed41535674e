import { useMemo, useState } from 'preact/hooks';
import { recordsWords } from '../records-words.ts';
import { printValue } from './trail.ts';
import { wordDiff, type Piece } from './word-diff.ts';

export interface Value {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Columns that change with every write and tell nobody anything. */
const NOISE = new Set(['updated_at', 'created_at', 'org_id', 'id']);
const SHOWN = 6;

/** What is long differs behind what is shown of it too. */
const printed = (field: string, value: unknown): string =>
  printValue(value, field) + JSON.stringify(value)?.slice(160);

/** What a record said before and what it says after. */
export function Values({ values }: { values: readonly Value[] }) {
  const [isWhole, setWhole] = useState(false);
  const told = values.filter(
    ({ field, before, after }) => !NOISE.has(field) && printed(field, before) !== printed(field, after),
  );
  const shown = isWhole ? told : told.slice(0, SHOWN);
  if (told.length === 0) return null;
  return (
    <div>
      <dl class="values">
        {shown.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{recordsWords.records.field(field)}</dt>
            <dd>
              <Told field={field} before={before} after={after} />
            </dd>
          </div>
        ))}
      </dl>
      {shown.length < told.length && (
        <button type="button" class="button is-plain" onClick={() => setWhole(true)}>
          {recordsWords.records.more(told.length - shown.length)}
        </button>
      )}
    </div>
  );
}

/** A text word by word; anything else as it was and as it is. */
function Told({ field, before, after }: Value) {
  const pieces = useMemo(() => textDiff(before, after), [before, after]);
  if (pieces !== null)
    return (
      <>
        {pieces.map(({ kind, text }, at) =>
          kind === 'gone' ? (
            <del key={at}>{text}</del>
          ) : kind === 'new' ? (
            <ins key={at}>{text}</ins>
          ) : (
            shortened(text)
          ),
        )}
      </>
    );
  return (
    <>
      {before !== null && (
        <>
          <del>{printValue(before, field)}</del> <span aria-hidden="true">→</span>{' '}
        </>
      )}
      <ins>{printValue(after, field)}</ins>
    </>
  );
}

/** Texts of one word are no sentences. */
const isSentence = (value: unknown): value is string => typeof value === 'string' && /\S\s+\S/.test(value);

function textDiff(before: unknown, after: unknown): readonly Piece[] | null {
  return isSentence(before) && isSentence(after) ? wordDiff(before, after) : null;
}

const LONGEST_SAME = 80;

/** What stayed is told as far as it says where the change stands. */
function shortened(text: string): string {
  return text.length <= LONGEST_SAME ? text : `${text.slice(0, 36)} … ${text.slice(-36)}`;
}
