import { buildReceiptOpening, claimRoot, receiptHash, type AttributionSource } from "@openledger/attribution";
import { answerPrice } from "@openledger/client";
import { OutputLabel, type Claim, type Receipt, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import type { LeftOut } from "@openledger/retrieval";
import type { OpenSession, Stage } from "../network/stage.ts";

const LATENCY_MS = 10n;
/** Length of answers that have no end of their own. */
const TOKENS = 40;

/** Where a host departs from what its model and the ownership rule say. */
export interface Departure {
  /** By what the answer is attributed, instead of everything that the chain knows. */
  readonly source?: AttributionSource;
  output?(right: Uint8Array): Uint8Array;
  /** Passages that the model does not get to see. */
  readonly isLeftOut?: LeftOut;
}

/** One call of a session, answered, attributed and signed by its host; `index` is its place in the session's log. */
export function answer(
  { client, crypto }: Stage,
  { id: sessionId, desk }: OpenSession,
  question: string,
  index = 0,
  departure: Departure = {},
): ReceiptOpening {
  const { served } = desk;
  const { sha256 } = crypto;
  const request = [{ role: "user", text: question }];
  const nonce = BigInt(index) + 1n;
  const seen = departure.isLeftOut === undefined ? {} : { isLeftOut: departure.isLeftOut };
  const { output: right, ...derived } = served.engine.answer({ messages: request, sessionId, nonce, maxTokens: TOKENS, ...seen });
  const { modelId, modelVersion } = served.offer;
  const name = `${sessionId}/${index}`;
  const opening = buildReceiptOpening(
    sha256,
    {
      ...{ chainId: client.chainId, sessionId, index: BigInt(index), nonce, modelId, modelVersion, latencyMs: LATENCY_MS },
      ...{ outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE, request },
      requestSecret: sha256(toUtf8(`request ${name}`)),
      outputSecret: sha256(toUtf8(`output ${name}`)),
      ...derived,
      output: departure.output?.(right) ?? right,
      price: (inputTokens, outputTokens) =>
        answerPrice(served.offerFacts, {
          ...{ inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens), latencyMs: LATENCY_MS },
        }),
    },
    departure.source ?? served.source,
  );
  return signed(crypto.sha256, desk.receiptKey, opening);
}

/** The same answer with another claim, committed to and signed by the host. */
export function restated(
  { crypto }: Stage,
  { desk }: OpenSession,
  opening: ReceiptOpening,
  change: (claim: Claim) => Claim,
): ReceiptOpening {
  const claim = change(claimOf(opening));
  const receipt = { ...receiptOf(opening), claimRoot: claimRoot(crypto.sha256, claim) };
  return signed(crypto.sha256, desk.receiptKey, { ...opening, claim, receipt });
}

export function claimOf({ claim }: ReceiptOpening): Claim {
  return assertDefined(claim, "the opening was built here");
}

export function receiptOf({ receipt }: ReceiptOpening): Receipt {
  return assertDefined(receipt, "the opening was built here");
}

function signed(
  sha256: Stage["crypto"]["sha256"],
  { sign }: OpenSession["desk"]["receiptKey"],
  opening: ReceiptOpening,
): ReceiptOpening {
  return { ...opening, hostSignature: sign(receiptHash(sha256, receiptOf(opening))) };
}
