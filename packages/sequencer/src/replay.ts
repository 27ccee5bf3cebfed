import { createRankedSet, decodeBlock } from "@openledger/comet";
import type { BlockLog } from "@openledger/kv";
import { height, type Height, type Sha256 } from "@openledger/primitives";
import type { App, InitChainRequest } from "@openledger/state-machine";
import type { BlockResults } from "./block-results.ts";
import { headerMismatch, quarantinedInLog, requestOfBlock } from "./check-block.ts";
import { failedCrossing, setChangeOf } from "./crossing.ts";
import { sequencerError } from "./errors.ts";
import { runInSlices } from "./time-slice.ts";
import { createValidatorHistory, type SetChange } from "./validator-history.ts";

/** What executing a block log from genesis gave. */
export interface ReplayReport {
  readonly chainId: string;
  readonly firstHeight: Height;
  readonly lastHeight: Height;
  readonly txs: number;
  /** State after the last block. */
  readonly appHash: Uint8Array;
  /** sha256 over digest so far ‖ app hash, per block in order: equal digests mean equal app hashes at every height. */
  readonly digest: Uint8Array;
  /** Sentences about headers that contradict the execution; empty when all agree. */
  readonly mismatches: readonly string[];
}

const MISMATCH_LIMIT = 20;

/** Executes every block of a log on a fresh App and compares each state and its results with the header that commits to it. */
export async function replayBlockLog(
  log: Pick<BlockLog, "firstHeight" | "lastHeight" | "read">,
  app: App,
  genesis: InitChainRequest,
  sha256: Sha256,
  onBlock: (height: Height) => void = () => undefined,
): Promise<ReplayReport> {
  const begun = app.initChain(genesis);
  const { initialHeight } = genesis;
  const genesisSet = createRankedSet(sha256, begun.validators.length > 0 ? begun.validators : genesis.validators);
  const changes: SetChange[] = [];
  const validators = createValidatorHistory(sha256, { initialHeight, validators: genesisSet }, changes);
  let { appHash } = begun;
  let before: BlockResults | undefined;
  let digest: Uint8Array = new Uint8Array(0);
  let txs = 0;
  const mismatches: string[] = [];
  const report = (sentence: string | undefined): void => {
    if (sentence !== undefined && mismatches.length < MISMATCH_LIMIT) mismatches.push(sentence);
  };
  for (let at = log.firstHeight; at > 0n && at <= log.lastHeight; at = height(at + 1n)) {
    const stored = log.read(at);
    if (stored === undefined) throw sequencerError("APP_MISMATCH", `block ${at} is missing from the log`);
    const block = decodeBlock(stored.block);
    report(headerMismatch(sha256, block, appHash, before, validators));
    const executed = await runInSlices(app.executeBlock(requestOfBlock(block, stored.hash, validators)));
    report(quarantinedInLog(executed) ?? failedCrossing(sha256, block, executed.response));
    app.commit(executed);
    before = executed.response;
    const change = setChangeOf(sha256, block, before);
    if (change !== undefined) changes.push(change);
    appHash = executed.response.appHash;
    digest = sha256(Buffer.concat([digest, appHash]));
    txs += block.txs.length;
    onBlock(at);
  }
  const { firstHeight, lastHeight } = log;
  return { chainId: genesis.chainId, firstHeight, lastHeight, txs, appHash, digest, mismatches };
}
