import type { AuditLogFilter, VerifyAuditTrailQuery } from '../operations.ts';
import type { AuditRoute } from '../state/project-routes.ts';
import { formatAmount, formatDay, formatLongMoment } from '../state/format.ts';
import { words } from '../words.ts';

export type TrailPart = VerifyAuditTrailQuery['verifyAuditTrail'];

export interface Verdict {
  readonly holds: boolean;
  readonly checked: number;
  readonly last: TrailPart;
  readonly faults: TrailPart['faults'];
}

/**
 * Verifies the whole trail, one part after the other, to its end.
 *
 * @param onPart hears how many records were read so far.
 * @returns what all parts together say: the trail holds when each of them does.
 * @throws AskError when a part is refused or not reached: a part that was not read proves nothing.
 */
export async function verifyTrail(
  read: (after: string | null) => Promise<TrailPart>,
  onPart: (count: number) => void,
): Promise<Verdict> {
  let [after, holds, checked, count]: [string | null, boolean, number, number] = [null, true, 0, 0];
  const faults: TrailPart['faults'] = [];
  for (;;) {
    const part = await read(after);
    holds &&= part.holds;
    checked += part.checkedRecords;
    count += part.recordsRead;
    faults.push(...part.faults);
    onPart(count);
    if (part.nextCursor === null) return { holds, checked, last: part, faults };
    after = part.nextCursor;
  }
}

/** What the address asks for; days are those of UTC, as the trail has its moments. */
export function filterOf(route: AuditRoute): AuditLogFilter {
  const { action, from, to, record, project, request, hasOverride } = route;
  return {
    ...(action === '' ? {} : { action: [action] }),
    ...(from === '' && to === ''
      ? {}
      : {
          createdAt: {
            ...(from === '' ? {} : { from: `${from}T00:00:00.000Z` }),
            ...(to === '' ? {} : { to: `${to}T23:59:59.999Z` }),
          },
        }),
    ...(record === '' ? {} : { recordId: [record] }),
    ...(project === '' ? {} : { projectId: [project] }),
    ...(request === '' ? {} : { requestId: [request] }),
    ...(hasOverride ? { hasOverride: true } : {}),
  };
}

const LONGEST = 160;

/** Columns by what their values are, and how those are read. Names and texts are never taken for anything else. */
const READINGS: readonly {
  readonly column: RegExp;
  readonly value: RegExp;
  readonly read: (text: string) => string;
}[] = [
  { column: /(?:_date|_on|_until|^day)$/, value: /^\d{4}-\d\d-\d\d$/, read: formatDay },
  { column: /_at$/, value: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, read: formatLongMoment },
  { column: /(?:capex|opex|cost)/, value: /^-?\d+(?:\.\d\d)?$/, read: formatAmount },
];

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A value of a record as it is read: days, moments and amounts by their column, empty lists as nothing; what is long is cut. */
export function printValue(value: unknown, field = ''): string {
  if (isNothing(value)) return words.none;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const reading = READINGS.find((each) => each.column.test(field) && each.value.test(text));
  if (reading !== undefined) return reading.read(text);
  return text.length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text;
}
