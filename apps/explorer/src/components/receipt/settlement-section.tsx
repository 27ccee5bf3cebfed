import type { ReactElement } from "react";
import type { ReceiptData, SettlementData } from "../../data/operations.ts";
import { plural } from "../../format.ts";
import { paths } from "../../paths.ts";
import { Amount, BlockLink, PageLink, TxLink } from "../link.tsx";
import { SettlementState } from "../settlement/settlement-state.tsx";
import { SplitTable } from "../settlement/split-table.tsx";
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
  const { receipt, settlement, _meta } = data;
  if (settlement === null) {
    return (
      <p>
        Not on the chain yet. The host settles answers in batches after the buyer's signature; this page looks again every two seconds.
        <span className="muted small"> Last indexed height {_meta.height.toString()}.</span>
      </p>
    );
  }
  return (
    <>
      <dl className="facts">
        <Fact name="State">
          <SettlementState settlement={settlement} />
        </Fact>
        <Fact name="Settlement">
          <PageLink to={paths.settlement(settlement.settlementId)}>number {settlement.settlementId}</PageLink>, {plural(settlement.receiptCount, "answer")}, <Amount units={settlement.amount} denom={settlement.denom} />
        </Fact>
        <Fact name="Evidence">
          <Evidence settlement={settlement} receipt={receipt} />
        </Fact>
        <Challenges settlement={settlement} receipt={receipt} />
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
        {settlement.session && (
          <Fact name="Session">
            <PageLink to={paths.session(settlement.session.sessionId)}>number {settlement.session.sessionId}</PageLink>, {settlement.session.visibility.toLowerCase()}
            {settlement.session.openedTx && (
              <>
                {", opened in tx "}
                <TxLink hash={settlement.session.openedTx.hash} />
              </>
            )}
          </Fact>
        )}
        {receipt?.modelVersion?.publishedTx && (
          <Fact name="Model published">
            tx <TxLink hash={receipt.modelVersion.publishedTx.hash} />
          </Fact>
        )}
      </dl>
      {settlement.split && <SplitTable split={settlement.split} count={settlement.receiptCount} />}
    </>
  );
}

/** Whether the chain saw the receipt's content, and where. */
function Evidence({ settlement, receipt }: { settlement: SettlementData; receipt: ReceiptData["receipt"] }): ReactElement {
  if (settlement.opened) return <>settled with its openings: everybody can check the content</>;
  if (receipt?.source === "ANSWER") {
    return (
      <>
        settled by its hash, opened when it was demanded
        {receipt.shownTx && (
          <>
            {" in tx "}
            <TxLink hash={receipt.shownTx.hash} />
          </>
        )}
      </>
    );
  }
  if (receipt?.source === "ERASED") {
    return (
      <>
        <strong className="nobody">erased</strong>: rows that it quotes were erased before it was opened, so its content is on no chain and in no store
      </>
    );
  }
  return (
    <>
      settled by its hash: {receipt === null ? "the chain knows no more of it" : "its claim is known, its content is not"}
      {settlement.state === "PENDING" && " unless somebody demands it"}
    </>
  );
}

/** What challengers made of the settlement; nothing when there was no challenge. */
function Challenges({ settlement, receipt }: { settlement: SettlementData; receipt: ReceiptData["receipt"] }): ReactElement | null {
  const { demands, counterexamples, voided } = settlement;
  const corrected = receipt?.owners.reduce((sum, one) => sum + one.corrected, 0n) ?? 0n;
  if (demands.length + counterexamples.length === 0 && voided === null) return null;
  return (
    <Fact name="Challenges">
      {plural(demands.length, "demand")}, {plural(counterexamples.length, "counter-example")}
      {corrected > 0n && (
        <>
          {"; "}
          <strong>
            <Amount units={corrected} denom={settlement.denom} /> of this answer taken from its owners
          </strong>
        </>
      )}
      {voided !== null && (
        <>
          {"; void for "}
          <code>{voided.reason}</code>
        </>
      )}
    </Fact>
  );
}
