import { useState } from 'preact/hooks';
import { recordsWords } from '../records-words.ts';
import { printValue } from './trail.ts';

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
              {before !== null && (
                <>
                  <del>{printValue(before, field)}</del> <span aria-hidden="true">→</span>{' '}
                </>
              )}
              <ins>{printValue(after, field)}</ins>
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
