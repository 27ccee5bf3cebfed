import type { Block, Commit, Header, RankedValidator } from "@openledger/comet";
import { toBase64 } from "@openledger/primitives";
import type { RpcBlock } from "../backend.ts";
import { blockIdJson, type JsonObject } from "./block-id.ts";
import { evidenceJson } from "./evidence.ts";
import { hex, rfc3339 } from "./scalars.ts";

export { blockIdJson, type JsonObject } from "./block-id.ts";

export function headerJson(header: Header): JsonObject {
  const { block, app } = header.version;
  return {
    version: app === 0n ? { block: `${block}` } : { block: `${block}`, app: `${app}` },
    chain_id: header.chainId,
    height: `${header.height}`,
    time: rfc3339(header.time),
    last_block_id: blockIdJson(header.lastBlockId),
    last_commit_hash: hex(header.lastCommitHash),
    data_hash: hex(header.dataHash),
    validators_hash: hex(header.validatorsHash),
    next_validators_hash: hex(header.nextValidatorsHash),
    consensus_hash: hex(header.consensusHash),
    app_hash: hex(header.appHash),
    last_results_hash: hex(header.lastResultsHash),
    evidence_hash: hex(header.evidenceHash),
    proposer_address: hex(header.proposerAddress),
  };
}

export function commitJson({ height, round, blockId, signatures }: Commit): JsonObject {
  return {
    height: `${height}`,
    round,
    block_id: blockIdJson(blockId),
    signatures: signatures.map((sig) => ({
      block_id_flag: sig.blockIdFlag,
      validator_address: hex(sig.validatorAddress),
      timestamp: rfc3339(sig.timestamp),
      signature: sig.signature.length === 0 ? null : toBase64(sig.signature),
    })),
  };
}

export function blockJson(block: Block): JsonObject {
  return {
    header: headerJson(block.header),
    data: { txs: block.txs.map(toBase64) },
    evidence: { evidence: block.evidence.map(evidenceJson) },
    last_commit: commitJson(block.lastCommit),
  };
}

/** Answer of `block` and `block_by_hash`. */
export function blockAnswer({ block, blockId }: RpcBlock): JsonObject {
  return { block_id: blockIdJson(blockId), block: blockJson(block) };
}

/** An entry of `blockchain`. */
export function blockMetaJson({ block, blockId, bytes }: RpcBlock): JsonObject {
  return {
    block_id: blockIdJson(blockId),
    block_size: `${bytes.length}`,
    header: headerJson(block.header),
    num_txs: `${block.txs.length}`,
  };
}

export function publicKeyJson(publicKey: Uint8Array): JsonObject {
  return { type: "tendermint/PubKeyEd25519", value: toBase64(publicKey) };
}

export function validatorJson({ address, publicKey, power, priority }: RankedValidator): JsonObject {
  return { address: hex(address), pub_key: publicKeyJson(publicKey), voting_power: `${power}`, proposer_priority: `${priority}` };
}
