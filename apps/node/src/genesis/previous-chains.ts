/** The chains that a genesis goes on from, by headers that their validators signed: what is proven below them stays proven. */
import { trustedHeaderFromJson, type ChainProof, type TrustedHeader } from "@openledger/client/offline";
import { commitJson, headerJson } from "@openledger/rpc";
import { height, type Height, type Sha256 } from "@openledger/primitives";
import type { ChainStore, SealedBlock } from "@openledger/sequencer";
import { z } from "zod";
import { nodeError } from "../node-error.ts";

/** An entry of `previous_chains` in a genesis file. Headers with their commits, as `/commit` of a node's RPC gives them. */
export interface PreviousChain {
  readonly chain_id: string;
  /** Height whose state the new chain began with. */
  readonly exported_height: string;
  /** The first signed header that was kept, and the last. */
  readonly first: SignedHeaderJson;
  readonly last: SignedHeaderJson;
}

interface SignedHeaderJson {
  readonly signed_header: unknown;
}

const signed = z.looseObject({ signed_header: z.unknown() });
const schema: z.ZodType<readonly PreviousChain[]> = z.array(
  z.looseObject({ chain_id: z.string(), exported_height: z.string().regex(/^[1-9]\d{0,18}$/), first: signed, last: signed }),
);

/** The entry for a chain whose state at a height is exported. The header above that state names its app hash, where there is one. */
export function previousChainOf(store: ChainStore, exported: Height): PreviousChain {
  const above = exported < store.lastHeight ? height(exported + 1n) : store.lastHeight;
  const [first, last] = [store.block(store.firstHeight), store.block(above)];
  if (first === undefined || last === undefined) throw nodeError("HOME", `block ${above} is not in the block log`);
  return { chain_id: first.block.header.chainId, exported_height: `${exported}`, first: signedHeaderJson(first), last: signedHeaderJson(last) };
}

function signedHeaderJson({ block, commit }: SealedBlock): SignedHeaderJson {
  return { signed_header: { header: headerJson(block.header), commit: commitJson(commit) } };
}

/** The previous chains of a parsed genesis, the newest last; undefined for a document that names none. Throws `HOME`. */
export function previousChainsOf(document: unknown): readonly PreviousChain[] | undefined {
  if (typeof document !== "object" || document === null || !("previous_chains" in document)) return undefined;
  const parsed = schema.safeParse(document.previous_chains);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw nodeError("HOME", `previous_chains.${issue?.path.join(".") ?? ""} of the genesis: ${issue?.message ?? "is wrong"}`);
}

/**
 * The header from which a proof of a previous chain is checked: the last one when it is the proof's own or the proof
 * carries all headers in between, else the first, from which a light client goes up to the proof's. Undefined when no
 * previous chain of that id reached the proof's height. Throws an error of zod or primitives for headers that are none.
 */
export function trustedHeaderFor(
  sha256: Sha256,
  chains: readonly PreviousChain[],
  about: { readonly chainId: string; readonly proof: Pick<ChainProof, "state" | "path"> },
): TrustedHeader | undefined {
  const target = BigInt(about.proof.state.height) + 1n;
  for (const { chain_id: id, first, last } of chains) {
    if (id !== about.chainId) continue;
    const [lowest, highest] = [trustedHeaderFromJson(sha256, first), trustedHeaderFromJson(sha256, last)];
    if (target < lowest.height || target > highest.height) continue;
    const isLinked = BigInt(about.proof.path.length) >= highest.height - target - 1n;
    return target === highest.height || (isLinked && about.proof.path.length > 0) ? highest : lowest;
  }
  return undefined;
}
