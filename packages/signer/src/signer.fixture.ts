/** A signer's home on a temporary folder, and blocks that a node asks it to seal. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consensusHash, createRankedSet, decodeBlock, EMPTY_COMMIT, makeBlock, PRECOMMIT, resultsHash, voteSignBytes, ZERO_BLOCK_ID, type BlockId, type Commit, type MadeBlock } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { height, unixNanos, type Crypto } from "@openledger/primitives";
import { createValidatorKey, sealedBlock, type SealRequest, type ValidatorKey } from "@openledger/sequencer";
import type { JournalBlock } from "./signer.ts";
import { signerPaths } from "./signer-home.ts";

export const crypto: Crypto = createNodeCrypto();
export const CHAIN_ID = "signer-1";
const SECOND = 1_000_000_000n;

export interface TestSignerHome extends Disposable {
  readonly home: string;
  readonly key: ValidatorKey;
}

export function createTestSignerHome(): TestSignerHome {
  const home = mkdtempSync(join(tmpdir(), "openledger-signer-"));
  const paths = signerPaths(home);
  mkdirSync(paths.dataFolder, { mode: 0o700 });
  const key = createValidatorKey(paths.keyFile, crypto.sha256);
  writeFileSync(paths.signStateFile, '{"height":"0","round":0,"step":0}');
  writeFileSync(paths.chainFile, JSON.stringify({ chain_id: CHAIN_ID, initial_height: "1", base_height: "0", base_hash: "" }));
  return { home, key, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) };
}

/** What a node has executed last. */
export interface Tip {
  readonly height: bigint;
  readonly blockId: BlockId;
  readonly commit: Commit;
}

export const GENESIS: Tip = { height: 0n, blockId: ZERO_BLOCK_ID, commit: EMPTY_COMMIT };

export function setOf({ publicKey }: Pick<ValidatorKey, "publicKey">): ReturnType<typeof createRankedSet> {
  return createRankedSet(crypto.sha256, [{ publicKey, power: 10n }]);
}

export interface TestRequest extends SealRequest {
  readonly made: MadeBlock;
}

/** A block after `tip` with one transaction, and what seals it at `time` seconds. */
export function requestAfter(key: Pick<ValidatorKey, "publicKey" | "address">, tip: Tip, tx: Uint8Array, options: { readonly round?: number; readonly time?: bigint; readonly chainId?: string } = {}): TestRequest {
  const { round = 0, chainId = CHAIN_ID } = options;
  const set = setOf(key);
  const at = tip.height + 1n;
  const made = makeBlock(crypto.sha256, {
    chainId,
    appVersion: 0n,
    height: height(at),
    time: unixNanos(at * SECOND),
    lastBlockId: tip.blockId,
    lastCommit: tip.commit,
    txs: [tx],
    validators: set,
    nextValidators: set,
    consensusHash: consensusHash(crypto.sha256, { maxBytes: 1_000_000n, maxGas: -1n }),
    appHash: crypto.sha256(tx),
    lastResultsHash: resultsHash(crypto.sha256, []),
    proposerAddress: key.address,
  });
  const timestamp = (at + (options.time ?? 1n)) * SECOND;
  const signBytes = voteSignBytes(chainId, { type: PRECOMMIT, height: at, round, blockId: made.blockId, timestamp });
  return { height: at, round, signBytes, block: made.bytes, made };
}

/** Where a node is that took this block. */
export function tipAfter(key: Pick<ValidatorKey, "publicKey" | "address">, made: MadeBlock, signed: { readonly signature: Uint8Array; readonly signBytes: Uint8Array }): Tip {
  const { commit, blockId } = sealedBlock(made, key.address, signed, setOf(key));
  return { height: made.block.header.height, blockId, commit };
}

export function tipOf(key: Pick<ValidatorKey, "publicKey" | "address">, { block, signature, signBytes }: JournalBlock): Tip {
  const decoded = decodeBlock(block);
  const made = makeBlock(crypto.sha256, { ...decoded.header, appVersion: decoded.header.version.app, ...decoded, validators: setOf(key), nextValidators: setOf(key) });
  return tipAfter(key, made, { signature, signBytes });
}
