/** What CometBFT keeps of a chain and how it drives an App by it: a lone validator's height, and the handshake of a restart. */
import { equalBytes, fromBase64, toHex, toUtf8, u64be, concatBytes, type Sha256 } from "@openledger/primitives";
import type { CommitInfo, Misbehavior, RequestFinalizeBlock, ResponseFinalizeBlock, ValidatorUpdate } from "@openledger/messages/tendermint/abci";
import { ResponseProcessProposal_ProposalStatus as Status } from "@openledger/messages/tendermint/abci";
import type { CometConnections } from "./comet-connections.ts";
import { applyUpdates, type EngineValidator } from "./engine-validators.ts";

/** Where a crash stops the engine within a height. */
export type CrashPoint = "before-store" | "after-store" | "after-finalize" | "after-commit";

/** A block as the block store has it. */
export interface EngineBlock {
  readonly request: RequestFinalizeBlock;
  /** App hash in its header: of the state before it. */
  readonly appHash: Uint8Array;
}

export interface EngineGenesis {
  readonly chainId: string;
  /** Seconds since 1970. */
  readonly timeSeconds: bigint;
  readonly initialHeight: bigint;
  readonly validators: readonly { readonly publicKey: Uint8Array; readonly power: bigint }[];
  readonly appState: unknown;
}

/** What the handshake did, for the table of CometBFT's `consensus/replay.go`. */
export interface Handshake {
  readonly appHeight: bigint;
  readonly didInitChain: boolean;
  /** Blocks that ran in the App again. */
  readonly replayed: number;
  /** True when the last block's saved response was taken instead of running it again. */
  readonly tookSavedResponse: boolean;
}

export interface DecideOptions {
  readonly crash?: CrashPoint;
  readonly misbehavior?: readonly Misbehavior[];
  /** Addresses of validators whose vote on the block before is missing, as hex. */
  readonly absent?: ReadonlySet<string>;
}

/** The durable part of one CometBFT; outlives connections. Throws an Error where CometBFT would end or panic. */
export interface CometEngine {
  readonly storeHeight: bigint;
  readonly stateHeight: bigint;
  readonly appHash: Uint8Array;
  readonly blocks: readonly EngineBlock[];
  /** Of the next block. */
  readonly validators: readonly EngineValidator[];
  /** Info, then what the heights of App, block store and state ask for. */
  handshake(comet: CometConnections): Promise<Handshake>;
  /** Prepare, Process, Finalize, Commit of the next height as its proposer; undefined when it crashed on the way. */
  decide(comet: CometConnections, txs: readonly Uint8Array[], options?: DecideOptions): Promise<ResponseFinalizeBlock | undefined>;
  /** What a proposal of the next height would be asked with. */
  nextBlock(txs: readonly Uint8Array[], options?: DecideOptions): RequestFinalizeBlock;
  /** Stores a decided block and has it executed and committed. */
  finish(comet: CometConnections, request: RequestFinalizeBlock, crash?: CrashPoint): Promise<ResponseFinalizeBlock | undefined>;
  /** Loses the newest blocks, as after an operator restored an old copy. */
  dropBlocksAbove(height: bigint): void;
}

const MAX_TX_BYTES = 4_000_000n;
const ABCI_VERSION = "2.0.0";
const NOTHING = new Uint8Array(0);

