import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AddressLink, BlockLink } from "../components/link.tsx";
import { Chip, Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { txOperation, type TxData } from "../data/operations.ts";
import { formatCount, formatTime } from "../format.ts";
import { messageNames } from "../message-names.ts";
import { patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

/** Longest message that is shown whole, in characters. */
const SHOWN_MAX = 20_000;

/** One transaction with its messages. */
export function TxPage(): ReactElement {
  const { hash = "" } = useParams({ strict: false });
  const isHash = patterns.hash.test(hash);
  useTitle(`Transaction ${hash.slice(0, 8)}`);
  const query = useQuery({
    queryKey: ["tx", hash],
    queryFn: ({ signal }) => ask(txOperation, { hash: `0x${hash.toLowerCase()}` }, signal),
    enabled: isHash,
    refetchInterval: ({ state }) => (state.data?.tx ? false : 2000),
  });
  if (!isHash) return <NotFound what="This transaction" height={undefined} />;
  if (query.isPending) return <Loading what="the transaction" />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { tx, _meta } = query.data;
  if (tx === null) return <NotFound what={`Transaction ${hash.slice(0, 8).toUpperCase()}…`} height={_meta.height} />;
  return (
    <article>
      <header>
        <p className="kicker">
          Transaction <Chip tone={tx.succeeded ? "good" : "bad"}>{tx.succeeded ? "done" : "failed"}</Chip>
        </p>
        <h1>{messageNames(tx.messages) || "No messages"}</h1>
      </header>
      <Facts tx={tx} />
      {tx.messages.map(({ typeUrl, content }, i) => (
        <section className="card" key={i}>
          <h2 className="mono break">{typeUrl}</h2>
          <Content content={content} />
        </section>
      ))}
    </article>
  );
}

function Facts({ tx }: { tx: NonNullable<TxData["tx"]> }): ReactElement {
  return (
    <section className="card">
      <dl className="facts">
        <Fact name="Hash">
          <span className="mono break">{tx.hash.slice(2).toUpperCase()}</span>
        </Fact>
        <Fact name="In">
          <BlockLink height={tx.height} />, number {tx.index}
          {tx.block && `, ${formatTime(tx.block.time)}`}
        </Fact>
        {!tx.succeeded && (
          <Fact name="Why it failed">
            <strong className="nobody">
              {tx.log || "no reason is given"} ({tx.codespace} {tx.code})
            </strong>
          </Fact>
        )}
        <Fact name="Fee">
          {tx.fee || "none"}
          {tx.feePayer !== null && (
            <>
              {" by "}
              <AddressLink address={tx.feePayer} />
            </>
          )}
        </Fact>
        <Fact name="Gas">
          {formatCount(tx.gasUsed)} of {formatCount(tx.gasWanted)}
        </Fact>
        {tx.memo !== "" && <Fact name="Memo">{tx.memo}</Fact>}
      </dl>
    </section>
  );
}

function Content({ content }: { content: unknown }): ReactElement {
  const json = JSON.stringify(content, undefined, 2) ?? "";
  return (
    <>
      <pre tabIndex={0} aria-label="The message as JSON">
        {json.slice(0, SHOWN_MAX)}
      </pre>
      {json.length > SHOWN_MAX && (
        <p className="muted small">
          {formatCount(SHOWN_MAX)} of {formatCount(json.length)} characters are shown; the GraphQL endpoint gives all of them.
        </p>
      )}
    </>
  );
}
