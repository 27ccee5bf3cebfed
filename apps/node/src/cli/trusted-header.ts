import { readFileSync } from "node:fs";
import { trustedHeaderFromJson, type TrustedHeader } from "@openledger/client/offline";
import type { Sha256 } from "@openledger/primitives";
import type { Command } from "commander";
import { nodeError } from "../node-error.ts";
import { parseCount, parseHash, parseId } from "./parse-arguments.ts";

/** Flags that name a header which the user trusts, and for how long. */
export interface TrustFlags {
  readonly trustedHeader?: string;
  readonly trustedHeight?: string;
  readonly trustedHash?: string;
  readonly trustingPeriod: string;
}

export function withTrustFlags(command: Command): Command {
  return command
    .option("--trusted-header <file>", "what `/commit?height=N` of a node that you trust answered")
    .option("--trusted-height <height>", "instead of a file: height of a header that you trust, with --trusted-hash")
    .option("--trusted-hash <hex>", "hash of that header, from a source of your own")
    .option("--trusting-period <hours>", "how long a header can be trusted", "168");
}

/** The header that the flags name, if they name one. Throws NodeError `CONFIG` or `HOME`. */
export function trustedHeaderOf(sha256: Sha256, flags: TrustFlags): TrustedHeader | undefined {
  const { trustedHeader: path, trustedHeight, trustedHash } = flags;
  if (path !== undefined) {
    if (trustedHeight !== undefined || trustedHash !== undefined) {
      throw nodeError("CONFIG", "a trusted header is --trusted-header, or --trusted-height with --trusted-hash, not both");
    }
    return readHeader(sha256, path);
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

function readHeader(sha256: Sha256, path: string): TrustedHeader {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw nodeError("HOME", `${path} cannot be read; give what /commit?height=N of a node that you trust answered`, error);
  }
  try {
    return trustedHeaderFromJson(sha256, JSON.parse(text));
  } catch (error) {
    throw nodeError("CONFIG", `${path} holds no signed header; give what /commit?height=N of a node that you trust answered`, error);
  }
}
