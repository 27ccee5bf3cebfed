import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { FlowChart } from "../components/flow-chart.tsx";
import { Amount } from "../components/link.tsx";
import { Failure, Loading } from "../components/states.tsx";
import { demandLinesOperation, type DemandFlows, type DemandLine, type DemandLinesData } from "../data/demand-operations.ts";
import { periodFor, periodName, SHORTEST_PERIOD, withEmptyPeriods } from "../data/demand-periods.ts";
import { fetchDemands } from "../data/demand-state.ts";
import { ask } from "../data/graphql.ts";
import { denomName, formatShare, formatTime } from "../format.ts";
import { useTitle } from "../use-title.ts";

type StateDemand = NonNullable<Awaited<ReturnType<typeof fetchDemands>>>[number];

const FLOW_NAMES: readonly (readonly [keyof DemandFlows, string])[] = [
  ["entered", "entered through the gate"],
  ["left", "left through the gate"],
  ["external", "external demand"],
  ["internal", "internal demand"],
];

/** Where the money of answers comes from: what entered, what left and what was spent, always together. */
export function MoneyPage(): ReactElement {
  useTitle("Where the money comes from");
  const lines = useQuery({ queryKey: ["demand-lines"], queryFn: ({ signal }) => readableLines(signal), refetchInterval: 4000 });
  const state = useQuery({ queryKey: ["demand-state"], queryFn: ({ signal }) => fetchDemands(signal), refetchInterval: 4000 });
  if (lines.isPending) return <Loading what="the demand line" />;
  if (lines.isError) return <Failure error={lines.error} retry={() => void lines.refetch()} />;
  const { data, periodSeconds } = lines.data;
  return (
    <article>
      <header>
        <p className="kicker">The demand line at height {data._meta.height.toString()}</p>
        <h1>Where the money comes from</h1>
        <p className="muted">
          External demand is what buyers brought in through a gate and spent on answers, each unit at most once; everything else that was spent is internal. A loop through the gate (out, in again, and
          spent again) looks external to any chain: so read what entered and what left beside it. Each turn of such a loop pays stakers, treasury and burn.
        </p>
      </header>
      {data.demandLines.length === 0 && <p className="card">Nothing entered, left or was spent yet.</p>}
      {data.demandLines.map((line) => (
        <Line key={line.denom} line={line} periodSeconds={periodSeconds} state={state.data?.find(({ denom }) => denom === line.denom)} stateError={state.error} />
      ))}
    </article>
  );
}

/** The lines in periods that a chart can show. */
async function readableLines(signal: AbortSignal): Promise<{ readonly data: DemandLinesData; readonly periodSeconds: number }> {
  const data = await ask(demandLinesOperation, { periodSeconds: SHORTEST_PERIOD }, signal);
  const periodSeconds = periodFor(data.demandLines);
  return { data: periodSeconds === SHORTEST_PERIOD ? data : await ask(demandLinesOperation, { periodSeconds }, signal), periodSeconds };
}

interface LineProps {
  readonly line: DemandLine;
  readonly periodSeconds: number;
  readonly state: StateDemand | undefined;
  readonly stateError: Error | null;
}

function Line({ line: { denom, total, points }, periodSeconds, state, stateError }: LineProps): ReactElement {
  const filled = withEmptyPeriods(points, periodSeconds);
  const labels = filled.map(({ from }) => formatTime(from));
  const of = (name: keyof DemandFlows): bigint[] => filled.map(({ flows }) => flows[name]);
  return (
    <section className="card" aria-label={`Demand in ${denomName(denom)}`}>
      <h2>
        {denomName(denom)} {state?.gate && <span className="muted small">gate: {state.gate.name}</span>}
      </h2>
      <dl className="totals small">
        {FLOW_NAMES.map(([name, says]) => (
          <div key={name}>
            <dt>{says}</dt>
            <dd>
              <Amount units={total[name]} denom={denom} />
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <b>{externalShare(total)}</b>{" "}
        <span className="muted">
          Stakers, treasury and burn got <Amount units={total.toProtocol} denom={denom} /> of it.
        </span>
      </p>
      <Identity state={state} error={stateError} />
      <div className="charts">
        <FlowChart
          title={`Spent on answers, by the ${periodName(periodSeconds)}`}
          denom={denom}
          labels={labels}
          series={[
            { name: "external demand", part: "host", units: of("external") },
            { name: "internal demand", part: "stakers", units: of("internal") },
          ]}
        />
        {total.entered + total.left > 0n && (
          <FlowChart
            title={`Through the gate, by the ${periodName(periodSeconds)}`}
            denom={denom}
            labels={labels}
            series={[
              { name: "entered", part: "priors", units: of("entered") },
              { name: "left", part: "burned", units: of("left") },
            ]}
          />
        )}
      </div>
      <Numbers denom={denom} points={points} />
    </section>
  );
}

function externalShare({ external, internal }: DemandFlows): string {
  if (external + internal === 0n) return "Nothing was spent on answers.";
  return external === 0n ? "Nothing that was spent on answers is external." : `${formatShare(external, external + internal)} of what was spent on answers is external.`;
}

/** The identity as a node's state spells it: every unit that entered is in one place. */
function Identity({ state, error }: { state: StateDemand | undefined; error: Error | null }): ReactElement {
  if (error !== null) return <p className="muted small">The node does not answer, so the identity of its ledger is not shown: {error.message}</p>;
  if (state === undefined) return <p className="muted small">The node's ledger is not read yet.</p>;
  return (
    <p className={`identity ${state.holds ? "" : "bad"}`}>
      <span className="mono break">{state.says}</span>{" "}
      <span className={state.holds ? "muted small" : "bad small"}>in units, from the node's state: {state.holds ? "it adds up" : "it does not add up"}</span>
    </p>
  );
}

function Numbers({ denom, points }: { denom: string; points: DemandLine["points"] }): ReactElement {
  return (
    <details>
      <summary>The numbers of each period, in {denomName(denom)}</summary>
      <div className="scroll" tabIndex={0} role="group" aria-label="Flows by period">
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">from</th>
              {FLOW_NAMES.map(([name, says]) => (
                <th scope="col" className="money" key={name}>
                  {says}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ from, flows }) => (
              <tr key={from}>
                <th scope="row">{formatTime(from)}</th>
                {FLOW_NAMES.map(([name]) => (
                  <td className="money" key={name}>
                    <Amount units={flows[name]} denom={denom} bare />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
