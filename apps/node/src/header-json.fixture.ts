/** CometBFT's JSON of headers and commits back to what hashes and verifies, for tests. */
import type { BlockId, BlockIdFlag, Commit, Header } from "@openledger/comet";
import { fromBase64, fromHex, height, unixNanos } from "@openledger/primitives";
import { timeFromRfc3339 } from "@openledger/chain";

interface BlockIdJson {
  readonly hash: string;
  readonly parts: { readonly total: number; readonly hash: string };
}
export interface HeaderJson extends Readonly<
  Record<
    | "chain_id"
    | "height"
    | "time"
    | "last_commit_hash"
    | "data_hash"
    | "validators_hash"
    | "next_validators_hash"
    | "consensus_hash"
    | "app_hash"
    | "last_results_hash"
    | "evidence_hash"
    | "proposer_address",
    string
  >
> {
  readonly version: { readonly block: string; readonly app?: string };
  readonly last_block_id: BlockIdJson;
}
export interface CommitJson {
  readonly height: string;
  readonly round: number;
  readonly block_id: BlockIdJson;
  readonly signatures: readonly {
    readonly block_id_flag: BlockIdFlag;
    readonly validator_address: string;
    readonly timestamp: string;
    readonly signature: string;
  }[];
}

const blockId = ({ hash, parts }: BlockIdJson): BlockId => ({
  hash: fromHex(hash),
  partSetHeader: { total: parts.total, hash: fromHex(parts.hash) },
});

export function headerFromJson(json: HeaderJson): Header {
  return {
    version: { block: BigInt(json.version.block), app: BigInt(json.version.app ?? 0) },
    chainId: json.chain_id,
    height: height(BigInt(json.height)),
    time: timeFromRfc3339(json.time) ?? unixNanos(0n),
    lastBlockId: blockId(json.last_block_id),
    lastCommitHash: fromHex(json.last_commit_hash),
    dataHash: fromHex(json.data_hash),
    validatorsHash: fromHex(json.validators_hash),
    nextValidatorsHash: fromHex(json.next_validators_hash),
    consensusHash: fromHex(json.consensus_hash),
    appHash: fromHex(json.app_hash),
    lastResultsHash: fromHex(json.last_results_hash),
    evidenceHash: fromHex(json.evidence_hash),
    proposerAddress: fromHex(json.proposer_address),
  };
}

export function commitFromJson(json: CommitJson): Commit {
  return {
    height: height(BigInt(json.height)),
    round: json.round,
    blockId: blockId(json.block_id),
    signatures: json.signatures.map((sig) => ({
      blockIdFlag: sig.block_id_flag,
      validatorAddress: fromHex(sig.validator_address),
      timestamp: timeFromRfc3339(sig.timestamp) ?? 0n,
      signature: fromBase64(sig.signature),
    })),
  };
}
