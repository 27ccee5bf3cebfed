import { countAnswerTokens } from "@openledger/attribution";
import { answerPrice, type FinishReason, type OfferFacts } from "@openledger/client";
import { OutputLabel, type ReceiptOpening, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, fromUtf8, toUtf8 } from "@openledger/primitives";
import { sessionView, type ExternalContext, type ExternalModel } from "@openledger/served-model";
import { checkRequestSize, findAnswered, makeReceipt, requireAnswerable, type AnswerDesk, type Call } from "./answer-call.ts";
import { GatewayError } from "./gateway-error.ts";
import type { CallsInFlight } from "./session/calls-in-flight.ts";
import type { HostedSession } from "./session/session-book.ts";
import { createOutputLimit } from "./upstream/output-limit.ts";
import type { Upstream } from "./upstream/upstream.ts";

/** What answers of an external model are made with. */
export interface ExternalDesk extends AnswerDesk {
  readonly external: ExternalModel;
  readonly upstream: Upstream;
  readonly inFlight: CallsInFlight;
  /** Tokens of an answer when the caller names no limit, and at most. */
  readonly maxTokens: number;
}

/** Takes the answer's text as it comes; `signal` fires when nobody listens any more. */
export interface AnswerListener {
  /** Resolves when more may follow. */
  deliver(text: string): Promise<void>;
  readonly signal: AbortSignal;
}

export interface ExternalAnswer {
  readonly opening: ReceiptOpening;
  readonly finishReason: FinishReason;
  /** Given before under the same nonce; nothing was delivered now. */
  readonly isRepeat: boolean;
}

/**
 * Has the upstream answer, passes its words on as they come, and puts the receipt into the log when it has ended, from which
 * it may be given out once it is durable. Whatever breaks off before that leaves no receipt: nothing is charged. Throws GatewayError, or the signal's reason.
 */
export async function answerExternal(
  desk: ExternalDesk,
  session: HostedSession,
  call: Call,
  listener: AnswerListener,
): Promise<ExternalAnswer> {
  const before = findAnswered(desk, session, call);
  if (before !== undefined) return { opening: before, finishReason: "stop", isRepeat: true };
  const { log, chain } = session;
  const { external } = desk;
  const { messages } = call.request;
  requireAnswerable(desk, session);
  checkRequestSize(messages, desk.served.rule.maxRequestBytes);
  const escrow = BigInt(chain.escrow?.amount ?? "0");
  const plan = planOf(desk, call, desk.inFlight.left(log, escrow));
  const flight = desk.inFlight.begin(log, { nonce: call.nonce, most: plan.most, escrow });
  const outcome = { hasReceipt: false, delivered: false };
  try {
    const engineCall = { messages, sessionId: log.sessionId, nonce: call.nonce };
    const { isLeftOut } = sessionView(desk.served, desk.revocations, chain.openedHeight);
    const context = external.context({ ...engineCall, isLeftOut });
    const asked = { model: external.recipe.upstreamModel, messages: prompt(messages, context), maxTokens: plan.tokens };
    const spoken = await listen(desk, asked, plan.tokens, listener, outcome);
    listener.signal.throwIfAborted();
    // The chain may have moved on while the upstream spoke.
    requireAnswerable(desk, session);
    const latencyMs = BigInt(Math.max(0, Math.ceil(performance.now() - call.startedMs - spoken.heldMs)));
    const { derivation } = context;
    const opening = makeReceipt(desk, session, call, {
      ...{ output: toUtf8(spoken.text), latencyMs, outputLabel: OutputLabel.OUTPUT_LABEL_ASSERTED },
      ...(derivation === undefined ? {} : { derivation }),
    });
    log.append(opening);
    outcome.hasReceipt = true;
    return { opening, finishReason: spoken.finishReason, isRepeat: false };
  } finally {
    flight.end(outcome);
  }
}

interface Plan {
  /** Longest answer in tokens of the chain's tokeniser. */
  readonly tokens: number;
  /** What an answer of that length costs. */
  readonly most: bigint;
}

/** As many tokens as are asked for, allowed and paid for by what is left. */
function planOf({ served, maxTokens }: ExternalDesk, { request }: Call, left: bigint): Plan {
  const { inputTokens } = countAnswerTokens(request.messages, new Uint8Array(0));
  const priceOf = (tokens: bigint): bigint =>
    answerPrice(served.offerFacts, { inputTokens: BigInt(inputTokens), outputTokens: tokens, latencyMs: 0n });
  const wanted = BigInt(Math.min(request.maxTokens ?? maxTokens, maxTokens));
  const affordable = affordableTokens(served.offerFacts, left - priceOf(0n));
  const tokens = affordable < wanted && affordable > 0n ? affordable : wanted;
  return { tokens: Number(tokens), most: priceOf(tokens) };
}

function affordableTokens({ per1kOutput }: OfferFacts, left: bigint): bigint {
  const rate = BigInt(per1kOutput);
  if (left < 0n) return 0n;
  return rate === 0n ? 1n << 32n : (left * 1_000n) / rate;
}

async function listen(
  { served, upstream }: ExternalDesk,
  asked: { readonly model: string; readonly messages: readonly RequestMessage[]; readonly maxTokens: number },
  tokens: number,
  listener: AnswerListener,
  outcome: { delivered: boolean },
): Promise<{ readonly text: string; readonly finishReason: FinishReason; readonly heldMs: number }> {
  const limit = createOutputLimit({ bytes: served.rule.maxOutputBytes, tokens });
  let finishReason: FinishReason = "stop";
  let heldMs = 0;
  for await (const { text, finish } of upstream.ask({ ...asked, signal: listener.signal })) {
    const piece = limit.take(text);
    if (piece !== "") {
      const fromMs = performance.now();
      outcome.delivered = true;
      await listener.deliver(piece);
      // A listener that reads slowly must not make the answer late, and so cheaper.
      heldMs += performance.now() - fromMs;
    }
    if (finish !== undefined) finishReason = finish;
    if (limit.isFull) {
      finishReason = "length";
      break;
    }
  }
  if (limit.text === "") throw new GatewayError(502, "upstream_malformed", "the upstream answered with nothing; nothing is charged");
  return { text: limit.text, finishReason, heldMs };
}

/** The buyer's messages as they are, behind the passages that answer them. */
function prompt(messages: readonly RequestMessage[], { passages }: ExternalContext): readonly RequestMessage[] {
  if (passages.length === 0) return messages;
  const texts = passages.map((bytes, i) => `[${i + 1}]\n${fromUtf8(assertDefined(bytes, "a passage"))}`);
  const how = "Answer with the help of these passages where they fit the question. Quote them word for word rather than in other words.";
  return [{ role: "system", text: `${how}\n\n${texts.join("\n\n")}` }, ...messages];
}
