import type { ReactElement } from "react";
import { formatAmount } from "../format.ts";

/** One series of a chart: its name, its colour of `.part-…`, and units by period. */
export interface FlowSeries {
  readonly name: string;
  readonly part: string;
  readonly units: readonly bigint[];
}

const WIDTH = 640;
const HEIGHT = 150;
const GAP = 0.25;
/** A chart of few periods is no wall of colour. */
const BAR_WIDTH_MAX = 28;

/** Bars of some series over equal periods; numbers are in the table beside it. */
export function FlowChart({ title, series, labels, denom }: { title: string; series: readonly FlowSeries[]; labels: readonly string[]; denom: string }): ReactElement {
  const most = series.flatMap(({ units }) => units).reduce((max, units) => (units > max ? units : max), 0n);
  const slot = WIDTH / Math.max(1, labels.length);
  const bar = Math.min(BAR_WIDTH_MAX, (slot * (1 - GAP)) / series.length);
  const heightOf = (units: bigint): number => (most === 0n ? 0 : Math.max(units > 0n ? 1.5 : 0, Number((units * 10_000n) / most) * (HEIGHT / 10_000)));
  return (
    <figure className="chart">
      <figcaption>
        {title} <span className="muted small">highest bar {formatAmount(most, denom)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`} role="img" aria-label={`${title}, ${labels.length} periods from ${labels[0] ?? ""} to ${labels.at(-1) ?? ""}`} preserveAspectRatio="none">
        <line x1="0" x2={WIDTH} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="axis" />
        {series.map(({ name, part, units }, row) => (
          <g key={name} className={`part-${part}`}>
            {units.map((amount, i) => {
              const height = heightOf(amount);
              return <rect key={i} x={i * slot + (slot * GAP) / 2 + row * bar} y={HEIGHT - height} width={bar} height={height} />;
            })}
          </g>
        ))}
      </svg>
      <p className="muted small chart-ends">
        <span>{labels[0]}</span>
        {labels.length > 1 && <span>{labels.at(-1)}</span>}
      </p>
      <ul className="legend">
        {series.map(({ name, part }) => (
          <li key={name}>
            <span className={`swatch part-${part}`} aria-hidden="true" /> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}
