import { useEffect, useState, type ReactElement } from "react";
import type { ReceiptData, SettlementData } from "../../data/operations.ts";
import { formatDuration, formatTime, plural } from "../../format.ts";
import { Amount, BlockLink, TxLink } from "../link.tsx";
import { Fact, Failure, Loading } from "../states.tsx";

/** Where the receipt stands on the chain, with the transactions that say so. */
export function SettlementSection({ onChain, error }: { onChain: ReceiptData | undefined; error: Error | null }): ReactElement {
  return (
    <section className="card" aria-labelledby="settlement">
      <h2 id="settlement">Settlement</h2>
      {onChain === undefined ? error === null ? <Loading what="the settlement" /> : <Failure error={error} /> : <OnChain data={onChain} />}
    </section>
  );
}

function OnChain({ data }: { data: ReceiptData }): ReactElement {
  const { receipt, _meta } = data;
  if (receipt?.settlement == null) {
    return (
      <p>
        Not on the chain yet. The host settles answers in batches after the buyer's signature; this page looks again every two seconds.
        <span className="muted small"> Last indexed height {_meta.height.toString()}.</span>
      </p>
    );
  }
  const { settlement } = receipt;
  return (
    <>
      <dl className="facts">
        <Fact name="State">
          <State settlement={settlement} />
        </Fact>
        <Fact name="Settlement">
          {settlement.settlementId}, {plural(settlement.receiptCount, "answer")}, <Amount units={settlement.amount} denom={settlement.denom} />
        </Fact>
        <Fact name="Submitted">
          <BlockLink height={settlement.submittedHeight} />
          {settlement.submittedTx && (
            <>
              {", tx "}
              <TxLink hash={settlement.submittedTx.hash} />
            </>
          )}
        </Fact>
        {settlement.decidedHeight !== null && (
          <Fact name="Decided">
            <BlockLink height={settlement.decidedHeight} />
          </Fact>
        )}
        {receipt.session?.openedTx && (
          <Fact name="Session opened">
            tx <TxLink hash={receipt.session.openedTx.hash} />
          </Fact>
        )}
        {receipt.modelVersion?.publishedTx && (
          <Fact name="Model published">
            tx <TxLink hash={receipt.modelVersion.publishedTx.hash} />
          </Fact>
        )}
      </dl>
      {settlement.split && <Split split={settlement.split} count={settlement.receiptCount} />}
    </>
  );
}

function State({ settlement }: { settlement: SettlementData }): ReactElement {
  if (settlement.state === "FINAL") return <b className="good">final: every part is paid</b>;
  if (settlement.state === "VOID") return <b className="bad">void: nothing is paid, the escrow returns to the buyer</b>;
  return <Countdown until={settlement.finalTime} />;
}

/** Time until the window ends. The chain's clock decides; this one only counts along. */
function Countdown({ until }: { until: string }): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = new Date(until).getTime() - now;
  return (
    <span>
      <b className="wait">pending</b>: {left > 0 ? `final in ${formatDuration(left)}` : "final with the next block"}{" "}
      <span className="muted small">({formatTime(until)})</span>
    </span>
  );
}

function Split({ split, count }: { split: NonNullable<SettlementData["split"]>; count: number }): ReactElement {
  const parts: readonly (readonly [string, bigint])[] = [
    ["owners", split.owned],
    ["curated share", split.priors],
    ["curators", split.curators],
    ["host", split.host],
    ["model", split.model],
    ["stakers", split.stakers],
    ["treasury", split.treasury],
    ["burned", split.burned],
    ["back to the buyer", split.returned],
  ];
  return (
    <details>
      <summary>How the chain divided all {plural(count, "answer")} of it</summary>
      <table className="numbers">
        <tbody>
          {parts.map(([name, units]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Amount units={units} denom={split.denom} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum, {split.conserved ? "equal to the unit" : <strong className="nobody">not equal</strong>}</th>
            <td>
              <Amount units={split.amount} denom={split.denom} />
            </td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}
