import type { ReceiptFile } from "@openledger/client/receipt";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import { AnswerSection } from "../components/receipt/answer-section.tsx";
import { FeeSection } from "../components/receipt/fee-section.tsx";
import { ProofBox } from "../components/receipt/proof-box.tsx";
import { ResponsibleSection } from "../components/receipt/responsible-section.tsx";
import { SettlementSection } from "../components/receipt/settlement-section.tsx";
import { StateChip } from "../components/receipt/state-chip.tsx";
import { VerificationSection } from "../components/receipt/verification-section.tsx";
import { Amount } from "../components/link.tsx";
import { Failure, Loading, NotFound } from "../components/states.tsx";
import { RequestError } from "../data/fetch-json.ts";
import { ask } from "../data/graphql.ts";
import { receiptOperation, type ReceiptData } from "../data/operations.ts";
import { fetchReceiptFile } from "../data/receipt-file.ts";
import { useChainHead } from "../data/use-queries.ts";
import { formatCount, formatShare } from "../format.ts";
import { patterns } from "../paths.ts";
import { receiptView } from "../receipt/receipt-view.ts";
import { useTitle } from "../use-title.ts";

const POLL_MS = 2000;

/** One answer: whose words, who is paid, who is responsible, and the check of all of it. */
export function ReceiptPage(): ReactElement {
  const { session = "", index = "" } = useParams({ strict: false });
  const isNumbered = patterns.number.test(session) && patterns.number.test(index);
  const head = useChainHead();
  const onChain = useQuery({
    queryKey: ["receipt", session, index],
    queryFn: ({ signal }) => ask(receiptOperation, { sessionId: session, index }, signal),
    enabled: isNumbered,
    refetchInterval: ({ state }) => (isDecided(state.data) ? false : POLL_MS),
  });
  const settlement = onChain.data?.settlement;
  const file = useQuery({
    // The head and the settlement enter the file later than the answer.
    queryKey: ["receipt-file", session, index, settlement?.state],
    queryFn: ({ signal }) => fetchReceiptFile(session, index, signal),
    enabled: isNumbered,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.head === null ? POLL_MS : false),
  });
  useTitle(file.data?.readable.question ?? `Receipt ${session}/${index}`);

  const isMissing = file.error instanceof RequestError && file.error.isMissing;
  if (isMissing && onChain.data?.settlement) return <UnopenedReceipt session={session} index={index} onChain={onChain.data} />;
  if (!isNumbered || isMissing) return <NotFound what={`Receipt ${session}/${index}`} height={head.data?.height} />;
  if (file.data === undefined) {
    return file.isError ? <Failure error={file.error} retry={() => void file.refetch()} /> : <Loading what={`receipt ${session}/${index}`} />;
  }
  return <Receipt file={file.data} onChain={onChain.data} chainError={onChain.error} />;
}

function Receipt({ file, onChain, chainError }: { file: ReceiptFile; onChain: ReceiptData | undefined; chainError: Error | null }): ReactElement {
  const settlement = onChain?.settlement;
  // Only a final split tells whether a denom burns.
  const burns = settlement?.split == null ? undefined : settlement.split.burned > 0n;
  const view = useMemo(() => receiptView(file, burns === true), [file, burns]);
  const { readable, facts } = file;
  return (
    <article className="receipt">
      <header>
        <p className="kicker">
          Receipt {readable.sessionId}/{readable.index} <StateChip state={settlement?.state} isKnown={onChain !== undefined} />
        </p>
        <h1>{readable.question}</h1>
        <p className="muted">
          answered by <b>{facts.model.name}</b>@{facts.model.version} · {formatCount(BigInt(readable.outputTokens))} tokens in {formatCount(BigInt(readable.latencyMs))} ms ·{" "}
          fee <Amount units={view.amount} denom={readable.denom} /> · <b>{formatShare(view.ownedWeight, view.totalWeight)}</b> of the answer has an owner
        </p>
      </header>
      <div className="columns">
        <div>
          <AnswerSection file={file} view={view} />
        </div>
        <div>
          <FeeSection file={file} view={view} knowsBurn={burns !== undefined} />
          <ResponsibleSection file={file} onChain={onChain} />
          <SettlementSection onChain={onChain} error={chainError} />
        </div>
      </div>
      <VerificationSection file={file} settlementState={settlement?.state} />
      <ProofBox />
    </article>
  );
}

/** A receipt of which the chain knows where it was settled, and nothing of its content. */
function UnopenedReceipt({ session, index, onChain }: { session: string; index: string; onChain: ReceiptData }): ReactElement {
  const isErased = onChain.receipt?.source === "ERASED";
  return (
    <article className="receipt">
      <header>
        <p className="kicker">
          Receipt {session}/{index} <StateChip state={onChain.settlement?.state} isKnown />
        </p>
        <h1>{isErased ? "Its content is erased" : "Settled by its hash, not opened"}</h1>
        <p className="muted">
          {isErased
            ? "A contributor had rows erased that this answer quotes, before anybody opened it. Its hash, its claim and its payments stay on the chain."
            : "Question and answer are with buyer and host. They come to the chain when somebody demands this receipt while its settlement is pending."}
        </p>
      </header>
      <SettlementSection onChain={onChain} error={null} />
    </article>
  );
}

function isDecided(data: ReceiptData | undefined): boolean {
  const state = data?.settlement?.state;
  return state === "FINAL" || state === "VOID";
}
