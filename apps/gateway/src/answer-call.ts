import { randomBytes } from "node:crypto";
import { buildReceiptOpening, countAnswerTokens, receiptHash } from "@openledger/attribution";
import { answerPrice, type ChatRequest } from "@openledger/client";
import type { ServiceKey } from "@openledger/keyring";
import { OutputLabel, type ReceiptOpening, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import type { Session } from "@openledger/messages/openledger/market/v1";
import { assertDefined, toUtf8, type Crypto } from "@openledger/primitives";
import { sessionView, type EngineAnswer, type Revocations, type ServedModel } from "@openledger/served-model";
import { GatewayError } from "./gateway-error.ts";
import { requireOpen, type HostedSession } from "./session/session-book.ts";

/** What receipts are given out with. */
export interface ReceiptDesk {
  readonly chainId: string;
  readonly crypto: Crypto;
  readonly revocations: Revocations;
}

/** What answers are made and signed with. */
export interface AnswerDesk extends ReceiptDesk {
  readonly served: ServedModel;
  readonly receiptKey: ServiceKey;
}

/** The desk of a host whose model lost rows before it could be built: what was answered is settled, nothing is answered. */
export interface SettlingDesk extends ReceiptDesk {
  readonly served?: never;
  /** What happened and what to do, for callers. */
  readonly erasure: string;
}

/** The desk, unless it answers no calls: throws `erased`. */
export function requireAnswering<Desk extends AnswerDesk>(desk: Desk | SettlingDesk): Desk {
  if (desk.served !== undefined) return desk;
  throw new GatewayError(410, "erased", desk.erasure);
}

/** One call inside a session. */
export interface Call {
  readonly request: ChatRequest;
  /** Chosen by the buyer's side, never used twice in a session. */
  readonly nonce: bigint;
  /** performance.now() when the request had arrived. */
  readonly startedMs: number;
}

/**
 * Answers a call and puts its receipt into the log, from which it may be given out once it is durable. A nonce that was
 * answered before gives the same receipt again, so a buyer that lost the answer pays once. Synchronous, so receipts take
 * their index one at a time.
 */
export function answerCall(desk: AnswerDesk, session: HostedSession, call: Call): ReceiptOpening {
  const { log, chain } = session;
  const before = findAnswered(desk, session, call);
  if (before !== undefined) return before;
  requireAnswerable(desk, session);
  const unsigned = log.receipts.length - log.signedSize;
  if (unsigned >= desk.served.offer.unsignedCalls) {
    const limit = `${unsigned} receipts are unsigned, and the offer allows ${desk.served.offer.unsignedCalls}`;
    throw new GatewayError(429, "unsigned_receipts", `${limit}; post a signed head and try again`);
  }
  const opening = makeOpening(desk, session, call);
  const amount = BigInt(assertDefined(opening.receipt, "an opening has a receipt").amount);
  const escrow = BigInt(chain.escrow?.amount ?? "0");
  if (log.total + amount > escrow) {
    const sums = `${log.total} of ${escrow} ${chain.escrow?.denom ?? ""} are used and this answer costs ${amount}`;
    throw new GatewayError(402, "escrow_exhausted", `${sums}; open a session with a larger escrow`);
  }
  log.append(opening);
  return opening;
}

/** What was answered before under the call's nonce. Throws `erased`, or `nonce_used` when that was another request. */
export function findAnswered(desk: ReceiptDesk, { log }: HostedSession, call: Call): ReceiptOpening | undefined {
  const before = log.indexOfNonce(call.nonce);
  return before === undefined ? undefined : answeredBefore(requireHeld(desk.revocations, log.opening(before)), call);
}

/** Throws `session_closed`, `version_frozen` or `session_outdated`. */
export function requireAnswerable(desk: ReceiptDesk, { chain, frozenBy }: HostedSession): void {
  requireOpen(chain, Date.now());
  if (frozenBy !== undefined) {
    const version = `model ${chain.modelId}@${chain.modelVersion}`;
    throw new GatewayError(403, "version_frozen", `${version} is frozen by incident ${frozenBy}; what was answered is settled, close the session`);
  }
  requireUnchanged(desk.revocations, chain);
}

function answeredBefore(opening: ReceiptOpening, call: Call): ReceiptOpening {
  if (isSameRequest(opening.request, call.request.messages)) return opening;
  throw new GatewayError(409, "nonce_used", `nonce ${call.nonce} stands for another request; choose a new one`);
}

function isSameRequest(a: readonly RequestMessage[], b: readonly RequestMessage[]): boolean {
  return a.length === b.length && a.every(({ role, text }, i) => b[i]?.role === role && b[i]?.text === text);
}

/** The opening, unless it shows text that was erased since: throws `erased`. */
export function requireHeld(revocations: Revocations, opening: ReceiptOpening): ReceiptOpening {
  const gone = opening.contributions.find(({ leaf }) => leaf !== undefined && revocations.isErased(leaf))?.leaf;
  if (gone === undefined) return opening;
  const what = `the receipt quotes contribution ${gone.datanetId}/${gone.seq}, which its contributor had erased`;
  throw new GatewayError(410, "erased", `${what}: its rows are proved no longer; what is on the chain stays`);
}

/** A session opened before an erasure is answered from texts that are gone: its answers would not be the model's. */
function requireUnchanged(revocations: Revocations, session: Session): void {
  const gone = revocations.erasedUnseen(session.openedHeight);
  if (gone === undefined) return;
  const what = `contribution ${gone.datanetId}/${gone.seq} of the model was erased after session ${session.id} opened`;
  throw new GatewayError(409, "session_outdated", `${what}; open a new session`);
}

function makeOpening(desk: AnswerDesk, session: HostedSession, call: Call): ReceiptOpening {
  const { served } = desk;
  const { log, chain } = session;
  const { isLeftOut } = sessionView(served, desk.revocations, chain.openedHeight);
  const { messages, maxTokens } = call.request;
  checkRequestSize(messages, served.rule.maxRequestBytes);
  const answered = served.engine.answer({
    ...{ messages, sessionId: log.sessionId, nonce: call.nonce, isLeftOut },
    ...(maxTokens === undefined ? {} : { maxTokens }),
  });
  const latencyMs = BigInt(Math.max(0, Math.ceil(performance.now() - call.startedMs)));
  return makeReceipt(desk, session, call, { ...answered, latencyMs, outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE });
}

/** The next receipt of the session for this answer, attributed and signed; not yet in the log. */
export function makeReceipt(
  desk: AnswerDesk,
  { log, chain }: HostedSession,
  call: Call,
  answered: EngineAnswer & { readonly latencyMs: bigint; readonly outputLabel: OutputLabel },
): ReceiptOpening {
  const { served, crypto, receiptKey } = desk;
  const { source } = sessionView(served, desk.revocations, chain.openedHeight);
  const { latencyMs } = answered;
  const opening = buildReceiptOpening(
    crypto.sha256,
    {
      chainId: desk.chainId,
      sessionId: log.sessionId,
      index: BigInt(log.receipts.length),
      nonce: call.nonce,
      modelId: served.offer.modelId,
      modelVersion: served.offer.modelVersion,
      request: call.request.messages,
      requestSecret: new Uint8Array(randomBytes(32)),
      outputSecret: new Uint8Array(randomBytes(32)),
      ...answered,
      price: (input, tokens) =>
        answerPrice(served.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(tokens), latencyMs }),
    },
    source,
  );
  const receipt = assertDefined(opening.receipt, "a built opening has a receipt");
  return { ...opening, hostSignature: receiptKey.sign(receiptHash(crypto.sha256, receipt)) };
}

/** The chain counts role, zero byte and text of each message. */
export function checkRequestSize(messages: readonly RequestMessage[], limit: number): void {
  const size = messages.reduce((sum, { role, text }) => sum + role.length + 1 + toUtf8(text).length, 0);
  if (size > limit) throw new GatewayError(413, "content_limit", `the messages have ${size} bytes; at most ${limit} are taken`);
}

/** Token counts of an opening, for OpenAI's usage. */
export function usageOf(opening: ReceiptOpening): { promptTokens: number; completionTokens: number } {
  const { inputTokens, outputTokens } = countAnswerTokens(opening.request, opening.output);
  return { promptTokens: inputTokens, completionTokens: outputTokens };
}
