import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AddressLink, Amount, BlockLink, PageLink, TxLink } from "../components/link.tsx";
import { StateChip } from "../components/receipt/state-chip.tsx";
import { Chip, Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { sessionOperation, type SessionData } from "../data/ledger-operations.ts";
import { formatTime, plural } from "../format.ts";
import { paths, patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

type Session = NonNullable<SessionData["session"]>;

/** One session: who pays whom, who may see its receipts, and what was settled of it. */
export function SessionPage(): ReactElement {
  const { session: id = "" } = useParams({ strict: false });
  const isNumber = patterns.number.test(id);
  useTitle(`Session ${id}`);
  const query = useQuery({
    queryKey: ["session", id],
    queryFn: ({ signal }) => ask(sessionOperation, { id }, signal),
    enabled: isNumber,
    refetchInterval: ({ state }) => (state.data?.session?.state === "ENDED" ? false : 4000),
  });
  if (!isNumber) return <NotFound what={`Session ${id}`} height={undefined} />;
  if (query.isPending) return <Loading what={`session ${id}`} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { session, _meta } = query.data;
  if (session === null) return <NotFound what={`Session ${id}`} height={_meta.height} />;
  return (
    <article>
      <header>
        <p className="kicker">
          Session <Chip tone={session.state === "OPEN" ? "good" : session.state === "SETTLING" ? "wait" : "plain"}>{session.state.toLowerCase()}</Chip>{" "}
          <Chip tone={session.visibility === "PRIVATE" ? "wait" : "plain"}>{session.visibility.toLowerCase()}</Chip>
        </p>
        <h1>Session {id}</h1>
        <p className="muted">{plural(session.receiptCount, "answer")} settled</p>
      </header>
      <Facts session={session} />
      <Settlements session={session} />
    </article>
  );
}

function Facts({ session }: { session: Session }): ReactElement {
  const { buyer, host, visibility, auditors, escrow, denom, settledAmount, returned, openedHeight, openedTx, expiresTime, endedHeight, closingReason } = session;
  return (
    <section className="card">
      <dl className="facts">
        <Fact name="Buyer">
          <AddressLink address={buyer} />
        </Fact>
        <Fact name="Host">
          <AddressLink address={host} />
        </Fact>
        <Fact name="Visibility">
          {visibility === "PUBLIC" ? (
            "public: everybody may demand its receipts"
          ) : (
            <>
              private: only the buyer{auditors.length > 0 && " and the auditors "}
              {auditors.map((auditor, i) => (
                <span key={auditor}>
                  {i > 0 && ", "}
                  <AddressLink address={auditor} />
                </span>
              ))}{" "}
              may see its receipts and demand them
            </>
          )}
        </Fact>
        <Fact name="Escrow">
          <Amount units={escrow} denom={denom} />, <Amount units={settledAmount} denom={denom} /> settled
          {returned !== null && (
            <>
              , <Amount units={returned} denom={denom} /> returned
            </>
          )}
        </Fact>
        <Fact name="Opened">
          <BlockLink height={openedHeight} />
          {openedTx && (
            <>
              {", tx "}
              <TxLink hash={openedTx.hash} />
            </>
          )}
        </Fact>
        <Fact name={endedHeight === null ? "Expires" : "Ended"}>
          {endedHeight === null ? formatTime(expiresTime) : <BlockLink height={endedHeight} />}
          {closingReason !== null && `, ${closingReason}`}
        </Fact>
      </dl>
    </section>
  );
}

function Settlements({ session: { settlements, denom } }: { session: Session }): ReactElement {
  return (
    <section className="card" aria-labelledby="settlements">
      <h2 id="settlements">{plural(settlements.totalCount, "settlement")}</h2>
      <ul className="plain entries">
        {settlements.edges.map(({ node }) => (
          <li key={node.settlementId}>
            <p>
              <PageLink to={paths.settlement(node.settlementId)}>Settlement {node.settlementId}</PageLink> <StateChip state={node.state} isKnown />
            </p>
            <p className="muted small">
              {plural(node.receiptCount, "answer")} from number {node.firstIndex.toString()}, {node.opened ? "with openings" : "by hashes"}, <Amount units={node.amount} denom={denom} />
            </p>
          </li>
        ))}
      </ul>
      {settlements.edges.length < settlements.totalCount && <p className="muted small">The {settlements.edges.length} newest are shown.</p>}
    </section>
  );
}
