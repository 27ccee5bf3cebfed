import { buildReceiptOpening, receiptHash } from "@openledger/attribution";
import { answerPrice } from "@openledger/client";
import { OutputLabel, type ReceiptOpening, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import type { ServedModel } from "@openledger/served-model";
import { signHash } from "@openledger/testing";
import { demoQuestions } from "../../src/corpus/demo-questions.ts";
import type { World } from "../../src/steps/world.ts";
import type { BenchHost } from "./bench-hosts.ts";

const LATENCY_MS = 20n;

/** What the demo's buyers ask, once as they wrote it and once by headings. */
export async function benchQuestions(): Promise<string[]> {
  return [...(await demoQuestions("main")), ...(await demoQuestions("headings"))].map(({ question }) => question);
}

/** The answer of a model to one question, as receipt number `index` of a host's session, signed by the host. */
export function openAnswer(
  { crypto, client }: Pick<World, "crypto" | "client">,
  served: ServedModel,
  host: BenchHost,
  { question, index }: { readonly question: string; readonly index: number },
): ReceiptOpening {
  const { sha256 } = crypto;
  const { sessionId } = host;
  const request: RequestMessage[] = [{ role: "user", text: question }];
  const nonce = BigInt(index) + 1n;
  const unsigned = buildReceiptOpening(
    sha256,
    {
      chainId: client.chainId,
      ...{ sessionId, index: BigInt(index), nonce },
      modelId: served.offer.modelId,
      modelVersion: served.offer.modelVersion,
      latencyMs: LATENCY_MS,
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request,
      requestSecret: sha256(toUtf8(`request ${sessionId}/${index}`)),
      outputSecret: sha256(toUtf8(`output ${sessionId}/${index}`)),
      ...served.engine.answer({ messages: request, sessionId, nonce }),
      price: (input, output) =>
        answerPrice(served.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(output), latencyMs: LATENCY_MS }),
    },
    served.source,
  );
  const hash = receiptHash(sha256, assertDefined(unsigned.receipt, "a receipt"));
  return { ...unsigned, hostSignature: signHash(hash, host.account.privateKey) };
}
