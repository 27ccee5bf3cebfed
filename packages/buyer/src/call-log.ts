import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createMerkleLog, receiptLeaf, treeHeadHash, type MerkleLog } from "@openledger/attribution";
import type { ServiceKey } from "@openledger/keyring";
import { openGroupLog } from "@openledger/kv";
import { ReceiptOpening, SignedTreeHead, TreeHead, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { assert, assertDefined, concatBytes, fromUtf8, toUtf8, type Sha256 } from "@openledger/primitives";

const CALL = 1;
const OPENING = 2;
const HEAD = 3;
const REFUSED = 4;
const OPENED = 5;

/**
 * What a buyer keeps of one session: each call, each receipt that was verified, each head. A call is sent when it is
 * `written`, so that no crash of this process forgets it, and its answer is taken when it is `durable`; a head is handed out
 * when it is `durable`, and with it all that it rests on. So no two heads of one size are ever signed.
 */
export interface CallLog {
  readonly sessionId: bigint;
  /** Verified receipts. */
  readonly count: number;
  /** Sum of the verified receipts. */
  readonly total: bigint;
  /** What opening the session cost, once it is noted. */
  readonly openingFee: bigint | undefined;
  readonly lastHead: SignedTreeHead | undefined;
  /** The host broke the protocol here: nothing more is signed in this session. */
  readonly isRefused: boolean;
  /** Request that was sent under a nonce and has no receipt yet. */
  pendingCall(nonce: bigint): readonly RequestMessage[] | undefined;
  /** Nonce of a call with exactly this request that has no receipt yet: the host answers it once, however often it is sent. */
  pendingNonce(request: readonly RequestMessage[]): bigint | undefined;
  /** Nonces in use, pending or answered. */
  hasNonce(nonce: bigint): boolean;
  noteOpened(fee: bigint): void;
  noteCall(nonce: bigint, request: readonly RequestMessage[]): void;
  /** Appends a verified receipt, whose index is the count before. */
  noteReceipt(opening: ReceiptOpening): void;
  noteRefused(): void;
  /** Signs the head over all receipts, unless the last head covers them already. Undefined for an empty session. */
  signHead(key: ServiceKey): SignedTreeHead | undefined;
  /** Sibling hashes of receipt `index` under the head over the first `size` receipts. */
  inclusionPath(index: number, size: number): readonly Uint8Array[];
  opening(index: number): ReceiptOpening;
  /** Resolves when what was noted outlives this process. Throws `DISK_*` or `LOG_BROKEN`. */
  written(): Promise<void>;
  /** Resolves when what was noted outlives the machine's power. Throws `DISK_*` or `LOG_BROKEN`. */
  durable(): Promise<void>;
  close(): void;
}

interface State {
  readonly leaves: MerkleLog;
  readonly records: number[];
  readonly pending: Map<bigint, readonly RequestMessage[]>;
  readonly nonces: Set<bigint>;
  total: bigint;
  fee: bigint | undefined;
  head: SignedTreeHead | undefined;
  refused: boolean;
}

export function openCallLog(
  path: string,
  session: { readonly sha256: Sha256; readonly chainId: string; readonly sessionId: bigint },
): CallLog {
  const { sha256, chainId, sessionId } = session;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const state: State = {
    ...{ leaves: createMerkleLog(sha256), records: [], pending: new Map(), nonces: new Set() },
    ...{ total: 0n, fee: undefined, head: undefined, refused: false },
  };
  const log = openGroupLog(path, {
    onRecord: (record, bytes) => replay(state, sha256, record, bytes[0], bytes.slice(1)),
  });
  const append = (kind: number, body: Uint8Array): void => {
    const record = log.append(concatBytes(Uint8Array.of(kind), body));
    replay(state, sha256, record, kind, body);
  };
  return {
    sessionId,
    get count() {
      return state.leaves.size;
    },
    get total() {
      return state.total;
    },
    get openingFee() {
      return state.fee;
    },
    get lastHead() {
      return state.head;
    },
    get isRefused() {
      return state.refused;
    },
    pendingCall: (nonce) => state.pending.get(nonce),
    pendingNonce: (request) => [...state.pending].find(([, asked]) => isSameRequest(asked, request))?.[0],
    hasNonce: (nonce) => state.nonces.has(nonce),
    noteOpened: (fee) => append(OPENED, toUtf8(fee.toString())),
    noteCall: (nonce, request) => append(CALL, ReceiptOpening.toBytes(ReceiptOpening.create({ receipt: { nonce }, request }))),
    noteReceipt(opening) {
      assert(opening.receipt?.index === BigInt(state.leaves.size), "receipts are noted in order");
      append(OPENING, ReceiptOpening.toBytes(opening));
    },
    noteRefused: () => append(REFUSED, Uint8Array.of(1)),
    signHead(key) {
      const size = BigInt(state.leaves.size);
      if (state.refused || size === 0n || state.head?.head?.size === size) return state.head;
      const head = TreeHead.create({
        version: 1,
        ...{ chainId, sessionId, size },
        root: state.leaves.root(state.leaves.size),
        cumulativeAmount: state.total.toString(),
      });
      append(HEAD, SignedTreeHead.toBytes({ head, signature: key.sign(treeHeadHash(sha256, head)) }));
      return state.head;
    },
    inclusionPath: (index, size) => state.leaves.inclusionPath(index, size),
    opening: (index) => {
      const record = assertDefined(state.records[index], `receipt ${index} is in the log`);
      return ReceiptOpening.fromBytes(log.read(record).slice(1));
    },
    written: () => log.written(),
    durable: () => log.durable(),
    close: () => log.close(),
  };
}

/** True for the same roles and texts in the same order. */
export function isSameRequest(a: readonly RequestMessage[], b: readonly RequestMessage[]): boolean {
  return a.length === b.length && a.every(({ role, text }, i) => b[i]?.role === role && b[i]?.text === text);
}

function replay(state: State, sha256: Sha256, record: number, kind: number | undefined, body: Uint8Array): void {
  if (kind === HEAD) state.head = SignedTreeHead.fromBytes(body);
  if (kind === REFUSED) state.refused = true;
  if (kind === OPENED) state.fee = BigInt(fromUtf8(body));
  if (kind !== CALL && kind !== OPENING) return;
  const { receipt: stated, request } = ReceiptOpening.fromBytes(body);
  const receipt = assertDefined(stated, "a logged call or opening has a receipt");
  state.nonces.add(receipt.nonce);
  if (kind === CALL) {
    state.pending.set(receipt.nonce, request);
    return;
  }
  state.pending.delete(receipt.nonce);
  state.leaves.append(receiptLeaf(sha256, receipt));
  state.records.push(record);
  state.total += BigInt(receipt.amount);
}
