import { fromBase64, toHex } from "@openledger/primitives";
import { z } from "zod";
import { askComet } from "./comet-rpc.ts";

/** Whether the Apps of all nodes computed the same state after each block. */
export interface AppHashReport {
  readonly firstHeight: string;
  readonly lastHeight: string;
  /** App hash after the last height, lower-case hex. */
  readonly appHash: string;
  readonly isEqual: boolean;
  /** The first height at which they differ, with what each node says; null when there is none. */
  readonly difference: { readonly height: string; readonly appHashes: Readonly<Record<string, string>> } | null;
}

interface Node {
  readonly name: string;
  readonly rpcUrl: string;
}

// CometBFT writes this one hash in Base64, and the others in hexadecimal.
const shape = z.object({ app_hash: z.base64() });
const HEIGHTS_AT_ONCE = 8;

/**
 * Compares what each App answered to FinalizeBlock, as its CometBFT stored it, from block 1 to `lastHeight`. Headers would
 * not do: they hold what the proposer's App said.
 */
export async function compareAppHashes(nodes: readonly Node[], lastHeight: bigint): Promise<AppHashReport> {
  let appHash = "";
  for (let from = 1n; from <= lastHeight; from += BigInt(HEIGHTS_AT_ONCE)) {
    const count = Number(lastHeight - from + 1n);
    const heights = Array.from({ length: Math.min(count, HEIGHTS_AT_ONCE) }, (_, i) => from + BigInt(i));
    const found = await Promise.all(heights.map((height) => hashesAt(nodes, height)));
    for (const [i, appHashes] of found.entries()) {
      const distinct = new Set(Object.values(appHashes));
      appHash = [...distinct][0] ?? "";
      if (distinct.size === 1) continue;
      return { firstHeight: "1", lastHeight: `${lastHeight}`, appHash, isEqual: false, difference: { height: `${heights[i] ?? ""}`, appHashes } };
    }
  }
  return { firstHeight: "1", lastHeight: `${lastHeight}`, appHash, isEqual: true, difference: null };
}

async function hashesAt(nodes: readonly Node[], height: bigint): Promise<Record<string, string>> {
  const answers = nodes.map(async ({ name, rpcUrl }) => {
    const { app_hash } = await askComet(rpcUrl, `block_results?height=${height}`, shape);
    return [name, toHex(fromBase64(app_hash))] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}
