import type { ReactElement } from "react";
import type { FullSettlement } from "../../data/ledger-operations.ts";
import { plural } from "../../format.ts";
import { paths } from "../../paths.ts";
import { Coin } from "../coin.tsx";
import { AddressLink, Amount, BlockLink, PageLink, TxLink } from "../link.tsx";
import { Chip, type Tone } from "../states.tsx";

type Demand = FullSettlement["demands"][number];
type Counterexample = FullSettlement["counterexamples"][number];

/** Demands and counter-examples against a settlement, each with who made it, when, and what came of it. */
export function ChallengesSection({ settlement }: { settlement: FullSettlement }): ReactElement {
  const { demands, counterexamples, sessionId } = settlement;
  return (
    <section className="card" aria-labelledby="challenges">
      <h2 id="challenges">Challenges</h2>
      {demands.length + counterexamples.length === 0 && <p className="muted">Nobody has challenged it.</p>}
      <ul className="plain entries">
        {demands.map((demand) => (
          <DemandEntry key={demand.demandId} demand={demand} sessionId={sessionId} />
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

function DemandEntry({ demand, sessionId }: { demand: Demand; sessionId: string }): ReactElement {
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
          {plural(correction.tokens, "token")} without owner now; <Amount units={correction.removed} denom={settlement.denom} /> taken from{" "}
          {correction.owners.map(({ owner, removed }, i) => (
            <span key={owner}>
              {i > 0 && ", "}
              <AddressLink address={owner} /> (<Amount units={removed} denom={settlement.denom} />)
            </span>
          ))}
        </p>
      )}
    </li>
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
