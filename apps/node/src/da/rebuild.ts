import { createRankedSet } from "@openledger/comet";
import { inflateZstd } from "@openledger/da";
import { createDerivation, namespacesOf, type DaSlice, type DerivationNotes, type DerivedBlock, type Equivocation, type Namespaces } from "@openledger/derivation";
import type { Da } from "@openledger/ports";
import { unixNanos, type Crypto } from "@openledger/primitives";
import { createValidatorHistory, headerMismatch, quarantinedInLog, requestOfBlock, runInSlices, type BlockResults, type SetChange, type ValidatorHistory } from "@openledger/sequencer";
import type { App, InitChainRequest } from "@openledger/state-machine";

export interface RebuildOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  /** Without genesis or state. */
  readonly app: App;
  readonly genesis: InitChainRequest;
  /** First DA height that is read. */
  readonly startHeight: bigint;
}

/** What DA holds of a chain. */
export interface RebuildReport {
  readonly chainId: string;
  /** Last derived block; one less than the first height when there is none. */
  readonly lastHeight: bigint;
  /** DA heights that were read. */
  readonly daHeight: bigint;
  readonly txs: number;
  /** State after the last block. */
  readonly appHash: Uint8Array;
  /** sha256 over digest so far ‖ app hash, per block, as in `replay`: equal digests mean equal app hashes at every height. */
  readonly digest: Uint8Array;
  readonly seconds: number;
  /** How a header contradicts the execution; what comes after it was not executed. */
  readonly mismatch: string | undefined;
  readonly equivocations: readonly Equivocation[];
  /** Blobs that gave nothing: junk, duplicates and the like. */
  readonly passedOver: number;
}

/** Headers of blocks so far ahead of DA's clock are not taken: ten minutes. */
const DRIFT_NANOS = 600n * 1_000_000_000n;

/** Derives every block up to DA's head and executes it, from genesis and DA alone. Rejects as a {@link Da}. */
export async function rebuildFromDa(options: RebuildOptions): Promise<RebuildReport> {
  const { da, crypto, genesis, startHeight } = options;
  const startedMs = performance.now();
  const executor = createExecutor(options);
  const hashes = new Map<bigint, Uint8Array>();
  const derivation = createDerivation({
    crypto,
    inflate: inflateZstd,
    chainId: genesis.chainId,
    genesisTime: genesis.genesisTime,
    from: { height: genesis.initialHeight, last: undefined },
    validatorsAt: (height) => executor.validatorsAt(height),
    hashAt: (height) => hashes.get(height),
    driftNanos: DRIFT_NANOS,
  });
  const equivocations: Equivocation[] = [];
  let passedOver = 0;
  let mismatch: string | undefined;
  const { height: head } = await da.head();
  for await (const slice of slicesOf(da, namespacesOf(crypto.sha256, genesis.chainId), startHeight, head)) {
    const steps = derivation.derive(slice);
    let step: IteratorResult<DerivedBlock, DerivationNotes> = steps.next();
    for (; step.done !== true && mismatch === undefined; step = steps.next()) {
      mismatch = await executor.execute(step.value);
      hashes.set(step.value.block.header.height, step.value.blockId.hash);
    }
    if (mismatch !== undefined || step.done !== true) break;
    equivocations.push(...step.value.equivocations);
    passedOver += step.value.passedOver.length;
  }
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  return { chainId: genesis.chainId, ...executor.result(), daHeight: head, seconds, mismatch, equivocations, passedOver };
}

/** DA heights in order, the next one fetched while one is worked on. */
async function* slicesOf(da: Da, namespaces: Namespaces, from: bigint, head: bigint): AsyncGenerator<DaSlice> {
  const fetchSlice = async (daHeight: bigint): Promise<DaSlice> => {
    const [data, headers] = await Promise.all([da.list(daHeight, namespaces.data), da.list(daHeight, namespaces.headers)]);
    const bytesOf = (blobs: typeof data): readonly Uint8Array[] => blobs.map((blob) => blob.data);
    // Only headers are measured by the clock of DA.
    const daTime = headers.length === 0 ? unixNanos(0n) : await da.timeAt(daHeight);
    return { daHeight, daTime, data: bytesOf(data), headers: bytesOf(headers) };
  };
  let coming = from <= head ? fetchSlice(from) : undefined;
  for (let at = from; coming !== undefined; at++) {
    const slice = await coming;
    coming = at < head ? fetchSlice(at + 1n) : undefined;
    // Whoever stops early leaves this one unread.
    coming?.catch(() => undefined);
    yield slice;
  }
}

interface Executor {
  /** Undefined before the first height; of heights that are not known yet, the last set that is. */
  validatorsAt(height: bigint): ReturnType<ValidatorHistory["at"]> | undefined;
  /** Executes the next block; a sentence when its header contradicts the state before it, and then nothing is executed. */
  execute(derived: DerivedBlock): Promise<string | undefined>;
  result(): Pick<RebuildReport, "lastHeight" | "txs" | "appHash" | "digest">;
}

function createExecutor({ crypto, app, genesis }: RebuildOptions): Executor {
  const { sha256 } = crypto;
  const { initialHeight } = genesis;
  const begun = app.initChain(genesis);
  const set = createRankedSet(sha256, begun.validators.length > 0 ? begun.validators : genesis.validators);
  const changes: SetChange[] = [];
  const history = createValidatorHistory(sha256, { initialHeight, validators: set }, changes);
  let lastHeight: bigint = initialHeight - 1n;
  let { appHash } = begun;
  let before: BlockResults | undefined;
  let digest: Uint8Array = new Uint8Array(0);
  let txs = 0;
  return {
    validatorsAt: (height) => (height < initialHeight ? undefined : history.at(height > lastHeight + 1n ? lastHeight + 1n : height)),
    async execute({ block, blockId }) {
      const wrong = headerMismatch(sha256, block, appHash, before, history);
      if (wrong !== undefined) return wrong;
      const executed = await runInSlices(app.executeBlock(requestOfBlock(block, blockId.hash, history)));
      const poison = quarantinedInLog(executed);
      if (poison !== undefined) return poison;
      app.commit(executed);
      before = executed.response;
      if (before.validatorUpdates.length > 0) changes.push({ height: block.header.height, updates: before.validatorUpdates });
      ({ appHash } = before);
      digest = sha256(Buffer.concat([digest, appHash]));
      txs += block.txs.length;
      lastHeight = block.header.height;
      return undefined;
    },
    result: () => ({ lastHeight, txs, appHash, digest }),
  };
}
