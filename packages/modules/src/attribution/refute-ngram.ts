import { committedRequest, isCommittedOutput } from "@openledger/attribution";
import { DecodeError } from "@openledger/messages";
import { NgramEvidence, type ArtifactLeaf, type DisputedReceipt } from "@openledger/messages/openledger/market/v1";
import {
  answerSeed,
  judgeToken,
  parseRecipe,
  promptOf,
  type LeafOpening,
  type TokenEvidence,
  type TokenVerdict,
} from "@openledger/ngram";
import type { Context } from "@openledger/state-machine";
import type { ClaimVerdict } from "./disputes.ts";
import { committedAnswer } from "./committed-answer.ts";
import type { ReceiptTerms } from "./receipt-terms.ts";

const LEAVES_MAX = 1n << 40n;

/** One token decides: the rule says which entry its draw falls on, and that entry says which token it is. */
export function refuteNgram(
  ctx: Context,
  { model, sessionId }: ReceiptTerms,
  disputed: DisputedReceipt,
  bytes: Uint8Array,
): ClaimVerdict {
  const { sha256 } = ctx.crypto;
  const answer = committedAnswer(ctx, disputed);
  const evidence = decoded(bytes);
  const recipe = parseRecipe(model.recipe);
  if (answer === undefined || evidence === undefined || recipe === undefined) {
    return { outcome: "unproved", message: "output_evidence is no NgramEvidence with its leaves" };
  }
  const isCommitted = isCommittedOutput(sha256, answer) && committedRequest(sha256, answer) !== undefined;
  if (!isCommitted) return { outcome: "unproved", message: "request or output is not the receipt's" };
  const verdict = judgeToken(
    {
      root: model.artifactRoot,
      recipe,
      request: { seed: answerSeed(sha256, sessionId, answer.receipt.nonce), prompt: promptOf([...answer.request]) },
      output: answer.output,
      position: evidence.position,
    },
    evidence.token,
    sha256,
  );
  return verdictOf(verdict, evidence.position);
}

function verdictOf(verdict: TokenVerdict, position: number): ClaimVerdict {
  switch (verdict) {
    case "wrong":
      return { outcome: "void", code: "output-wrong", message: `the draw of token ${position} falls elsewhere` };
    case "no_such_token":
    case "not_under_root":
    case "no_entry":
      return { outcome: "unproved", message: `the evidence is no entry for a token of the output: ${verdict}` };
    default:
      return { outcome: "stands", code: "claim-stands", message: `token ${position}: ${verdict}` };
  }
}

function decoded(bytes: Uint8Array): { readonly position: number; readonly token: TokenEvidence } | undefined {
  const message = messageOf(bytes);
  if (message === undefined || message.leafCount > LEAVES_MAX) return undefined;
  const entry = openingOf(message.entry);
  const after = openingOf(message.absentAfter);
  const before = openingOf(message.absentBefore);
  if (entry === undefined || (after === undefined) !== (before === undefined)) return undefined;
  const absence = after === undefined || before === undefined ? {} : { absence: { before, after } };
  return { position: message.position, token: { leafCount: Number(message.leafCount), entry, ...absence } };
}

function messageOf(bytes: Uint8Array): NgramEvidence | undefined {
  try {
    return NgramEvidence.fromBytes(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function openingOf(leaf: ArtifactLeaf | undefined): LeafOpening | undefined {
  if (leaf === undefined || leaf.index >= LEAVES_MAX) return undefined;
  return { index: Number(leaf.index), leaf: leaf.leaf, aunts: leaf.path };
}
