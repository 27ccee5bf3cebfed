import type { ReactElement } from "react";
import type { FullSettlement } from "../../data/ledger-operations.ts";
import { plural } from "../../format.ts";
import { paths } from "../../paths.ts";
import { Coin } from "../coin.tsx";
import { AddressLink, Amount, BlockLink, PageLink, TxLink } from "../link.tsx";
import { Chip, type Tone } from "../states.tsx";

type Demand = FullSettlement["demands"][number];
type Counterexample = FullSettlement["counterexamples"][number];
type Correction = FullSettlement["corrections"][number];

/** Demands and counter-examples against a settlement, each with who made it, when, and what came of it. */
export function ChallengesSection({ settlement }: { settlement: FullSettlement }): ReactElement {
  const { demands, counterexamples } = settlement;
  return (
    <section className="card" aria-labelledby="challenges">
      <h2 id="challenges">Challenges</h2>
      {demands.length + counterexamples.length === 0 && <p className="muted">Nobody has challenged it.</p>}
      <ul className="plain entries">
        {demands.map((demand) => (
          <DemandEntry key={demand.demandId} demand={demand} settlement={settlement} />
        ))}
        {counterexamples.map((one, i) => (
          <CounterexampleEntry key={i} counterexample={one} settlement={settlement} />
        ))}
      </ul>
    </section>
  );
}

const DEMAND_CHIPS: Readonly<Record<Demand["state"], readonly [Tone, string]>> = {
  OPEN: ["wait", "waits for an answer"],
  ANSWERED: ["good", "answered"],
  RETURNED: ["bad", "not answered"],
};

function DemandEntry({ demand, settlement }: { demand: Demand; settlement: FullSettlement }): ReactElement {
  const { sessionId, denom } = settlement;
  const { demandId, challenger, receipts, bond, state, deadlineHeight, madeHeight, decidedHeight, madeTx } = demand;
  const [tone, label] = DEMAND_CHIPS[state];
  return (
    <li>
      <p>
        <b>Demand {demandId}</b> to open{" "}
        {receipts.map((index, i) => (
          <span key={index}>
            {i > 0 && ", "}
            <PageLink to={paths.receipt(sessionId, index)}>
              {sessionId}/{index}
            </PageLink>
          </span>
        ))}{" "}
        <Chip tone={tone}>{label}</Chip>
      </p>
      <p className="muted small">
        by <AddressLink address={challenger} />, bond <Coin text={bond} />, <Place height={madeHeight} tx={madeTx} />
        {decidedHeight === null ? ` · due at height ${deadlineHeight}` : " · decided in "}
        {decidedHeight !== null && <BlockLink height={decidedHeight} />}
      </p>
      {unopened(demand, settlement).map((correction) => (
        <p className="small" key={correction.receiptIndex}>
          {sessionId}/{correction.receiptIndex} quotes rows that were erased, so it was not opened: <Taken correction={correction} denom={denom} />
        </p>
      ))}
    </li>
  );
}

const KINDS: Readonly<Record<string, string>> = {
  match: "an earlier or omitted match",
  invalid: "a claim that contradicts its own receipt",
  output: "another output than the model gives",
};

const OUTCOMES: Readonly<Record<string, readonly [Tone, string]>> = {
  void: ["bad", "holds: settlement void"],
  correct: ["wait", "holds: corrected"],
  stands: ["plain", "false: the claim stands"],
};

function CounterexampleEntry({ counterexample, settlement }: { counterexample: Counterexample; settlement: FullSettlement }): ReactElement {
  const { receiptIndex, kind, challenger, outcome, code, bond, height, tx } = counterexample;
  const [tone, label] = OUTCOMES[outcome] ?? (["plain", outcome] as const);
  const correction = outcome === "correct" ? settlement.corrections.find((one) => one.height === height && one.receiptIndex === receiptIndex) : undefined;
  return (
    <li>
      <p>
        <b>Counter-example</b> to{" "}
        <PageLink to={paths.receipt(settlement.sessionId, receiptIndex)}>
          {settlement.sessionId}/{receiptIndex}
        </PageLink>
        : {KINDS[kind] ?? kind} <Chip tone={tone}>{label}</Chip>
      </p>
      <p className="muted small">
        <code>{code}</code> · by <AddressLink address={challenger} />, bond <Coin text={bond} />
        {outcome === "stands" && " lost to the host"}, <Place height={height} tx={tx} />
      </p>
      {correction && (
        <p className="small">
          <Taken correction={correction} denom={settlement.denom} />
        </p>
      )}
    </li>
  );
}

/** What the answer to a demand left without owner: a counter-example's corrections stand in another transaction. */
function unopened({ state, receipts, decidedHeight }: Demand, { corrections, counterexamples }: FullSettlement): readonly Correction[] {
  if (state !== "ANSWERED") return [];
  return corrections.filter(
    ({ receiptIndex, height, tx }) =>
      height === decidedHeight && receipts.includes(receiptIndex) && !counterexamples.some((one) => one.tx?.hash === tx?.hash),
  );
}

function Taken({ correction, denom }: { correction: Correction; denom: string }): ReactElement {
  const { tokens, removed, owners } = correction;
  return (
    <>
      {plural(tokens, "token")} without owner now; <Amount units={removed} denom={denom} /> taken from{" "}
      {owners.map((one, i) => (
        <span key={one.owner}>
          {i > 0 && ", "}
          <AddressLink address={one.owner} /> (<Amount units={one.removed} denom={denom} />)
        </span>
      ))}
    </>
  );
}

function Place({ height, tx }: { height: bigint; tx: { readonly hash: string } | null }): ReactElement {
  return (
    <>
      <BlockLink height={height} />
      {tx && (
        <>
          {", tx "}
          <TxLink hash={tx.hash} />
        </>
      )}
    </>
  );
}
