import { useRef } from 'preact/hooks';
import { scaleOf, thinned } from './scale.ts';
import { useWidth } from './use-width.ts';

export interface Bar {
  /** Day number at which it stands. */
  readonly day: number;
  readonly count: number;
}

export interface Mark {
  readonly key: string;
  readonly day: number;
  readonly label: string;
}

interface HistogramProps {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
  readonly formatDay: (day: number) => string;
}

const EDGE = { right: 12, bottom: 24, left: 12, mark: 16 } as const;
const BARS = 160;

/** How often runs ended when, with days of meaning marked above the bars. */
export function Histogram({ label, bars, marks, formatDay }: HistogramProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 640);
  const top = EDGE.mark * marks.length + 8;
  const height = top + BARS + EDGE.bottom;
  const days = [...bars, ...marks].map(({ day }) => day);
  const x = scaleOf([Math.min(...days), Math.max(...days) + 1], [EDGE.left, width - EDGE.right]);
  const y = scaleOf([0, Math.max(1, ...bars.map(({ count }) => count))], [height - EDGE.bottom, top]);
  const step = bars.length > 1 ? x(bars[1]!.day) - x(bars[0]!.day) : 12;
  return (
    <div ref={frame} class="chart">
      <svg width={width} height={height} role="img" aria-label={label}>
        <path class="chart-grid" d={`M${EDGE.left} ${height - EDGE.bottom}H${width - EDGE.right}`} />
        {bars.map(({ day, count }) => (
          <rect
            key={day}
            class="chart-bar"
            x={x(day)}
            y={y(count)}
            width={Math.max(1, step - 1)}
            height={height - EDGE.bottom - y(count)}
          />
        ))}
        {thinned(bars, Math.floor(width / 110)).map(({ day }) => (
          <text key={day} x={x(day)} y={height - 6}>
            {formatDay(day)}
          </text>
        ))}
        {marks.map(({ key, day, label: name }, at) => (
          <g key={key} class={`mark-${key}`}>
            <path class="chart-marker" d={`M${x(day)} ${EDGE.mark * at + 14}V${height - EDGE.bottom}`} />
            <text
              class={x(day) > width / 2 ? 'is-end' : ''}
              x={x(day) + (x(day) > width / 2 ? -5 : 5)}
              y={EDGE.mark * at + 12}
            >
              {name}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
