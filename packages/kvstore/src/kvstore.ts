/** CometBFT's built-in kvstore (abci/example/kvstore of v0.38) as an App: a second one, which shows that the port is general. */
import { assert, concatBytes, equalBytes, fromUtf8, height, isUtf8, svarint, toHex, toUtf8, type Height } from "@openledger/primitives";
import type { AbciEvent, App, CheckTxResponse, ExecTxResult, ExecutedBlock, FinalizeBlockRequest, QueryRequest, QueryResponse } from "@openledger/state-machine";
import { lastOfEachKey, type Pair } from "./pairs.ts";
import { canonicalKvTx, eventPair, parseKvTx, validatorUpdate } from "./kv-tx.ts";

const NOTHING = new Uint8Array(0);
const STORE = "kvstore";
const SIZE_KEY = toUtf8("stateKey");
const PAIR_PREFIX = toUtf8("kvPairKey:");
const VALIDATOR_PREFIX = toUtf8("val=");
const INVALID_TX_FORMAT = 2;
const ABCI_VERSION = "2.0.0";
const APP_VERSION = 1n;

interface State {
  readonly height: Height;
  /** Transactions so far; the app hash is made of nothing else. */
  readonly size: bigint;
}

/**
 * Transactions are `key=value`, queries give the value of a key at the last height, and every transaction emits two
 * events `app`. `val=` transactions are kept for `/val` queries; the validators stay those of genesis.
 */
export function createKvstore(): App {
  const entries = new Map<string, Uint8Array>();
  let state: State = { height: height(0n), size: 0n };
  let genesis: readonly Pair[] = [];

  return {
    info: () => ({
      height: state.height,
      appHash: hashOf(state.size),
      data: `{"size":${state.size}}`,
      version: ABCI_VERSION,
      appVersion: APP_VERSION,
    }),
    initChain({ validators }) {
      genesis = validators.map(({ publicKey, power }) => validatorPair(publicKey, validatorUpdate("ed25519", publicKey, power)));
      return { appHash: hashOf(0n), validators };
    },
    checkTx: (tx) => checked(parseKvTx(tx) === undefined ? INVALID_TX_FORMAT : 0),
    // In its new form a transaction may be no valid one: `val:x` becomes a validator without a key.
    prepareProposal: (txs) => txs.map(canonicalKvTx).filter((tx) => parseKvTx(tx) !== undefined),
    *executeBlock(request) {
      yield;
      return execute(request, state.size, state.height === 0n ? genesis : []);
    },
    commit: ({ request, changeSet }) => {
      apply(changeSet);
      state = { height: request.height, size: sizeOf(entries) };
    },
    restore({ height: at, appHash, changeSet }) {
      apply(changeSet);
      state = { height: at, size: sizeOf(entries) };
      assert(equalBytes(hashOf(state.size), appHash), `version ${at} has another hash than the state log says`);
    },
    query: (request) => answer(request, entries, state.height),
    simulate: (tx) => ({ gasUsed: 0n, result: resultOf(tx) }),
  };

  function apply(changeSet: ExecutedBlock["changeSet"]): void {
    for (const { changes } of changeSet) {
      for (const { key, value } of changes) {
        if (value === undefined) entries.delete(toHex(key));
        else entries.set(toHex(key), value.slice());
      }
    }
  }
}

function validatorPair(publicKey: Uint8Array, update: Uint8Array | undefined): Pair {
  return [concatBytes(VALIDATOR_PREFIX, publicKey), update];
}

function sizeOf(entries: ReadonlyMap<string, Uint8Array>): bigint {
  const stored = entries.get(toHex(SIZE_KEY));
  return stored === undefined ? 0n : BigInt(fromUtf8(stored));
}

/** `binary.PutVarint` into eight bytes. */
function hashOf(size: bigint): Uint8Array {
  const hash = new Uint8Array(8);
  hash.set(svarint(size));
  return hash;
}

function execute(request: FinalizeBlockRequest, before: bigint, initial: readonly Pair[]): ExecutedBlock {
  const pairs: Pair[] = [...initial];
  for (const tx of request.txs) {
    const parsed = parseKvTx(tx);
    assert(parsed !== undefined, "a block holds only transactions that passed checkTx");
    if (parsed.kind === "pair") pairs.push([concatBytes(PAIR_PREFIX, parsed.key), parsed.value]);
    else pairs.push(validatorPair(parsed.publicKey, parsed.update));
  }
  const size = before + BigInt(request.txs.length);
  pairs.push([SIZE_KEY, toUtf8(String(size))]);
  const changes = lastOfEachKey(pairs).map(([key, value]) => ({ key, value }));
  return {
    request,
    response: { appHash: hashOf(size), txResults: request.txs.map(resultOf), events: [], validatorUpdates: [] },
    changeSet: [{ store: STORE, changes }],
    quarantined: [],
  };
}

function resultOf(tx: Uint8Array): ExecTxResult {
  const [key, value] = eventPair(tx);
  const events = [appEvent("Cosmoshi Netowoko", key), appEvent("Cosmoshi", value)];
  return { code: 0, data: NOTHING, log: "", info: "", gasWanted: 0n, gasUsed: 0n, events, codespace: "" };
}

function appEvent(creator: string, key: Uint8Array): AbciEvent {
  const text = isUtf8(key) ? fromUtf8(key) : toHex(key);
  return {
    type: "app",
    attributes: [
      { key: "creator", value: creator, index: true },
      { key: "key", value: text, index: true },
      { key: "index_key", value: "index is working", index: true },
      { key: "noindex_key", value: "index is working", index: false },
    ],
  };
}

function checked(code: number): CheckTxResponse {
  const gasWanted = code === 0 ? 1n : 0n;
  return { code, data: NOTHING, log: "", gasWanted, gasUsed: 0n, events: [], codespace: "", sender: "", sequence: 0n };
}

function answer({ path, data, prove }: QueryRequest, entries: ReadonlyMap<string, Uint8Array>, at: Height): QueryResponse {
  const found = (prefix: Uint8Array): Uint8Array | undefined => entries.get(toHex(concatBytes(prefix, data)));
  const plain = { code: 0, codespace: "", key: data.slice(), proofOps: [] };
  if (path === "/val") return { ...plain, log: "", value: found(VALIDATOR_PREFIX)?.slice() ?? NOTHING, height: 0n };
  const value = found(PAIR_PREFIX);
  const log = value === undefined ? "does not exist" : "exists";
  return { ...plain, log, value: value?.slice() ?? NOTHING, height: at, ...(prove ? { index: -1n } : {}) };
}
