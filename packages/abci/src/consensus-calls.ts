/** The calls that make blocks: from genesis, or a proposal, to a durable state. */
import { setImmediate } from "node:timers/promises";
import type {
  RequestFinalizeBlock,
  RequestInitChain,
  RequestPrepareProposal,
  RequestProcessProposal,
  ResponseCommit,
  ResponseInitChain,
  ResponsePrepareProposal,
  ResponseProcessProposal,
} from "@openledger/messages/tendermint/abci";
import { ResponseProcessProposal_ProposalStatus as Status } from "@openledger/messages/tendermint/abci";
import { toHex, uvarint, type Height, type Sha256, type UnixNanos } from "@openledger/primitives";
import { runInSlices, type VerifyAhead } from "@openledger/sequencer";
import { ChainHalt, type App, type ExecutedBlock, type FinalizeBlockRequest, type InitChainRequest } from "@openledger/state-machine";
import type { AppStorage } from "./app-storage.ts";
import { createCandidates } from "./candidates.ts";
import { encodeFinalized } from "./encode-finalized.ts";
import { abciError } from "./errors.ts";
import type { Quarantine } from "./quarantine.ts";
import type { EncodedAnswer } from "./server.ts";
import { blockToApp, genesisDocument } from "./to-app.ts";
import { updatesToComet } from "./to-comet.ts";

export interface ConsensusOptions {
  readonly app: App;
  readonly storage: AppStorage;
  readonly sha256: Sha256;
  readonly quarantine: Quarantine;
  /** Absent where signatures are verified in this thread alone. */
  readonly ahead?: VerifyAhead | undefined;
  /** Reads a genesis document in CometBFT's JSON shape. */
  readonly parseGenesis: (document: unknown) => InitChainRequest;
  /** Writes a time in RFC 3339. */
  readonly timeText: (time: UnixNanos) => string;
  /** Blocks that CometBFT may drop are those below the answer; 0 keeps all. */
  readonly retainFrom: (height: Height) => bigint;
  /** How long a proposal may execute before it ends with the transactions that have run; 1,000 by default. */
  readonly prepareMs?: number;
  /** Called once per block, in order, when its state is durable. */
  readonly onCommitted?: (committed: ExecutedBlock) => void;
  /** A proposal was refused, or fell back to an empty one; the sentence is for the operator. */
  readonly onRefused?: (sentence: string) => void;
}

export interface ConsensusCalls {
  initChain(request: RequestInitChain): ResponseInitChain;
  prepareProposal(request: RequestPrepareProposal): Promise<ResponsePrepareProposal>;
  processProposal(request: RequestProcessProposal): Promise<ResponseProcessProposal>;
  finalizeBlock(request: RequestFinalizeBlock): Promise<EncodedAnswer>;
  commit(): ResponseCommit;
}

const NOTHING = new Uint8Array(0);
/** A third of CometBFT's `timeout_propose`, within which the others have to have the whole proposal. */
const PREPARE_MS = 1_000;

export function createConsensusCalls(options: ConsensusOptions): ConsensusCalls {
  const { app, storage, sha256, quarantine, prepareMs = PREPARE_MS } = options;
  const candidates = createCandidates(app, sha256, options.ahead);
  let finalized: ExecutedBlock | undefined;

  function setAside({ txs }: FinalizeBlockRequest, { quarantined }: ExecutedBlock): void {
    for (const { index, reason } of quarantined) quarantine.add(txs[index] ?? NOTHING, reason);
  }

  /** What an App leaves of a proposal after executing it; none when it cannot execute it at all. */
  async function keepers(request: FinalizeBlockRequest): Promise<readonly Uint8Array[]> {
    try {
      const executed = await candidates.execute(request, prepareMs);
      setAside(request, executed);
      const { txResults } = executed.response;
      // A failed transaction has paid, and says so by its events; one without any was refused and would only take room.
      return executed.request.txs.filter((_, i) => txResults[i]?.code === 0 || (txResults[i]?.events ?? []).length > 0);
    } catch (error) {
      if (error instanceof ChainHalt || request.txs.length === 0) throw error;
      options.onRefused?.(`block ${request.height} is proposed empty: with its ${request.txs.length} transactions it cannot be executed: ${String(error)}`);
      return [];
    }
  }

  return {
    initChain(request) {
      const { appHash, validators } = app.initChain(options.parseGenesis(genesisDocument(request, options.timeText)));
      candidates.clear();
      return { appHash, validators: updatesToComet(validators) };
    },
    async prepareProposal(request) {
      const known = request.txs.filter((tx) => !quarantine.has(tx));
      const txs = within(app.prepareProposal?.(known) ?? known, request.maxTxBytes);
      const block = blockToApp({ ...request, txs }, request.localLastCommit);
      return { txs: [...(await keepers(block))] };
    },
    async processProposal(request) {
      const block = blockToApp(request, request.proposedLastCommit, request.hash);
      const problem = await problemOf(block);
      if (problem === undefined) return { status: Status.ACCEPT };
      options.onRefused?.(`the proposal ${toHex(request.hash)} for block ${request.height} is rejected: ${problem}`);
      return { status: Status.REJECT };
    },
    async finalizeBlock(request) {
      const block = blockToApp(request, request.decidedLastCommit, request.hash);
      const executed = await candidates.execute(block);
      const poison = executed.quarantined[0];
      if (poison !== undefined) {
        throw abciError("POISON_BLOCK", `transaction ${poison.index} of the decided block ${request.height} trips an assertion: ${poison.reason}; run a version without this defect`);
      }
      // Each in a turn of its own: Commit, which nothing may interrupt, has only to write then.
      await setImmediate();
      storage.stage(executed);
      finalized = executed;
      await setImmediate();
      return { encoded: await runInSlices(encodeFinalized(executed)) };
    },
    commit() {
      if (finalized === undefined) throw abciError("WRONG_ORDER", "Commit without a FinalizeBlock before it; is the peer CometBFT?");
      const executed = finalized;
      storage.append(executed);
      finalized = undefined;
      app.commit(executed);
      candidates.clear();
      options.onCommitted?.(executed);
      return { retainHeight: options.retainFrom(executed.request.height) };
    },
  };

  /** Why a proposal must not become a block; undefined when it may. */
  async function problemOf(block: FinalizeBlockRequest): Promise<string | undefined> {
    try {
      const executed = await candidates.execute(block);
      setAside(block, executed);
      const poison = executed.quarantined[0];
      return poison === undefined ? undefined : `transaction ${poison.index} trips an assertion: ${poison.reason}`;
    } catch (error) {
      if (error instanceof ChainHalt) throw error;
      return String(error);
    }
  }
}

/** The first transactions that fit; a gap instead of an end would put a sender's later sequence before an earlier one. */
function within(txs: readonly Uint8Array[], maxBytes: bigint): readonly Uint8Array[] {
  let size = 0n;
  for (const [i, tx] of txs.entries()) {
    size += BigInt(1 + uvarint(tx.length).length + tx.length);
    if (size > maxBytes) return txs.slice(0, i);
  }
  return txs;
}
