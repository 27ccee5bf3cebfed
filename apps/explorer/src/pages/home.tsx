import type { ReactElement } from "react";
import { AskBox } from "../components/ask-box.tsx";
import { Amount, PageLink } from "../components/link.tsx";
import { Chip, Failure, Loading, type Tone } from "../components/states.tsx";
import type { HomeData } from "../data/operations.ts";
import { useHome } from "../data/use-queries.ts";
import { formatCount, formatShare, plural } from "../format.ts";
import { paths } from "../paths.ts";
import { paidTo } from "../receipt/paid-to.ts";
import { useTitle } from "../use-title.ts";

/** Ask, and see who was paid for the last answers. */
export function HomePage(): ReactElement {
  useTitle("Who is paid for an AI answer");
  const home = useHome();
  return (
    <>
      <section className="hero">
        <h1>Ask, and see whose words you get and who is paid for them</h1>
        <AskBox />
      </section>
      {home.data && <Totals data={home.data} />}
      <section aria-labelledby="last">
        <h2 id="last">Last answers</h2>
        {home.isError && <Failure error={home.error} retry={() => void home.refetch()} />}
        {home.isPending && <Loading what="the last answers" />}
        {home.data && <Answers data={home.data} />}
      </section>
    </>
  );
}

function Totals({ data }: { data: HomeData }): ReactElement {
  const { totals, receipts } = data;
  return (
    <dl className="totals">
      <Total name="contributions accepted" value={formatCount(data.contributions.totalCount)} />
      <Total name="owners of data" value={formatCount(totals.owners)} />
      <Total name="answers settled" value={formatCount(receipts.totalCount)} />
      <div>
        <dt>paid to owners</dt>
        <dd>
          {totals.paidToOwners.length === 0 ? "nothing yet" : totals.paidToOwners.map(({ denom, amount }) => <Amount key={denom} units={amount} denom={denom} />)}
        </dd>
      </div>
    </dl>
  );
}

function Total({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Answers({ data }: { data: HomeData }): ReactElement {
  if (data.receipts.edges.length === 0) return <p className="muted">No answer is settled yet. Ask the first question above.</p>;
  return (
    <ol className="answers">
      {data.receipts.edges.map(({ node }) => (
        <li key={`${node.sessionId}/${node.index}`}>
          <PageLink to={paths.receipt(node.sessionId, node.index)} className="answer">
            <strong>{questionOf(node.request)}</strong>
            <span className="muted">
              <Amount units={paidTo(node.owners)} denom={node.denom} /> to {plural(node.owners.length, "owner")} ·{" "}
              {formatShare(node.ownedWeight, node.totalWeight)} owned · fee <Amount units={node.amount} denom={node.denom} />
            </span>
            <StateChip state={node.settlement?.state} />
          </PageLink>
        </li>
      ))}
    </ol>
  );
}

const CHIPS: Readonly<Record<"PENDING" | "FINAL" | "VOID", readonly [Tone, string]>> = {
  PENDING: ["wait", "pending"],
  FINAL: ["good", "paid"],
  VOID: ["bad", "void"],
};

function StateChip({ state }: { state: "PENDING" | "FINAL" | "VOID" | undefined }): ReactElement {
  const [tone, label] = state === undefined ? (["plain", "unsettled"] as const) : CHIPS[state];
  return <Chip tone={tone}>{label}</Chip>;
}

function questionOf(request: readonly { readonly role: string; readonly text: string }[]): string {
  return request.findLast(({ role }) => role === "user")?.text ?? "(no question)";
}
