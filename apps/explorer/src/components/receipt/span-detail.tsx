import type { ReceiptFile } from "@openledger/client/receipt";
import type { ReactElement } from "react";
import { formatCount, formatShare } from "../../format.ts";
import { UNOWNED_REASONS, type ReceiptView } from "../../receipt/receipt-view.ts";
import { useEvidence } from "../../receipt/use-evidence.ts";
import { paths } from "../../paths.ts";
import { AddressLink, PageLink } from "../link.tsx";
import { SourceMark } from "./source-mark.tsx";

/** Owner, contribution, matched source and weight of one span. */
export function SpanDetail({ file, view, span }: { file: ReceiptFile; view: ReceiptView; span: number | undefined }): ReactElement {
  const evidence = useEvidence(file, span !== undefined);
  const chosen = span === undefined ? undefined : file.readable.spans[span];
  if (span === undefined || chosen === undefined) {
    return <p className="span-detail muted">Point at, tap or tab to a passage to see whose it is and where it stands in the source.</p>;
  }
  const { status, owner, contribution, weight, document, offset } = chosen;
  const share = formatShare(BigInt(weight), view.totalWeight);
  if (status === "owned" && contribution !== null) {
    const known = view.owners.find(({ address }) => address === owner);
    const source = evidence?.sourceOf(span);
    return (
      <div className="span-detail" aria-live="polite">
        <p>
          <span className={`swatch owner-${known?.colour ?? 0}`}>{known?.number}</span> <b>{contribution.title}</b> by <AddressLink address={owner} /> ·{" "}
          {share} of the answer's weight
        </p>
        <p className="muted">
          <PageLink to={paths.contribution(contribution.datanetId, contribution.seq)}>
            datanet/{contribution.datanetId}/{contribution.seq}
          </PageLink>
          , document {document}, from byte {formatCount(BigInt(offset ?? 0))}
        </p>
        <SourceMark datanetId={contribution.datanetId} seq={contribution.seq} />
        {source !== undefined && (
          <blockquote tabIndex={0} aria-label="The same words in the source">
            <span className="muted">{source.before}</span>
            <mark>{source.match}</mark>
            <span className="muted">{source.after}</span>
          </blockquote>
        )}
      </div>
    );
  }
  return (
    <div className="span-detail" aria-live="polite">
      <p>
        <b>Nobody is paid for this passage</b> · {share} of the answer's weight
      </p>
      <p className="muted">
        {status !== "owned" && UNOWNED_REASONS[status]} {contribution !== null && `It is cited from ${contribution.title}.`}
      </p>
      {contribution !== null && <SourceMark datanetId={contribution.datanetId} seq={contribution.seq} />}
    </div>
  );
}
