import type { ReactElement } from "react";
import { AskBox } from "../components/ask-box.tsx";
import { Amount, PageLink } from "../components/link.tsx";
import { Chip, Failure, Loading, type Tone } from "../components/states.tsx";
import type { HomeData } from "../data/operations.ts";
import { notSettled, type OwnReceipt } from "../data/own-receipts.ts";
import { useHome, useOwnReceipts } from "../data/use-queries.ts";
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
  const { edges, totalCount } = data.receipts;
  const waiting = notSettled(useOwnReceipts(), edges, edges.length === totalCount);
  if (edges.length === 0 && waiting.length === 0) return <p className="muted">No answer is settled yet. Ask the first question above.</p>;
  return (
    <ol className="answers">
      {waiting.map((receipt) => (
        <Answer key={`${receipt.sessionId}/${receipt.index}`} receipt={receipt} question={receipt.question} state={undefined} />
      ))}
      {edges.map(({ node }) => (
        <Answer key={`${node.sessionId}/${node.index}`} receipt={node} question={questionOf(node.request)} state={node.settlement?.state} />
      ))}
    </ol>
  );
}

interface AnswerProps {
  readonly receipt: Omit<OwnReceipt, "question">;
  readonly question: string;
  readonly state: "PENDING" | "FINAL" | "VOID" | undefined;
}

function Answer({ receipt, question, state }: AnswerProps): ReactElement {
  const { sessionId, index, owners, denom, ownedWeight, totalWeight, amount } = receipt;
  return (
    <li>
      <PageLink to={paths.receipt(sessionId, index)} className="answer">
        <strong>{question}</strong>
        <span className="muted">
          <Amount units={paidTo(owners)} denom={denom} /> to {plural(owners.length, "owner")} · {formatShare(ownedWeight, totalWeight)} owned · fee{" "}
          <Amount units={amount} denom={denom} />
        </span>
        <StateChip state={state} />
      </PageLink>
    </li>
  );
}

const CHIPS: Readonly<Record<"PENDING" | "FINAL" | "VOID", readonly [Tone, string]>> = {
  PENDING: ["wait", "pending"],
  FINAL: ["good", "paid"],
  VOID: ["bad", "void"],
};

function StateChip({ state }: { state: "PENDING" | "FINAL" | "VOID" | undefined }): ReactElement {
  const [tone, label] = state === undefined ? (["plain", "not settled yet"] as const) : CHIPS[state];
  return <Chip tone={tone}>{label}</Chip>;
}

function questionOf(request: HomeData["receipts"]["edges"][number]["node"]["request"]): string {
  if (request === null) return "(settled by hash, not opened)";
  return request.findLast(({ role }) => role === "user")?.text ?? "(no question)";
}
