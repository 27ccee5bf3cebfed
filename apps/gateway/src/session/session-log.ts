import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createMerkleLog, receiptLeaf, treeHeadHash, type MerkleLog } from "@openledger/attribution";
import { openGroupLog, type GroupLog } from "@openledger/kv";
import { DecodeError } from "@openledger/messages";
import { ReceiptOpening, SignedTreeHead, type Receipt, type TreeHead } from "@openledger/messages/openledger/attribution/v1";
import { assert, assertDefined, concatBytes, equalBytes, type Crypto } from "@openledger/primitives";
import { GatewayError } from "../gateway-error.ts";

const OPENING = 1;
const HEAD = 2;

/** A receipt of the log without its opening. */
export interface LoggedReceipt {
  readonly receipt: Receipt;
  readonly amount: bigint;
  /** Encoded size of the opening in bytes. */
  readonly openingBytes: number;
  readonly owners: readonly string[];
}

/**
 * What a host keeps of one session: every receipt with its opening, and every head that the buyer signed. Whoever gives out
 * a receipt, or says that a head was taken, waits for `durable` first: so a receipt that a buyer has seen is never lost and
 * never given out twice. Sessions and calls do not wait for each other's disk.
 */
export interface SessionLog {
  readonly sessionId: bigint;
  readonly receipts: readonly LoggedReceipt[];
  /** Sum of all receipts, signed or not. */
  readonly total: bigint;
  /** By ascending size. */
  readonly heads: readonly SignedTreeHead[];
  /** Receipts under the last head. */
  readonly signedSize: number;
  /** Index of the receipt with this nonce. */
  indexOfNonce(nonce: bigint): number | undefined;
  opening(index: number): ReceiptOpening;
  /** Appends the next receipt; its index is the log's size. */
  append(opening: ReceiptOpening): void;
  /** Checks a head against the log and keeps it. The last head again changes nothing. Throws {@link GatewayError} `head_*`. */
  acceptHead(head: SignedTreeHead, sessionKey: Uint8Array): void;
  /** Resolves when all of the above is on disk. Throws `DISK_*` or `LOG_BROKEN`. */
  durable(): Promise<void>;
  close(): void;
}

interface State {
  readonly crypto: Crypto;
  readonly chainId: string;
  readonly sessionId: bigint;
  readonly leaves: MerkleLog;
  readonly receipts: LoggedReceipt[];
  /** What the receipts up to each one sum to, that one included. */
  readonly sums: bigint[];
  /** Record number of each opening. */
  readonly records: number[];
  readonly nonces: Map<bigint, number>;
  readonly heads: SignedTreeHead[];
  total: bigint;
}

export function openSessionLog(
  path: string,
  session: { readonly crypto: Crypto; readonly chainId: string; readonly sessionId: bigint },
): SessionLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const leaves = createMerkleLog(session.crypto.sha256);
  const state: State = { ...session, leaves, receipts: [], sums: [], records: [], nonces: new Map(), heads: [], total: 0n };
  const log = openGroupLog(path, {
    onRecord: (record, bytes) => {
      const body = bytes.slice(1);
      if (bytes[0] === HEAD) state.heads.push(SignedTreeHead.fromBytes(body));
      else noteOpening(state, record, ReceiptOpening.fromBytes(body), body.length);
    },
  });
  return sessionLog(log, state);
}

function sessionLog(log: GroupLog, state: State): SessionLog {
  const opening = (index: number): ReceiptOpening => {
    const record = assertDefined(state.records[index], `receipt ${index} is in the log`);
    return ReceiptOpening.fromBytes(log.read(record).slice(1));
  };
  return {
    sessionId: state.sessionId,
    receipts: state.receipts,
    heads: state.heads,
    get total() {
      return state.total;
    },
    get signedSize() {
      return Number(state.heads.at(-1)?.head?.size ?? 0n);
    },
    indexOfNonce: (nonce) => state.nonces.get(nonce),
    opening,
    append(next) {
      assert(next.receipt?.index === BigInt(state.receipts.length), "the next receipt's index is the log's size");
      const body = ReceiptOpening.toBytes(next);
      const record = log.append(concatBytes(Uint8Array.of(OPENING), body));
      noteOpening(state, record, next, body.length);
    },
    acceptHead(signed, sessionKey) {
      if (!isNewHead(state, signed, sessionKey)) return;
      log.append(concatBytes(Uint8Array.of(HEAD), SignedTreeHead.toBytes(signed)));
      state.heads.push(signed);
    },
    durable: () => log.durable(),
    close: () => log.close(),
  };
}

function noteOpening(state: State, record: number, opening: ReceiptOpening, openingBytes: number): void {
  const receipt = assertDefined(opening.receipt, "a logged opening has a receipt");
  const owners = (opening.claim?.owners ?? []).map(({ owner }) => owner);
  state.nonces.set(receipt.nonce, state.receipts.length);
  state.leaves.append(receiptLeaf(state.crypto.sha256, receipt));
  state.receipts.push({ receipt, amount: BigInt(receipt.amount), openingBytes, owners });
  state.records.push(record);
  state.total += BigInt(receipt.amount);
  state.sums.push(state.total);
}

/** True for a head that extends the last one, false for the last one again; throws for any other. */
function isNewHead(state: State, signed: SignedTreeHead, sessionKey: Uint8Array): boolean {
  const { head } = signed;
  if (head === undefined) throw new GatewayError(400, "head_malformed", "the signed head holds no head");
  const ofSession = head.version === 1 && head.chainId === state.chainId && head.sessionId === state.sessionId;
  if (!ofSession) {
    throw new GatewayError(400, "head_of_another_session", `the head is of session ${head.sessionId} on ${head.chainId}`);
  }
  if (!state.crypto.verifySecp256k1(sessionKey, treeHeadHash(state.crypto.sha256, head), signed.signature)) {
    throw new GatewayError(403, "head_signature", "the head is not signed by the session's key");
  }
  const last = state.heads.at(-1)?.head;
  if (last !== undefined && head.size < last.size) {
    throw new GatewayError(409, "head_replayed", `a head of ${last.size} receipts was signed before this one of ${head.size}`);
  }
  checkContent(state, head);
  return last === undefined || head.size > last.size;
}

function checkContent(state: State, head: TreeHead): void {
  const size = Number(head.size);
  if (size > state.receipts.length || size < 1) {
    throw new GatewayError(409, "head_ahead", `the head covers ${size} receipts, the session has ${state.receipts.length}`);
  }
  const root = state.leaves.root(size);
  if (!equalBytes(root, head.root)) {
    const isLast = state.heads.at(-1)?.head?.size === head.size;
    throw new GatewayError(409, isLast ? "head_conflict" : "head_root", `the head's root is not that of ${size} receipts`);
  }
  const sum = assertDefined(state.sums[size - 1], `receipt ${size - 1} is in the log`);
  if (head.cumulativeAmount !== sum.toString()) {
    throw new GatewayError(409, "head_amount", `the head says ${head.cumulativeAmount}, the receipts sum to ${sum}`);
  }
}

/** Reads a head that came from outside. Throws {@link GatewayError} `head_malformed`. */
export function decodeHead(bytes: Uint8Array): SignedTreeHead {
  try {
    return SignedTreeHead.fromBytes(bytes);
  } catch (error) {
    if (error instanceof DecodeError) throw new GatewayError(400, "head_malformed", `not a signed head: ${error.message}`);
    throw error;
  }
}