export function createCometEngine(genesis: EngineGenesis, sha256: Sha256): CometEngine {
  const blocks: EngineBlock[] = [];
  const saved = new Map<bigint, ResponseFinalizeBlock>();
  const sets = new Map<bigint, readonly EngineValidator[]>();
  let stateHeight = genesis.initialHeight - 1n;
  let appHash: Uint8Array = NOTHING;

  const storeHeight = (): bigint => blocks.at(-1)?.request.height ?? genesis.initialHeight - 1n;
  const setOf = (height: bigint): readonly EngineValidator[] => sets.get(height) ?? [];

  async function initChain({ consensus }: CometConnections): Promise<void> {
    const { validators, appState, chainId, initialHeight } = genesis;
    const updates = validators.map(({ publicKey, power }): ValidatorUpdate => ({ pubKey: { ed25519: publicKey }, power }));
    const answer = await consensus.call("initChain", {
      time: { seconds: genesis.timeSeconds, nanos: 0 },
      chainId,
      consensusParams: {
        block: { maxBytes: 4_194_304n, maxGas: -1n },
        evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 1_048_576n },
        validator: { pubKeyTypes: ["ed25519"] },
        version: { app: 0n },
        abci: { voteExtensionsEnableHeight: 0n },
      },
      validators: updates,
      appStateBytes: toUtf8(JSON.stringify(appState)),
      initialHeight,
    });
    const first = applyUpdates([], answer.validators.length > 0 ? answer.validators : updates, sha256);
    if (first.length === 0) throw new Error("the validator set is empty after InitChain");
    sets.set(initialHeight, first);
    sets.set(initialHeight + 1n, first);
    if (storeHeight() < initialHeight) appHash = answer.appHash;
  }

  function lastCommit(height: bigint, absent: ReadonlySet<string> = new Set()): CommitInfo {
    const voters = height === genesis.initialHeight ? [] : setOf(height - 1n);
    return {
      round: 0,
      votes: voters.map(({ address, power }) => ({ validator: { address, power }, blockIdFlag: absent.has(toHex(address)) ? 1 : 2 })),
    };
  }

  function nextBlock(txs: readonly Uint8Array[], { misbehavior = [], absent }: DecideOptions = {}): RequestFinalizeBlock {
    const height = storeHeight() + 1n;
    const content = concatBytes(u64be(height), ...txs.map((tx) => sha256(tx)));
    return {
      txs: [...txs],
      decidedLastCommit: lastCommit(height, absent),
      misbehavior: [...misbehavior],
      hash: sha256(content),
      height,
      time: { seconds: genesis.timeSeconds + height, nanos: 0 },
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: setOf(height)[0]?.address ?? NOTHING,
    };
  }

  /** FinalizeBlock and Commit; CometBFT's own state comes last. */
  async function apply({ consensus }: CometConnections, { request, appHash: expected }: EngineBlock, crash?: CrashPoint): Promise<ResponseFinalizeBlock | undefined> {
    if (!equalBytes(expected, appHash)) throw new Error(`block ${request.height} holds app hash ${toHex(expected)}, the App gave ${toHex(appHash)}`);
    const response = await consensus.call("finalizeBlock", request);
    if (response.txResults.length !== request.txs.length) throw new Error("not one result for each transaction");
    saved.set(request.height, response);
    if (crash === "after-finalize") return undefined;
    await consensus.call("commit", {});
    if (crash === "after-commit") return undefined;
    take(request.height, response);
    return response;
  }

  function take(height: bigint, { validatorUpdates, appHash: after }: ResponseFinalizeBlock): void {
    sets.set(height + 2n, applyUpdates(setOf(height + 1n), validatorUpdates, sha256));
    if (height > stateHeight) stateHeight = height;
    appHash = after;
  }

  async function replay(comet: CometConnections, from: bigint, to: bigint): Promise<number> {
    const again = blocks.filter(({ request }) => request.height >= from && request.height <= to);
    for (const block of again) {
      appHash = block.appHash;
      await apply(comet, block);
    }
    return again.length;
  }

  return {
    blocks,
    nextBlock,
    get storeHeight() {
      return storeHeight();
    },
    get stateHeight() {
      return stateHeight;
    },
    get appHash() {
      return appHash;
    },
    get validators() {
      return setOf(storeHeight() + 1n);
    },
    async handshake(comet) {
      const info = await comet.query.call("info", { version: "0.38.19", blockVersion: 11n, p2pVersion: 8n, abciVersion: ABCI_VERSION });
      const { lastBlockHeight: appHeight } = info;
      const store = storeHeight();
      const none = { appHeight, didInitChain: false, replayed: 0, tookSavedResponse: false };
      if (appHeight === 0n) await initChain(comet);
      if (store < genesis.initialHeight) return { ...none, didInitChain: appHeight === 0n };
      if (appHeight > store) throw new Error(`app block height (${appHeight}) is higher than the store (${store})`);
      if (store > stateHeight + 1n) throw new Error("the block store is ahead of the state by more than one");
      const didInitChain = appHeight === 0n;
      const from = didInitChain ? genesis.initialHeight : appHeight + 1n;
      const isSaved = store === stateHeight + 1n && appHeight === store;
      if (isSaved) {
        const response = saved.get(store);
        if (response === undefined) throw new Error(`no saved response of block ${store}`);
        take(store, response);
      }
      const replayed = isSaved ? 0 : await replay(comet, from, store);
      if (appHeight === store && !equalBytes(info.lastBlockAppHash, appHash)) {
        throw new Error(`the App has app hash ${toHex(info.lastBlockAppHash)} at height ${appHeight}, CometBFT ${toHex(appHash)}`);
      }
      return { appHeight, didInitChain, replayed, tookSavedResponse: isSaved };
    },
    async decide(comet, txs, options = {}) {
      const wanted = nextBlock(txs, options);
      const { txs: _txs, decidedLastCommit, hash: _hash, ...rest } = wanted;
      const localLastCommit = { round: 0, votes: (decidedLastCommit?.votes ?? []).map((vote) => ({ ...vote, voteExtension: NOTHING, extensionSignature: NOTHING })) };
      const prepared = await comet.consensus.call("prepareProposal", { ...rest, txs, localLastCommit, maxTxBytes: MAX_TX_BYTES });
      const request = nextBlock(prepared.txs, options);
      const { decidedLastCommit: proposedLastCommit, ...proposal } = request;
      const { status } = await comet.consensus.call("processProposal", { ...proposal, proposedLastCommit });
      if (status !== Status.ACCEPT) throw new Error("the proposer's own block was rejected");
      if (options.crash === "before-store") return undefined;
      return this.finish(comet, request, options.crash);
    },
    async finish(comet, request, crash) {
      const block = { request, appHash };
      blocks.push(block);
      return crash === "after-store" ? undefined : apply(comet, block, crash);
    },
    dropBlocksAbove(height) {
      while (storeHeight() > height) blocks.pop();
      stateHeight = storeHeight();
      appHash = saved.get(stateHeight)?.appHash ?? appHash;
    },
  };
}

/** The genesis of a document in CometBFT's JSON shape. */
export function engineGenesis(document: unknown, timeSeconds: bigint): EngineGenesis {
  const { chain_id: chainId, initial_height: initialHeight, validators, app_state: appState } = document as {
    readonly chain_id: string;
    readonly initial_height: string;
    readonly validators: readonly { readonly pub_key: { readonly value: string }; readonly power: string }[];
    readonly app_state: unknown;
  };
  return {
    chainId,
    timeSeconds,
    initialHeight: BigInt(initialHeight),
    validators: validators.map(({ pub_key: key, power }) => ({ publicKey: fromBase64(key.value), power: BigInt(power) })),
    appState,
  };
}
