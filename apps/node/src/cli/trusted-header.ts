import { readFileSync } from "node:fs";
import { trustedHeaderFromJson, type ChainProof, type TrustedHeader } from "@openledger/client/offline";
import type { Crypto } from "@openledger/primitives";
import { OperationalError } from "@openledger/ports";
import type { Command } from "commander";
import { previousChainsOf, trustedHeaderFor } from "../genesis/previous-chains.ts";
import { nodeError } from "../node-error.ts";
import { parseCount, parseHash, parseId } from "./parse-arguments.ts";

/** Flags that name a header which the user trusts, and for how long. */
export interface TrustFlags {
  readonly trustedHeader?: string;
  readonly trustedHeight?: string;
  readonly trustedHash?: string;
  readonly trustingPeriod: string;
  readonly genesis?: string;
  readonly rotations?: string;
}

export function withTrustFlags(command: Command): Command {
  return command
    .option("--trusted-header <file>", "what `/commit?height=N` of a node that you trust answered, or the genesis file of a chain that went on from the receipt's")
    .option("--trusted-height <height>", "instead of a file: height of a header that you trust, with --trusted-hash")
    .option("--trusted-hash <hex>", "hash of that header, from a source of your own")
    .option("--trusting-period <hours>", "how long a header can be trusted", "168")
    .option("--genesis <file>", "genesis file of the chain, with --rotations: its recovery keys cross the breaks where another sequencer took over")
    .option("--rotations <file>", "what `/openledger/rollup/v1/rotations` of any node answered, with --genesis");
}

/** True when flags name a header, even one that then cannot vouch for what is asked. */
export function isHeaderTrusted({ trustedHeader, trustedHeight, trustedHash }: TrustFlags): boolean {
  return [trustedHeader, trustedHeight, trustedHash].some((flag) => flag !== undefined);
}

/** What is to be proven from a trusted header. */
export interface TrustSubject {
  readonly chainId: string;
  readonly proof: ChainProof | undefined;
}

/** The header that the flags name, if they name one. Throws NodeError `CONFIG` or `HOME`. */
export function trustedHeaderOf(crypto: Crypto, flags: TrustFlags, about: TrustSubject): TrustedHeader | undefined {
  const { trustedHeader: path, trustedHeight, trustedHash } = flags;
  if (path !== undefined) {
    if (trustedHeight !== undefined || trustedHash !== undefined) {
      throw nodeError("CONFIG", "a trusted header is --trusted-header, or --trusted-height with --trusted-hash, not both");
    }
    return readHeader(crypto, path, about);
  }
  if (trustedHeight === undefined && trustedHash === undefined) return undefined;
  if (trustedHeight === undefined || trustedHash === undefined) {
    throw nodeError("CONFIG", "a trusted header is --trusted-height and --trusted-hash together");
  }
  return { height: parseId(trustedHeight, "--trusted-height"), hash: parseHash(trustedHash.toLowerCase(), "--trusted-hash") };
}

/** In hours. Throws NodeError `CONFIG`. */
export function trustingPeriodOf({ trustingPeriod }: TrustFlags): number {
  return parseCount(trustingPeriod, "--trusting-period", 1, 87_600);
}

function readHeader(crypto: Crypto, path: string, { chainId, proof }: TrustSubject): TrustedHeader | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw nodeError("HOME", `${path} cannot be read; give what /commit?height=N of a node that you trust answered`, error);
  }
  try {
    const json: unknown = JSON.parse(text);
    const chains = previousChainsOf(json);
    if (chains === undefined) return trustedHeaderFromJson(crypto.sha256, json);
    return proof === undefined ? undefined : trustedHeaderFor(crypto, chains, { chainId, proof });
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw nodeError("CONFIG", `${path} holds no signed header; give what /commit?height=N of a node that you trust answered`, error);
  }
}
