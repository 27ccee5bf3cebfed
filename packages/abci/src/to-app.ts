/** What CometBFT says, in the App's words. */
import type { CommitInfo, ExtendedCommitInfo, Misbehavior as WireMisbehavior, RequestInitChain } from "@openledger/messages/tendermint/abci";
import { MisbehaviorType } from "@openledger/messages/tendermint/abci";
import type { Duration, Timestamp } from "@openledger/messages/google/protobuf";
import { BlockIDFlag, type ConsensusParams as WireParams } from "@openledger/messages/tendermint/types";
import { fromUtf8, height, toBase64, unixNanos, type UnixNanos } from "@openledger/primitives";
import type { FinalizeBlockRequest } from "@openledger/state-machine";
import { abciError } from "./errors.ts";

const NANOS_PER_SECOND = 1_000_000_000n;
const NOTHING = new Uint8Array(0);

/** What the requests that carry a block have in common. */
export interface WireBlock {
  readonly txs: readonly Uint8Array[];
  readonly misbehavior: readonly WireMisbehavior[];
  readonly height: bigint;
  readonly time?: Timestamp | undefined;
  readonly proposerAddress: Uint8Array;
}

/** A block to execute. `lastCommit` tells who signed the block before; `hash` is empty for one that is still to be proposed. */
export function blockToApp(
  block: WireBlock,
  lastCommit: Pick<CommitInfo, "votes"> | Pick<ExtendedCommitInfo, "votes"> | undefined,
  hash: Uint8Array = NOTHING,
): FinalizeBlockRequest {
  const { txs, height: at, time, proposerAddress, misbehavior } = block;
  return {
    height: height(at),
    time: nanosOf(time),
    proposer: proposerAddress,
    hash,
    txs,
    votes: (lastCommit?.votes ?? []).map(({ validator, blockIdFlag }) => ({
      address: validator?.address ?? NOTHING,
      power: validator?.power ?? 0n,
      signed: blockIdFlag !== BlockIDFlag.BLOCK_ID_FLAG_ABSENT,
    })),
    misbehavior: misbehavior.map((item) => ({
      kind: kindOf(item),
      address: item.validator?.address ?? NOTHING,
      power: item.validator?.power ?? 0n,
      height: height(item.height),
      time: nanosOf(item.time),
    })),
  };
}

function kindOf({ type, height: at }: WireMisbehavior): "duplicate-vote" | "light-client-attack" {
  if (type === MisbehaviorType.DUPLICATE_VOTE) return "duplicate-vote";
  if (type === MisbehaviorType.LIGHT_CLIENT_ATTACK) return "light-client-attack";
  throw abciError("DIALECT", `misbehaviour of kind ${type} at height ${at} is not of ABCI 2.0; run CometBFT v0.38`);
}

/** Nanoseconds since 1970. */
export function nanosOf(time: Timestamp | undefined): UnixNanos {
  return unixNanos((time?.seconds ?? 0n) * NANOS_PER_SECOND + BigInt(time?.nanos ?? 0));
}

/**
 * The genesis document that CometBFT read, as far as it tells: in its JSON shape, for the parser of genesis files.
 * `timeText` writes a time in RFC 3339. Throws `DIALECT` for keys of validators that are not ed25519, or an app_state
 * that is not JSON.
 */
export function genesisDocument(request: RequestInitChain, timeText: (time: UnixNanos) => string): unknown {
  const { chainId, initialHeight, validators, consensusParams, appStateBytes } = request;
  return {
    genesis_time: timeText(nanosOf(request.time)),
    chain_id: chainId,
    initial_height: String(initialHeight),
    ...(consensusParams === undefined ? {} : { consensus_params: paramsDocument(consensusParams) }),
    validators: validators.map(({ pubKey, power }) => {
      if (pubKey?.ed25519 === undefined) throw abciError("DIALECT", "a validator of the genesis file has a key that is not ed25519; use ed25519 keys");
      return { pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(pubKey.ed25519) }, power: String(power) };
    }),
    app_state: appStateBytes.length === 0 ? {} : parsedState(appStateBytes),
  };
}

function parsedState(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (error) {
    throw abciError("DIALECT", `app_state of CometBFT's genesis file is not JSON: ${String(error)}`, error);
  }
}

function paramsDocument({ block, evidence, validator, version, abci }: WireParams): unknown {
  const nanos = ({ seconds, nanos: rest }: Duration): bigint => seconds * NANOS_PER_SECOND + BigInt(rest);
  return {
    ...(block === undefined ? {} : { block: { max_bytes: String(block.maxBytes), max_gas: String(block.maxGas) } }),
    ...(evidence === undefined
      ? {}
      : {
          evidence: {
            max_age_num_blocks: String(evidence.maxAgeNumBlocks),
            max_age_duration: String(nanos(evidence.maxAgeDuration ?? { seconds: 0n, nanos: 0 })),
            max_bytes: String(evidence.maxBytes),
          },
        }),
    ...(validator === undefined ? {} : { validator: { pub_key_types: validator.pubKeyTypes } }),
    version: { app: String(version?.app ?? 0n) },
    abci: { vote_extensions_enable_height: String(abci?.voteExtensionsEnableHeight ?? 0n) },
  };
}
