import { CometError, commitTime, consensusHash, type Block } from "@openledger/comet";
import { equalBytes, toHex, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { AppInfo, InitChainRequest } from "@openledger/state-machine";
import type { BlockResults } from "./block-results.ts";
import { headerMismatch } from "./check-block.ts";
import { evidenceMismatch } from "./check-evidence.ts";
import { validatorsFor } from "./crossing.ts";
import type { ValidatorSets } from "./validator-history.ts";

/** The chain up to a block, as it says what the next one must be. */
export interface ChainTip {
  readonly genesis: InitChainRequest;
  /** State after the last block, that of genesis before the first. */
  readonly info: Pick<AppInfo, "appHash" | "appVersion" | "consensusParams">;
  /** Of the last block; undefined before the first. */
  readonly results: Pick<BlockResults, "txResults"> | undefined;
  readonly validators: ValidatorSets;
  /** Time of a block that is there. */
  timeAt(height: bigint): UnixNanos | undefined;
}

/** CometBFT's bound for `max_bytes` -1. */
const BLOCK_BYTES_LIMIT = 104_857_600n;

/**
 * Sentence about how a block contradicts what executing those before it gives, and the rules by which headers are made;
 * undefined when the block may follow. That it links to the one before and that its own hashes hold was checked.
 */
export function blockContradiction(crypto: Crypto, before: ChainTip, block: Block, encodedBytes: number): string | undefined {
  const tip = { ...before, validators: validatorsFor(crypto.sha256, before.validators, block) };
  const { genesis, info, results, validators, timeAt } = tip;
  const params = info.consensusParams ?? genesis.consensusParams;
  const context = {
    crypto,
    chainId: genesis.chainId,
    params,
    at(height: bigint) {
      const time = timeAt(height);
      return time === undefined ? undefined : { validators: validators.at(height), time };
    },
  };
  return (
    headerMismatch(crypto.sha256, block, info.appHash, results, validators) ??
    timeMismatch(tip, block) ??
    ruleMismatch(crypto, tip, block) ??
    sizeMismatch(params.maxBlockBytes, block, encodedBytes) ??
    evidenceMismatch(context, block)
  );
}

function timeMismatch({ genesis, validators }: ChainTip, { header, lastCommit }: Block): string | undefined {
  const sentence = (rule: string): string => `time of block ${header.height}: header ${header.time}, ${rule}`;
  if (header.height === genesis.initialHeight) return header.time === genesis.genesisTime ? undefined : sentence(`genesis ${genesis.genesisTime}`);
  try {
    const time = commitTime(lastCommit, validators.at(header.height - 1n));
    return header.time === time ? undefined : sentence(`votes on the block before ${time}`);
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    return sentence(`and the votes on the block before give none: ${error.message}`);
  }
}

function ruleMismatch({ sha256 }: Crypto, { genesis, info, validators }: ChainTip, { header }: Block): string | undefined {
  const { maxBlockBytes, maxBlockGas } = info.consensusParams ?? genesis.consensusParams;
  const params = consensusHash(sha256, { maxBytes: maxBlockBytes, maxGas: maxBlockGas });
  if (!equalBytes(header.consensusHash, params)) return `consensus parameters of block ${header.height}: header ${toHex(header.consensusHash)}, execution ${toHex(params)}`;
  const { appVersion = 0n } = info;
  if (header.version.app !== appVersion) return `app version of block ${header.height}: header ${header.version.app}, execution ${appVersion}`;
  const isValidator = validators.at(header.height).validators.some(({ address }) => equalBytes(address, header.proposerAddress));
  return isValidator ? undefined : `the proposer of block ${header.height} is no validator`;
}

function sizeMismatch(maxBlockBytes: bigint, { header }: Block, encodedBytes: number): string | undefined {
  const limit = maxBlockBytes <= 0n || maxBlockBytes > BLOCK_BYTES_LIMIT ? BLOCK_BYTES_LIMIT : maxBlockBytes;
  return BigInt(encodedBytes) <= limit ? undefined : `block ${header.height} has ${encodedBytes} bytes, more than ${limit}`;
}
