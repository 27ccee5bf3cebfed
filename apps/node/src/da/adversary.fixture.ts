/** A sequencer that breaks the rules: blocks of a home's log, altered, sealed again with its key, and posted by hand. */
import { blockWithId, decodeBlock, decodeCommit, PRECOMMIT, voteSignBytes, type Block, type Commit, type SignedHeader } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { deflateZstd } from "@openledger/da";
import { encodeBatch, namespacesOf, PART_BYTES_MAX, type BatchKind, type PostedBlock } from "@openledger/derivation";
import { openBlockLog } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { height } from "@openledger/primitives";
import { loadValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { homePaths } from "../home.ts";

const { sha256 } = createNodeCrypto();

export interface Adversary {
  /** Blocks of the log, from height 1. */
  readonly blocks: readonly PostedBlock[];
  /** The block at `index` with another header, sealed in the same round. */
  forge(index: number, change: Partial<Block["header"]>): PostedBlock;
  post(kind: BatchKind, blocks: readonly PostedBlock[], key?: ValidatorKey): Promise<void>;
  /** Data, then headers. */
  postAll(blocks: readonly PostedBlock[]): Promise<void>;
}

/** `home` is a stopped sequencer's. */
export function openAdversary(home: string, chainId: string, da: Da): Adversary {
  const paths = homePaths(home);
  const own = loadValidatorKey(paths.validatorKeyFile, sha256);
  const namespaces = namespacesOf(sha256, chainId);
  const logged = readLog(paths.dataFolder);
  const blocks = logged.map(({ block, commit }) => ({ header: block.header, commit, txs: block.txs, evidence: block.evidence }));
  const post = async (kind: BatchKind, posted: readonly PostedBlock[], signer: ValidatorKey = own): Promise<void> => {
    const blobs = encodeBatch({ sha256, chainId, signer, deflate: deflateZstd, partBytes: PART_BYTES_MAX }, kind, posted);
    await da.submit(namespaces[kind], blobs);
  };
  return {
    blocks,
    forge(index, change) {
      const { block, commit } = logged[index] ?? { block: undefined, commit: undefined };
      if (block === undefined) throw new Error(`the log has no block ${index + 1}`);
      const forged = { ...block, header: { ...block.header, ...change } };
      const signed = seal(chainId, own, forged, commit);
      return { ...signed, txs: block.txs, evidence: block.evidence };
    },
    post,
    async postAll(posted) {
      await post("data", posted);
      await post("headers", posted);
    },
  };
}

function seal(chainId: string, key: ValidatorKey, block: Block, { round, signatures }: Commit): SignedHeader {
  const { blockId } = blockWithId(sha256, block);
  const at = block.header.height;
  const sealed = signatures.map((sig) => ({
    ...sig,
    signature: key.sign(voteSignBytes(chainId, { type: PRECOMMIT, height: at, round, blockId, timestamp: sig.timestamp })),
  }));
  return { header: block.header, commit: { height: at, round, blockId, signatures: sealed } };
}

function readLog(folder: string): readonly { readonly block: Block; readonly commit: Commit }[] {
  using log = openBlockLog(folder);
  return Array.from({ length: Number(log.lastHeight) }, (_, i) => {
    const stored = log.read(height(BigInt(i + 1)));
    if (stored === undefined) throw new Error(`block ${i + 1} is missing`);
    return { block: decodeBlock(stored.block), commit: decodeCommit(stored.seenCommit) };
  });
}
