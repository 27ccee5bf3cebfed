import { randomBytes } from "node:crypto";
import {
  ClientError,
  readableReceipt,
  receiptRequestHash,
  RECEIPT_FILE_FORMAT,
  verifyReceiptFile,
  type BaseFacts,
  type ChainClient,
  type ChatRequest,
  type CitedFacts,
  type ReceiptFile,
} from "@openledger/client";
import type { ServiceKey } from "@openledger/keyring";
import { ReceiptOpening, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import type { Session } from "@openledger/messages/openledger/market/v1";
import { equalBytes, readU64be, toBase64, toUtf8, type Crypto } from "@openledger/primitives";
import { isSameRequest, type CallLog } from "./call-log.ts";
import { BuyerError } from "./errors.ts";
import { createReceiptFinisher, headOf, postHead, type ReceiptFinisher } from "./finish-receipts.ts";
import type { HostClient } from "./host-client.ts";
import type { ReceiptShelf } from "./receipt-shelf.ts";

export interface BuyerSessionParts {
  readonly client: ChainClient;
  readonly crypto: Crypto;
  readonly host: HostClient;
  readonly cited: CitedFacts;
  readonly facts: BaseFacts;
  readonly key: ServiceKey;
  readonly log: CallLog;
  readonly shelf: ReceiptShelf;
  /** The session as the chain showed it when it was opened or resumed. */
  readonly chain: Session;
  /** Calls that may be unsigned, as the offer says. */
  readonly unsignedCalls: number;
}

/** Takes text as it comes; `signal` fires when it wants no more. */
export interface TextListener {
  onText(text: string): void;
  readonly signal: AbortSignal;
}

/** One session seen from the buyer's side. Calls are made one after the other. */
export interface BuyerSession {
  readonly log: CallLog;
  readonly facts: BaseFacts;
  readonly chain: Session;
  /**
   * Asks and verifies the receipt; its head is signed, filed and posted while the caller reads. A listener is given the
   * text of external models as it comes, before the receipt is there. Throws {@link BuyerError}, or what the disk says.
   */
  ask(request: ChatRequest, listener?: TextListener): Promise<ReceiptFile>;
  /** Fetches and verifies receipts that were missed, and sends the last head again. Throws {@link BuyerError}. */
  recover(): Promise<void>;
  /** Resolves when all receipts so far are on the shelf. */
  filed(): Promise<void>;
  /** Resolves when nothing goes on by itself any more. */
  finished(): Promise<void>;
  /** Tries no longer to give the host a head that it did not take. */
  stop(): void;
}

export function createBuyerSession(parts: BuyerSessionParts): BuyerSession {
  const { log, host, facts, chain } = parts;
  const finisher = createReceiptFinisher(parts);
  // A call may always begin while one receipt fewer than the offer allows has no head at the host.
  const unposted = Math.max(0, parts.unsignedCalls - 1);
  return {
    ...{ log, facts, chain },
    filed: () => finisher.filed(),
    finished: () => finisher.finished(),
    stop: () => finisher.stop(),
    async ask(request, listener) {
      await finisher.room(unposted);
      const nonce = log.pendingNonce(request.messages) ?? noteCall(log, request.messages);
      const body = {
        model: request.model,
        messages: request.messages.map(({ role, text }) => ({ role, content: text })),
        ...(request.maxTokens === undefined ? {} : { max_completion_tokens: request.maxTokens }),
      };
      // Once it is written, no crash of this process forgets the call; the disk is waited for while the host works.
      await log.written();
      const [opening] = await Promise.all([answerOf(parts, { sessionId: log.sessionId, nonce, body }, listener), log.durable()]);
      if (opening.receipt?.nonce !== nonce) refuse(parts, `it answers nonce ${opening.receipt?.nonce}, not ${nonce}`);
      await catchUp(parts, finisher, Number(opening.receipt.index));
      return await take(parts, finisher, opening);
    },
    async recover() {
      const kept = await host.session(log.sessionId);
      if (kept.receipts < log.count) {
        refuse(parts, `the host has lost receipts: it keeps ${kept.receipts} of ${log.count}`);
      }
      await catchUp(parts, finisher, kept.receipts);
      await finisher.finished();
      if (kept.signed < log.count) await postHead(parts);
      await restoreFiles(parts);
    },
  };
}

/** The host's answer; what was heard of it before must be what it signed. */
async function answerOf(
  parts: BuyerSessionParts,
  call: Parameters<HostClient["ask"]>[0],
  listener: TextListener | undefined,
): Promise<ReceiptOpening> {
  const { host, facts } = parts;
  if (listener === undefined || facts.model.kind !== "external") return host.ask(call);
  const heard: string[] = [];
  const onText = (text: string): void => {
    heard.push(text);
    listener.onText(text);
  };
  const opening = await host.askStreaming(call, onText, listener.signal);
  if (!equalBytes(toUtf8(heard.join("")), opening.output)) refuse(parts, "it is for other words than those that were streamed");
  return opening;
}

/** Receipts up to, without, `index` that were given out while nobody listened. */
async function catchUp(parts: BuyerSessionParts, finisher: ReceiptFinisher, index: number): Promise<void> {
  const { log, host, key, crypto, client } = parts;
  const { chainId } = client;
  while (log.count < index) {
    const proof = key.sign(receiptRequestHash(crypto.sha256, { chainId, sessionId: log.sessionId, index: log.count }));
    await take(parts, finisher, await host.receipt(log.sessionId, log.count, proof));
  }
}

/** A crash may have come after a receipt was noted and before its file was written. */
async function restoreFiles(parts: BuyerSessionParts): Promise<void> {
  const { log, shelf, cited, facts, key } = parts;
  const head = log.signHead(key);
  await log.durable();
  for (let index = 0; head !== undefined && index < log.count; index++) {
    if (shelf.has(log.sessionId, index)) continue;
    const opening = log.opening(index);
    const file = fileOf(parts, await cited.complete(facts, opening), opening, index);
    await shelf.store({ ...file, head: headOf(log, head, index) });
  }
}

/** Verifies the next receipt completely and notes it. The file has no head yet. */
async function take(parts: BuyerSessionParts, finisher: ReceiptFinisher, opening: ReceiptOpening): Promise<ReceiptFile> {
  const { log, cited, crypto } = parts;
  const asked = log.pendingCall(opening.receipt?.nonce ?? 0n);
  if (asked === undefined) refuse(parts, "it is for a call that was never made, or made once and answered twice");
  if (!isSameRequest(asked, opening.request)) refuse(parts, "it is for another request than the one that was sent");
  const trusted = await completeFacts(parts, opening);
  const draft = fileOf(parts, trusted, opening, log.count);
  const failed = verifyReceiptFile(crypto, draft, trusted).find(({ state }) => state === "fails");
  if (failed !== undefined) refuse(parts, `${failed.title.toLowerCase()} — this fails: ${failed.detail}`);
  log.noteReceipt(opening);
  finisher.take(draft);
  return draft;

  async function completeFacts(from: BuyerSessionParts, of: ReceiptOpening): Promise<ReceiptFile["facts"]> {
    try {
      return await cited.complete(from.facts, of);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (!error.retryable) refuse(from, `it cites what the chain does not know: ${error.message}`);
      throw new BuyerError(502, "chain_unreachable", `the receipt cannot be checked now: ${error.message}`);
    }
  }
}

function fileOf(
  { facts }: BuyerSessionParts,
  trusted: ReceiptFile["facts"],
  opening: ReceiptOpening,
  index: number,
): ReceiptFile {
  const readable = readableReceipt(opening, { denom: facts.session.denom, contributions: trusted.contributions });
  return {
    format: RECEIPT_FILE_FORMAT,
    opening: toBase64(ReceiptOpening.toBytes(opening)),
    head: null,
    facts: trusted,
    settlement: null,
    // The place where the receipt is expected, which the verification compares with its own statement.
    readable: { ...readable, index: index.toString() },
  };
}

/** The host can sign nothing more for this session: what was not signed need not be paid. */
function refuse({ log }: BuyerSessionParts, why: string): never {
  log.noteRefused();
  throw new BuyerError(502, "receipt_refused", `the host's receipt is refused, and no head was signed for it: ${why}`);
}

/** Noted before it is sent: a receipt for it may be owed from then on. */
function noteCall(log: CallLog, request: readonly RequestMessage[]): bigint {
  for (;;) {
    const nonce = readU64be(new Uint8Array(randomBytes(8)));
    if (log.hasNonce(nonce)) continue;
    log.noteCall(nonce, request);
    return nonce;
  }
}
