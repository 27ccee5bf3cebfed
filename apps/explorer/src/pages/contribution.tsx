import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Coin } from "../components/coin.tsx";
import { AddressLink, BlockLink, PageLink, TxLink } from "../components/link.tsx";
import { MarkChip } from "../components/mark-chip.tsx";
import { Chip, Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { contributionOperation, type ContributionData } from "../data/ledger-operations.ts";
import { formatCount, plural, shorten } from "../format.ts";
import { paths, patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

type Contribution = NonNullable<ContributionData["contribution"]>;

/** One contribution: whose it is, what was taken back of it, and where answers quote it. */
export function ContributionPage(): ReactElement {
  const { datanet = "", seq = "" } = useParams({ strict: false });
  const isNumbered = patterns.number.test(datanet) && patterns.number.test(seq);
  const query = useQuery({
    queryKey: ["contribution", datanet, seq],
    queryFn: ({ signal }) => ask(contributionOperation, { datanetId: datanet, seq }, signal),
    enabled: isNumbered,
    refetchInterval: 4000,
  });
  useTitle(query.data?.contribution?.title ?? `Contribution ${datanet}/${seq}`);
  if (!isNumbered) return <NotFound what={`Contribution ${datanet}/${seq}`} height={undefined} />;
  if (query.isPending) return <Loading what={`contribution ${datanet}/${seq}`} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { contribution, spans, _meta } = query.data;
  if (contribution === null) return <NotFound what={`Contribution ${datanet}/${seq}`} height={_meta.height} />;
  const tone = contribution.state === "ACCEPTED" ? "good" : contribution.state === "PENDING" ? "wait" : "bad";
  return (
    <article>
      <header>
        <p className="kicker">
          datanet/{datanet}/{seq}
          {contribution.datanet && ` of ${contribution.datanet.name}`} <Chip tone={tone}>{contribution.state.toLowerCase()}</Chip>{" "}
          <MarkChip marks={contribution.marks} erasedHeight={contribution.erasedHeight} />
        </p>
        <h1>{contribution.title}</h1>
        <p className="muted">
          by <AddressLink address={contribution.contributor} /> · {contribution.licence || "licence of the datanet"} · {plural(spans.totalCount, "passage")} of known answers quote it
        </p>
      </header>
      {contribution.erasedHeight !== null && <Erased height={contribution.erasedHeight} />}
      <Marks contribution={contribution} />
      <Disputes disputes={contribution.disputes} />
      <Facts contribution={contribution} />
      <Quotes spans={spans} />
    </article>
  );
}

function Erased({ height }: { height: bigint }): ReactElement {
  return (
    <div className="notice bad" role="note">
      <p>
        <strong>The content is erased</strong> since <BlockLink height={height} />: whoever asks a node for it gets 410 ERASED. Commitment, reviews and payments stay on the chain, and so do
        the rows that answers had opened.
      </p>
    </div>
  );
}

function Marks({ contribution: { marks } }: { contribution: Contribution }): ReactElement | null {
  if (marks.length === 0) return null;
  return (
    <section className="card" aria-labelledby="marks">
      <h2 id="marks">{marks.every(({ kind }) => kind === "REVOKED") ? "Taken back by its contributor" : "Taken back, or decided in a dispute"}</h2>
      <ul className="plain entries">
        {marks.map(({ kind, owner, height, fromVersion, erase, rows, tx }, i) => (
          <li key={i}>
            <p>
              <b>{kind === "STRUCK" ? "Struck: matches pass it over" : kind === "REASSIGNED" ? "Reassigned" : rows.length === 0 ? "The whole contribution" : `Rows: ${rowsText(rows)}`}</b>
              {owner !== null && (
                <>
                  {" to "}
                  <AddressLink address={owner} />
                </>
              )}
              {erase && ", content and secret deleted"}
            </p>
            <p className="muted small">
              <BlockLink height={height} />
              {tx && (
                <>
                  {", tx "}
                  <TxLink hash={tx.hash} />
                </>
              )}
              {MARK_MEANING[kind]}
              {fromVersion !== "0" && ` · left out from version ${fromVersion} of the datanet on`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a mark means for sessions that open later. */
const MARK_MEANING = {
  REVOKED: " · sessions that open later pay nobody for it",
  STRUCK: " · in sessions that open later the next earliest registration owns its words",
  REASSIGNED: " · in sessions that open later the new owner is paid for it",
} as const satisfies Record<Contribution["marks"][number]["kind"], string>;

/** Ranges as people read them; chunks are 1 KiB each and counted from 0. */
function rowsText(rows: Contribution["marks"][number]["rows"]): string {
  const ranges = rows.map(({ document, firstChunk, chunkCount }) => {
    const chunks = chunkCount === 1 ? `chunk ${firstChunk}` : `chunks ${firstChunk} to ${firstChunk + chunkCount - 1}`;
    return `document ${document}, ${chunks}`;
  });
  return ranges.join("; ");
}

function Facts({ contribution }: { contribution: Contribution }): ReactElement {
  const { registeredHeight, registeredTx, decidedHeight, grade, bond, byteCount, tokenCount, documentCount, rowsMerkleRoot, reviews, corrects } = contribution;
  return (
    <section className="card">
      <dl className="facts">
        <Fact name="Registered">
          <BlockLink height={registeredHeight} />
          {registeredTx && (
            <>
              {", tx "}
              <TxLink hash={registeredTx.hash} />
            </>
          )}
        </Fact>
        {decidedHeight !== null && (
          <Fact name="Decided">
            <BlockLink height={decidedHeight} />
            {grade !== null && `, grade ${grade}`}
          </Fact>
        )}
        {reviews.map(({ curator, verdict, grade: given, reasonCode, height }) => (
          <Fact name="Review" key={curator}>
            <AddressLink address={curator} /> {verdict.toLowerCase()}
            {verdict === "ACCEPT" && `, grade ${given}`}
            {verdict === "REJECT" && `, reason ${reasonCode}`}
            {", "}
            <BlockLink height={height} />
          </Fact>
        ))}
        <Fact name="Size">
          {formatCount(byteCount)} bytes, {plural(tokenCount, "token")}, {plural(documentCount, "document")}
        </Fact>
        {corrects !== null && (
          <Fact name="Corrects">
            <PageLink to={paths.receipt(corrects.sessionId, corrects.receiptIndex)}>
              receipt {corrects.sessionId}/{corrects.receiptIndex}
            </PageLink>
            , rated {corrects.rating} of 5 by its buyer
          </Fact>
        )}
        <Fact name="Bond">
          <Coin text={bond} />
        </Fact>
        <Fact name="Root of its rows">
          <span className="mono break">{rowsMerkleRoot.slice(2)}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Disputes({ disputes }: { disputes: Contribution["disputes"] }): ReactElement | null {
  if (disputes.length === 0) return null;
  return (
    <section className="card" aria-labelledby="disputes">
      <h2 id="disputes">Disputes about who owns it</h2>
      <ul className="plain entries">
        {disputes.map(({ disputeId, challenger, remedy, state, bond, filedHeight, decidedHeight }) => (
          <li key={disputeId}>
            <p>
              <b>Dispute {disputeId}</b> by <AddressLink address={challenger} />, who asks to {remedy.toLowerCase()} it{" "}
              <Chip tone={decidedHeight === null ? "wait" : "plain"}>{state.toLowerCase()}</Chip>
            </p>
            <p className="muted small">
              filed in <BlockLink height={filedHeight} /> with a bond of <Coin text={bond} />
              {decidedHeight === null ? (
                <>
                  {", see the "}
                  <PageLink to={paths.clock()}>clock</PageLink>
                </>
              ) : (
                <>
                  {", closed in "}
                  <BlockLink height={decidedHeight} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Quotes({ spans }: { spans: ContributionData["spans"] }): ReactElement | null {
  if (spans.totalCount === 0) return null;
  return (
    <section className="card" aria-labelledby="quotes">
      <h2 id="quotes">Quoted in answers</h2>
      <ul className="plain entries">
        {spans.edges.map(({ node: { sessionId, receiptIndex, index, status, text } }) => (
          <li key={`${sessionId}/${receiptIndex}/${index}`}>
            <p>
              <PageLink to={paths.receipt(sessionId, receiptIndex)}>
                Receipt {sessionId}/{receiptIndex}
              </PageLink>
              {status !== "OWNED" && <span className="muted"> · paid to nobody: {status.toLowerCase().replace("_", " ")}</span>}
            </p>
            <p className="muted small break">{text === null ? "its content is not on the chain" : shorten(text.trim(), 160, 0)}</p>
          </li>
        ))}
      </ul>
      {spans.edges.length < spans.totalCount && (
        <p className="muted small">
          The {spans.edges.length} newest of {formatCount(spans.totalCount)} are shown.
        </p>
      )}
    </section>
  );
}
