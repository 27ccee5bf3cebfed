import type { ReceiptCheck, ReceiptFile } from "@openledger/client/receipt";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { endpoints } from "../../paths.ts";
import { Failure, Loading } from "../states.tsx";

const STATES: Readonly<Record<ReceiptCheck["state"], readonly [string, string]>> = {
  holds: ["holds", "✓"],
  fails: ["fails", "✗"],
  "not-in-file": ["not in the file", "–"],
};

/** The verification, run here and now on the bytes of the receipt file. */
export function VerificationSection({ file }: { file: ReceiptFile }): ReactElement {
  const { sessionId, index } = file.readable;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["verification", sessionId, index, file.opening, file.head?.signed, file.settlement?.state],
    queryFn: async () => (await import("../../receipt/verify.ts")).verify(file),
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  return (
    <section className="card" aria-labelledby="verification">
      <h2 id="verification">Checked in your browser</h2>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="the verifier" />}
      {data && (
        <>
          <Summary checks={data.checks} milliseconds={data.milliseconds} />
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
        <button type="button" className="quiet" disabled={isFetching} onClick={() => void refetch()}>
          Check again
        </button>
        <a className="button quiet" href={endpoints.receiptFile(sessionId, index)} download={`RECEIPT-${sessionId}-${index}.json`}>
          Download RECEIPT.json
        </a>
        <span className="muted small">
          and on your own machine: <code>npx openledgerd verify RECEIPT-{sessionId}-{index}.json</code>
        </span>
      </p>
    </section>
  );
}

function Summary({ checks, milliseconds }: { checks: readonly ReceiptCheck[]; milliseconds: number }): ReactElement {
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
