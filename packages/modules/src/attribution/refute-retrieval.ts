import {
  areAscending,
  committedRequest,
  isCommittedOutput,
  openRows,
  rowsRoot,
  touchesRevoked,
  type RowPlace,
  type RowReader,
} from "@openledger/attribution";
import { DecodeError } from "@openledger/messages";
import { RetrievalEvidence, type DisputedReceipt, type PassageRows } from "@openledger/messages/openledger/market/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { equalBytes } from "@openledger/primitives";
import { EVIDENCE_PASSAGES_MAX, judgeAnswer, questionOf } from "@openledger/retrieval";
import type { Context } from "@openledger/state-machine";
import { committedAnswer } from "./committed-answer.ts";
import type { ClaimVerdict } from "./disputes.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { evidenceGas } from "./opening-gas.ts";
import { acceptedInTime, contextOf, paramsOf, type ReceiptTerms } from "./receipt-terms.ts";

type Unproved = Extract<ClaimVerdict, { readonly outcome: "unproved" }>;

/** A contribution of the model with what the evidence opens of it. */
interface ShownRows {
  readonly stored: Contribution;
  readonly opened: RowReader | undefined;
}

/** The answer rule decides among the passages that are shown, which hold those that the claim names. */
export function refuteRetrieval(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  disputed: DisputedReceipt,
  bytes: Uint8Array,
): ClaimVerdict {
  const { sha256 } = ctx.crypto;
  const answer = committedAnswer(ctx, disputed);
  const evidence = decoded(bytes);
  const { artifact, rows } = evidence ?? {};
  if (answer === undefined || artifact === undefined || rows === undefined) {
    return unproved("output_evidence is no RetrievalEvidence with its leaves");
  }
  ctx.gas.consume(evidenceGas(artifact.leaves.length), "output evidence");
  const isCommitted = isCommittedOutput(sha256, answer) && committedRequest(sha256, answer) !== undefined;
  if (!isCommitted) return unproved("request or output is not the receipt's");
  const context = contextOf(ctx, datanets, terms, paramsOf(ctx));
  if (rows.length > EVIDENCE_PASSAGES_MAX) return unproved(`rows of at most ${EVIDENCE_PASSAGES_MAX} contributions are shown`);
  const refs = rows.flatMap(({ contribution }) => (contribution === undefined ? [] : [contribution]));
  if (!areAscending(refs)) return unproved("shown rows are not in order of datanet and seq, each contribution once");
  const sources = new Map<bigint, ShownRows>();
  for (const one of rows) {
    const shown = showRows(ctx, datanets, terms, one, context.manifestLogSize);
    if ("outcome" in shown) return shown;
    sources.set(shown.stored.sequence, shown);
  }
  const { verdict, why } = judgeAnswer(sha256, artifact, {
    root: terms.model.artifactRoot,
    question: questionOf(answer.request),
    ...{ passages: answer.claim.passages, output: answer.output },
    isLeftOut({ sequence, document, start, end }: RowPlace) {
      const source = sources.get(sequence)?.stored;
      if (source === undefined) return undefined;
      return context.isRevoked(source) || touchesRevoked(context.revokedRows?.(source) ?? [], document, start, end);
    },
    rowBytes: ({ sequence, document, start, end }) => sources.get(sequence)?.opened?.bytesAt(document, start, end),
  });
  if (verdict === "unproved") return unproved(why);
  if (verdict === "stands") return { outcome: "stands", code: "claim-stands", message: why };
  return { outcome: "void", code: "output-wrong", message: why };
}

/** Rows that are opened of a contribution in the model's manifest; none for one that was revoked. */
function showRows(
  ctx: Context,
  datanets: DatanetKeeper,
  { model }: ReceiptTerms,
  { contribution: ref, rows, chunks, rowHashes }: PassageRows,
  manifestLogSize: (datanetId: bigint) => bigint,
): ShownRows | Unproved {
  if (ref === undefined || rows === undefined) return unproved("shown rows lack their contribution or sizes");
  const name = `contribution ${ref.datanetId}/${ref.seq}`;
  const stored = acceptedInTime(ctx, datanets, model, ref);
  if (stored === undefined || stored.logIndex >= manifestLogSize(ref.datanetId)) {
    return unproved(`${name} is not in the model's manifest`);
  }
  if (chunks.length === 0) return { stored, opened: undefined };
  const { sha256 } = ctx.crypto;
  if (!equalBytes(rowsRoot(sha256, rows), stored.rowsRoot)) return unproved(`the rows of ${name} give another root`);
  const opened = openRows(sha256, { rows, chunks, rowHashes });
  return opened === undefined ? unproved(`the opened chunks are not rows of ${name}`) : { stored, opened };
}

function decoded(bytes: Uint8Array): RetrievalEvidence | undefined {
  try {
    return RetrievalEvidence.fromBytes(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function unproved(message: string): Unproved {
  return { outcome: "unproved", message };
}
