import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { BlockLink, TxLink } from "../components/link.tsx";
import { Chip, Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { blockOperation } from "../data/operations.ts";
import { formatTime, plural } from "../format.ts";
import { messageNames } from "../message-names.ts";
import { patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

/** One block and its transactions. */
export function BlockPage(): ReactElement {
  const { height = "" } = useParams({ strict: false });
  const isHeight = patterns.number.test(height) && height.length < 19;
  useTitle(`Block ${height}`);
  const query = useQuery({
    queryKey: ["block", height],
    queryFn: ({ signal }) => ask(blockOperation, { height }, signal),
    enabled: isHeight,
    refetchInterval: ({ state }) => (state.data?.block ? false : 2000),
  });
  if (!isHeight) return <NotFound what={`Block ${height}`} height={undefined} />;
  if (query.isPending) return <Loading what={`block ${height}`} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { block, _meta } = query.data;
  if (block === null) return <NotFound what={`Block ${height}`} height={_meta.height} />;
  return (
    <article>
      <header>
        <p className="kicker">{_meta.chainId}</p>
        <h1>Block {block.height.toString()}</h1>
      </header>
      <section className="card">
        <dl className="facts">
          <Fact name="Time">{formatTime(block.time)}</Fact>
          <Fact name="Hash">
            <span className="mono break">{block.hash.slice(2).toUpperCase()}</span>
          </Fact>
          <Fact name="Parent">{block.height > 1n ? <BlockLink height={block.height - 1n} /> : "none: the first block"}</Fact>
          <Fact name="State before it (app hash)">
            <span className="mono break">{block.appHash.slice(2).toUpperCase() || "none"}</span>
          </Fact>
          <Fact name="Proposer">
            <span className="mono break">{block.proposer.slice(2).toUpperCase()}</span>
          </Fact>
        </dl>
      </section>
      <section className="card">
        <h2>{plural(block.txCount, "transaction")}</h2>
        <ul className="plain">
          {block.txs.edges.map(({ node }) => (
            <li key={node.index}>
              <TxLink hash={node.hash} /> <Chip tone={node.succeeded ? "good" : "bad"}>{node.succeeded ? "done" : "failed"}</Chip>{" "}
              <span className="muted">{messageNames(node.messages)}</span>
            </li>
          ))}
        </ul>
        {block.txs.edges.length < block.txCount && <p className="muted small">The first {block.txs.edges.length} are shown.</p>}
      </section>
    </article>
  );
}
