import type { ChainCheck } from "@openledger/client/offline";
import type { ReceiptCheck, ReceiptFile, TrustedFacts } from "@openledger/client/receipt";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { downloadReceipt } from "../../receipt/download.ts";
import { Failure, Loading } from "../states.tsx";

const STATES: Readonly<Record<ReceiptCheck["state"], readonly [string, string]>> = {
  holds: ["holds", "✓"],
  fails: ["fails", "✗"],
  "not-in-file": ["not in the file", "–"],
};

/** The verification, run here and now on the bytes of the receipt file. */
export function VerificationSection({ file, settlementState }: { file: ReceiptFile; settlementState: string | undefined }): ReactElement {
  const { sessionId, index } = file.readable;
  const fileKey = [sessionId, index, file.opening, file.head?.signed, file.chainProof?.state.height, settlementState];
  const chain = useQuery({
    queryKey: ["chain-facts", ...fileKey],
    queryFn: async () => (await (await import("../../receipt/chain-facts.ts")).chainFacts(file)) ?? null,
    staleTime: Infinity,
  });
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["verification", ...fileKey, chain.dataUpdatedAt],
    queryFn: async () => (await import("../../receipt/verify.ts")).verify(file, chain.data ?? undefined),
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  const checkAgain = async (): Promise<void> => {
    await chain.refetch();
    await refetch();
  };
  return (
    <section className="card" aria-labelledby="verification">
      <h2 id="verification">Checked in your browser</h2>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="the verifier" />}
      {data && (
        <>
          <Summary checks={data.checks} milliseconds={data.milliseconds} />
          <p className="muted small">{sourceOf(chain)}</p>
          <ul className="checks">
            {data.checks.map(({ name, title, state, detail }) => (
              <li key={name} className={state}>
                <span className="mark" aria-hidden="true">
                  {STATES[state][1]}
                </span>
                <span>
                  {title} <span className="state">{STATES[state][0]}</span>
                  {detail !== "" && <span className="muted small detail">{detail}</span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="row">
        <button type="button" className="quiet" disabled={isFetching || chain.isFetching} onClick={() => void checkAgain()}>
          Check again
        </button>
        <button type="button" className="quiet" onClick={() => downloadReceipt(file, `RECEIPT-${sessionId}-${index}.json`)}>
          Download RECEIPT.json
        </button>
        <span className="muted small">
          and on your own machine: <code>npx openledgerd verify RECEIPT-{sessionId}-{index}.json{file.chainProof && " --offline --trusted-header HEADER.json"}</code>
        </span>
      </p>
    </section>
  );
}

/** Against what the file is checked. */
function sourceOf({ data, error }: { data: TrustedFacts | null | undefined; error: Error | null }): string {
  if (error !== null) return `The node could not be asked (${error.message}), so keys, prices and roots are the file's own word.`;
  if (data === undefined) return "Asking the node for keys, prices and roots …";
  if (data === null) return "The session has ended and left the chain's state, so keys, prices and roots are the file's own word.";
  return "Keys, prices, roots and parameters are compared with what the node answers to this browser.";
}

function Summary({ checks, milliseconds }: { checks: readonly (ReceiptCheck | ChainCheck)[]; milliseconds: number }): ReactElement {
  const failed = checks.filter(({ state }) => state === "fails").length;
  const held = checks.filter(({ state }) => state === "holds").length;
  return (
    <p role="status">
      {failed === 0 ? (
        <b className="good">{held === 1 ? "1 check holds" : `${held} checks hold`}, none fails</b>
      ) : (
        <b className="bad">{failed === 1 ? "1 check fails" : `${failed} checks fail`}: do not trust this receipt</b>
      )}{" "}
      <span className="muted">recomputed here from the receipt's bytes in {milliseconds} ms</span>
    </p>
  );
}
