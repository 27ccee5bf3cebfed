/** CometBFT's JSON of headers, commits and validators back to what hashes and verifies. */
import {
  createValidatorSet,
  type BlockId,
  type BlockIdFlag,
  type Commit,
  type Header,
  type SignedHeader,
  type ValidatorSet,
} from "@openledger/comet";
import { fromBase64, fromHex, height, unixNanos, type Sha256 } from "@openledger/primitives";
import { z } from "zod/mini";

/** As many as CometBFT's own client takes. */
export const VALIDATORS_MAX = 10_000;

const uint = z.string().check(z.regex(/^(0|[1-9][0-9]{0,18})$/));
const hash = z.string().check(z.regex(/^([0-9A-Fa-f]{2}){0,64}$/));
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/));
const base64 = z.string().check(z.maxLength(128), z.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const count = z.int().check(z.gte(0), z.lte(0x7fffffff));

const blockId = z.object({ hash, parts: z.optional(z.object({ total: count, hash })), part_set_header: z.optional(z.object({ total: count, hash })) });

const header = z.object({
  version: z.object({ block: uint, app: z.optional(uint) }),
  chain_id: z.string().check(z.maxLength(50)),
  ...{ height: uint, time, last_block_id: z.nullish(blockId), last_commit_hash: hash, data_hash: hash },
  ...{ validators_hash: hash, next_validators_hash: hash, consensus_hash: hash, app_hash: hash },
  ...{ last_results_hash: hash, evidence_hash: hash, proposer_address: hash },
});

const commit = z.object({
  ...{ height: uint, round: count, block_id: blockId },
  signatures: z
    .array(
      z.object({
        block_id_flag: z.int().check(z.gte(1), z.lte(3)),
        ...{ validator_address: hash, timestamp: time, signature: z.nullish(base64) },
      }),
    )
    .check(z.maxLength(VALIDATORS_MAX)),
});

const signedHeader = z.object({ header, commit });

const validatorList = z
  .array(
    z.object({
      pub_key: z.object({ type: z.literal("tendermint/PubKeyEd25519"), value: base64 }),
      voting_power: uint,
    }),
  )
  .check(z.maxLength(VALIDATORS_MAX));

/** One entry of a validator set: a 32-byte key and its power. */
export interface ValidatorEntry {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** Reads `{ header, commit }`. Throws an error of zod, primitives or comet for anything else. */
export function signedHeaderFromJson(json: unknown): SignedHeader {
  const parsed = z.parse(signedHeader, json);
  return { header: headerFrom(parsed.header), commit: commitFrom(parsed.commit) };
}

/** Reads a list of ed25519 validators. Throws as {@link signedHeaderFromJson}. */
export function validatorsFromJson(json: unknown): ValidatorEntry[] {
  return z.parse(validatorList, json).map(({ pub_key: key, voting_power: power }) => ({
    publicKey: fromBase64(key.value),
    power: BigInt(power),
  }));
}

/** Reads a list of validators as a set. Throws as {@link signedHeaderFromJson}. */
export function validatorSetFromJson(sha256: Sha256, json: unknown): ValidatorSet {
  return createValidatorSet(sha256, validatorsFromJson(json));
}

/** Nanoseconds since the Unix epoch of RFC 3339 text in UTC; Go's zero time is negative. */
export function nanosFromRfc3339(text: string): bigint {
  const [seconds = "", fraction = ""] = text.slice(0, -1).split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function headerFrom(json: z.infer<typeof header>): Header {
  return {
    version: { block: BigInt(json.version.block), app: BigInt(json.version.app ?? "0") },
    chainId: json.chain_id,
    height: height(BigInt(json.height)),
    time: unixNanos(nanosFromRfc3339(json.time)),
    lastBlockId: blockIdFrom(json.last_block_id),
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

function commitFrom(json: z.infer<typeof commit>): Commit {
  return {
    height: height(BigInt(json.height)),
    round: json.round,
    blockId: blockIdFrom(json.block_id),
    signatures: json.signatures.map((sig) => ({
      blockIdFlag: sig.block_id_flag as BlockIdFlag,
      validatorAddress: fromHex(sig.validator_address),
      timestamp: nanosFromRfc3339(sig.timestamp),
      signature: fromBase64(sig.signature ?? ""),
    })),
  };
}

function blockIdFrom(json: z.infer<typeof blockId> | null | undefined): BlockId {
  const parts = json?.parts ?? json?.part_set_header;
  return {
    hash: fromHex(json?.hash ?? ""),
    partSetHeader: { total: parts?.total ?? 0, hash: fromHex(parts?.hash ?? "") },
  };
}
