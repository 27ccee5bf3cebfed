import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AddressLink, Amount, BlockLink, PageLink, TxLink } from "../components/link.tsx";
import { StateChip } from "../components/receipt/state-chip.tsx";
import { ChallengesSection } from "../components/settlement/challenges-section.tsx";
import { SettlementState } from "../components/settlement/settlement-state.tsx";
import { SplitTable } from "../components/settlement/split-table.tsx";
import { Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { settlementOperation, type FullSettlement } from "../data/ledger-operations.ts";
import { denomName, plural } from "../format.ts";
import { paths, patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

/** Receipts that are linked one by one; the chain lets a settlement hold a few hundred. */
const LINKS_MAX = 64;

/** One settlement: whether it is paid, what each owner receives, and what was said against it. */
export function SettlementPage(): ReactElement {
  const { settlement: id = "" } = useParams({ strict: false });
  const isNumber = patterns.number.test(id);
  useTitle(`Settlement ${id}`);
  const query = useQuery({
    queryKey: ["settlement", id],
    queryFn: ({ signal }) => ask(settlementOperation, { id }, signal),
    enabled: isNumber,
    refetchInterval: ({ state }) => (state.data?.settlement && state.data.settlement.state !== "PENDING" ? false : 2000),
  });
  if (!isNumber) return <NotFound what={`Settlement ${id}`} height={undefined} />;
  if (query.isPending) return <Loading what={`settlement ${id}`} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { settlement, _meta } = query.data;
  if (settlement === null) return <NotFound what={`Settlement ${id}`} height={_meta.height} />;
  return (
    <article>
      <header>
        <p className="kicker">
          Settlement <StateChip state={settlement.state} isKnown />
        </p>
        <h1>Settlement {id}</h1>
        <p className="muted">
          {plural(settlement.receiptCount, "answer")} of <PageLink to={paths.session(settlement.sessionId)}>session {settlement.sessionId}</PageLink> ·{" "}
          <Amount units={settlement.amount} denom={settlement.denom} />
        </p>
      </header>
      <Facts settlement={settlement} />
      {settlement.voided !== null && <Voided voided={settlement.voided} denom={settlement.denom} />}
      <ChallengesSection settlement={settlement} />
      <Owners settlement={settlement} />
      <Receipts settlement={settlement} />
    </article>
  );
}

function Facts({ settlement }: { settlement: FullSettlement }): ReactElement {
  const { opened, session, submittedHeight, submittedTx, decidedHeight, claimsRoot } = settlement;
  return (
    <section className="card">
      <dl className="facts">
        <Fact name="State">
          <SettlementState settlement={settlement} />
        </Fact>
        <Fact name="Evidence">{opened ? "openings of all receipts, checked when it arrived" : "hashes of the receipts; the content is shown when somebody demands it"}</Fact>
        {session && (
          <Fact name="Session">
            {session.visibility.toLowerCase()}, host <AddressLink address={session.host} />, buyer <AddressLink address={session.buyer} />
          </Fact>
        )}
        <Fact name="Submitted">
          <BlockLink height={submittedHeight} />
          {submittedTx && (
            <>
              {", tx "}
              <TxLink hash={submittedTx.hash} />
            </>
          )}
        </Fact>
        {decidedHeight !== null && (
          <Fact name="Decided">
            <BlockLink height={decidedHeight} />
          </Fact>
        )}
        <Fact name="Root of its claims">
          <span className="mono break">{claimsRoot.slice(2)}</span>
        </Fact>
      </dl>
    </section>
  );
}

/** The slashed bond is in the denom of the offer, which is the settlement's. */
function Voided({ voided, denom }: { voided: NonNullable<FullSettlement["voided"]>; denom: string }): ReactElement {
  const parts: readonly (readonly [string, bigint])[] = [
    ["back to the buyer", voided.returned],
    ["taken from the host's bond", voided.slashed],
    ["of it to the challenger", voided.challengerReward],
    ["of it burned", voided.burned],
    ["of it to the treasury", voided.treasury],
  ];
  return (
    <section className="card" aria-labelledby="void">
      <h2 id="void">Void</h2>
      <p>
        <AddressLink address={voided.challenger} /> showed: <code>{voided.reason}</code>
      </p>
      <table className="numbers">
        <tbody>
          {parts.filter(([, units]) => units > 0n).map(([name, units]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Amount units={units} denom={denom} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Owners({ settlement: { owners, state, denom, split, receiptCount } }: { settlement: FullSettlement }): ReactElement {
  const isCorrected = owners.some(({ corrected }) => corrected > 0n);
  return (
    <section className="card" aria-labelledby="owners">
      <h2 id="owners">{state === "FINAL" ? "Paid to owners" : state === "VOID" ? "What the host stated for owners; nothing is paid" : "To owners, if nobody shows a lie"}</h2>
      {owners.length === 0 && <p className="muted">No token of these answers has an owner.</p>}
      {owners.length > 0 && (
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">owner</th>
              {isCorrected && (
                <th scope="col" className="money">
                  corrected
                </th>
              )}
              <th scope="col">{isCorrected ? "left" : "amount"}</th>
            </tr>
          </thead>
          <tbody>
            {owners.map(({ owner, amount, corrected }) => (
              <tr key={owner}>
                <th scope="row">
                  <AddressLink address={owner} />
                </th>
                {isCorrected && <td className="money">{corrected > 0n && <Amount units={-corrected} denom={denom} bare />}</td>}
                <td>
                  <Amount units={amount} denom={denom} bare />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="muted small">In {denomName(denom)}, before the curators' share.</p>
      {split && <SplitTable split={split} count={receiptCount} />}
    </section>
  );
}

function Receipts({ settlement: { sessionId, firstIndex, receiptCount } }: { settlement: FullSettlement }): ReactElement {
  const indexes = Array.from({ length: Math.min(receiptCount, LINKS_MAX) }, (_, i) => firstIndex + BigInt(i));
  return (
    <section className="card" aria-labelledby="receipts">
      <h2 id="receipts">Receipts</h2>
      <p className="links">
        {indexes.map((index) => (
          <PageLink key={index.toString()} to={paths.receipt(sessionId, index)}>
            {sessionId}/{index.toString()}
          </PageLink>
        ))}
      </p>
      {receiptCount > LINKS_MAX && <p className="muted small">The first {LINKS_MAX} are linked.</p>}
    </section>
  );
}
