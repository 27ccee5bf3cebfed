import { useQueries, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { StatementTable } from "../components/statement-table.tsx";
import { ZeroReasons } from "../components/zero-reasons.tsx";
import { MarkChip } from "../components/mark-chip.tsx";
import { Amount, PageLink, TxLink } from "../components/link.tsx";
import { Chip, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { contributorOperation, statementOperation, type ContributorData } from "../data/statement-operations.ts";
import { formatCount, plural } from "../format.ts";
import { paths, patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

const POLL_MS = 4000;

/** What came in to an account, why, and why not: pending apart from final. */
export function ContributorPage(): ReactElement {
  const { address = "" } = useParams({ strict: false });
  const isAddress = patterns.address.test(address);
  useTitle(`Statement of ${address}`);
  const query = useQuery({
    queryKey: ["contributor", address],
    queryFn: ({ signal }) => ask(contributorOperation, { address }, signal),
    enabled: isAddress,
    refetchInterval: POLL_MS,
  });
  const denoms = denomsOf(query.data);
  const statements = useQueries({
    queries: denoms.map((denom) => ({
      queryKey: ["statement", address, denom],
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await ask(statementOperation, { address, denom }, signal)).statement,
      refetchInterval: POLL_MS,
    })),
  });
  if (!isAddress) return <NotFound what="This address" height={undefined} />;
  if (query.isPending) return <Loading what="the statement" />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { account, _meta } = query.data;
  if (account === null) return <NotFound what={`Account ${address}`} height={_meta.height} />;
  return (
    <article>
      <header>
        <p className="kicker">Statement at height {_meta.height.toString()}</p>
        <h1 className="mono break">{address}</h1>
        <p className="muted">
          named in {plural(query.data.receipts.totalCount, "settled answer")} ·{" "}
          {account.claimable.length === 0 ? "nothing to claim now" : "may claim "}
          {account.claimable.map(({ denom, amount }) => (
            <Amount key={denom} units={amount} denom={denom} />
          ))}
        </p>
      </header>
      {denoms.length === 0 && <p className="card">No answer has paid this account yet.</p>}
      {statements.map((statement, i) => (
        <section key={denoms[i]} className="card">
          {statement.data ? <StatementTable statement={statement.data} /> : statement.isError ? <Failure error={statement.error} /> : <Loading what="the statement" />}
        </section>
      ))}
      <ZeroReasons unearned={query.data.unearned} />
      {query.data.contributions.totalCount > 0 && <Contributions data={query.data} />}
    </article>
  );
}

function Contributions({ data: { contributions } }: { data: ContributorData }): ReactElement {
  return (
    <section className="card">
      <h2>{plural(contributions.totalCount, "contribution")}</h2>
      <ul className="plain">
        {contributions.edges.map(({ node }) => (
          <li key={`${node.datanetId}/${node.seq}`}>
            <PageLink to={paths.contribution(node.datanetId, node.seq)}>
              <b>{node.title}</b>
            </PageLink>{" "}
            <Chip tone={node.state === "ACCEPTED" ? "good" : node.state === "PENDING" ? "wait" : "bad"}>{node.state.toLowerCase()}</Chip> <MarkChip marks={node.marks} erasedHeight={node.erasedHeight} />
            <span className="muted small">
              {" "}
              datanet/{node.datanetId}/{node.seq} · {node.licence} · {formatCount(node.byteCount)} bytes
              {node.grade !== null && ` · grade ${node.grade}`}
              {node.registeredTx && (
                <>
                  {" · "}
                  <TxLink hash={node.registeredTx.hash}>registered</TxLink>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {contributions.edges.length < contributions.totalCount && (
        <p className="muted small">The {contributions.edges.length} newest are shown; the GraphQL endpoint lists all of them.</p>
      )}
    </section>
  );
}

function denomsOf(data: ContributorData | undefined): string[] {
  if (data === undefined) return [];
  const paid = data.receipts.edges.map(({ node }) => node.denom);
  return [...new Set([...paid, ...(data.account?.earnedDenoms ?? [])])].sort((a, b) => (a < b ? -1 : 1));
}
