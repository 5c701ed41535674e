import { useRef } from 'preact/hooks';
import { roundTicks, scaleOf, thinned } from './scale.ts';
import { useWidth } from './use-width.ts';

export interface Line {
  /** Its class, by which the style sheet draws it. */
  readonly key: string;
  readonly label: string;
  /** One for each x; null where there is none. */
  readonly values: readonly (number | null)[];
}

interface LinesProps {
  readonly label: string;
  /** Day numbers, rising. */
  readonly days: readonly number[];
  readonly lines: readonly Line[];
  /** A day with a line of its own, such as the data date. */
  readonly marker: { readonly day: number; readonly label: string } | null;
  readonly formatValue: (value: number) => string;
  readonly formatDay: (day: number) => string;
}

const HEIGHT = 260;
const EDGE = { top: 20, right: 44, bottom: 24, left: 64 } as const;

/** Curves over days. The table beside it has the same in numbers. */
export function Lines({ label, days, lines, marker, formatValue, formatDay }: LinesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 640);
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const ticks = roundTicks(most);
  const x = scaleOf([days[0] ?? 0, days.at(-1) ?? 1], [EDGE.left, width - EDGE.right]);
  const y = scaleOf([0, ticks.at(-1)!], [HEIGHT - EDGE.bottom, EDGE.top]);
  return (
    <div ref={frame} class="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path class="chart-grid" d={`M${EDGE.left} ${y(tick)}H${width - EDGE.right}`} />
            <text class="is-end" x={EDGE.left - 8} y={y(tick) + 4}>
              {formatValue(tick)}
            </text>
          </g>
        ))}
        {thinned(days, Math.floor((width - EDGE.left) / 90)).map((day) => (
          <text key={day} x={x(day)} y={HEIGHT - 6} class="is-middle">
            {formatDay(day)}
          </text>
        ))}
        {marker !== null && (
          <>
            <path class="chart-marker" d={`M${x(marker.day)} ${EDGE.top - 4}V${HEIGHT - EDGE.bottom}`} />
            <text class="is-middle" x={x(marker.day)} y={EDGE.top - 8}>
              {marker.label}
            </text>
          </>
        )}
        {lines.map(({ key, values }) => (
          <path key={key} class={`chart-line line-${key}`} d={pathOf(days, values, x, y)} />
        ))}
        <Dots {...{ days, lines, x, y }} />
        <EndLabels {...{ days, lines, x, y }} />
      </svg>
    </div>
  );
}

type Scale = (value: number) => number;

function pathOf(days: readonly number[], values: readonly (number | null)[], x: Scale, y: Scale): string {
  const points = values.flatMap((value, at) =>
    value === null ? [] : [`${x(days[at]!).toFixed(1)} ${y(value).toFixed(1)}`],
  );
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

/** A line of one point is none: it gets a dot. */
function Dots({ days, lines, x, y }: Ends) {
  return (
    <>
      {lines.map(({ key, values }) => {
        const at = values.findLastIndex((value) => value !== null);
        return at < 0 ? null : (
          <circle key={key} class={`dot-${key}`} r="3" cx={x(days[at]!)} cy={y(values[at]!)} />
        );
      })}
    </>
  );
}

interface Ends extends Pick<LinesProps, 'days' | 'lines'> {
  readonly x: Scale;
  readonly y: Scale;
}

const LABEL_HEIGHT = 13;

/** Each line is called by its name at its end; names that would lie upon each other make room. */
function EndLabels({ days, lines, x, y }: Ends) {
  const ends = lines
    .map(({ key, label, values }) => {
      const at = values.findLastIndex((value) => value !== null);
      return { key, label, at, y: at < 0 ? 0 : y(values[at]!) + 4 };
    })
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.y - b.y);
  let last = -Infinity;
  return (
    <>
      {ends.map(({ key, label, at, y: wanted }) => {
        last = Math.max(wanted, last + LABEL_HEIGHT);
        return (
          <text key={key} class={`chart-name name-${key}`} x={x(days[at]!) + 6} y={last}>
            {label}
          </text>
        );
      })}
    </>
  );
}
