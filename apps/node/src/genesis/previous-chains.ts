/** The chains that a genesis goes on from, by headers that their validators signed: what is proven below them stays proven. */
import { signedHeaderFromJson, validatorSetFromJson, verifySignedBlock } from "@openledger/client/light";
import type { ChainProof, TrustedHeader } from "@openledger/client/offline";
import { CometError, headerHash } from "@openledger/comet";
import { commitJson, headerJson, validatorJson } from "@openledger/rpc";
import { height, type Crypto, type Height } from "@openledger/primitives";
import type { OpenedChain } from "@openledger/sequencer";
import { z } from "zod";
import { nodeError } from "../node-error.ts";

/** An entry of `app_state.system.previous_chains` in a genesis file, where CometBFT keeps what it does not know. Headers with their commits and validators, as `/commit` and `/validators` of a node's RPC give them. */
export interface PreviousChain {
  readonly chain_id: string;
  /** Height whose state the new chain began with. */
  readonly exported_height: string;
  /** The first signed header that was kept, and the last. */
  readonly first: SignedHeaderJson;
  readonly last: SignedHeaderJson;
}

export interface SignedHeaderJson {
  readonly signed_header: unknown;
  readonly validators: unknown;
}

const signed = z.looseObject({ signed_header: z.unknown(), validators: z.array(z.unknown()) });
const schema: z.ZodType<readonly PreviousChain[]> = z.array(
  z.looseObject({ chain_id: z.string(), exported_height: z.string().regex(/^[1-9]\d{0,18}$/), first: signed, last: signed }),
);

/**
 * The entry for a chain whose state at a height is exported. The header above that state names its app hash, where there
 * is one. Throws `HOME` for headers that are not there or not signed.
 */
export function previousChainOf(crypto: Crypto, chain: Pick<OpenedChain, "store" | "validators">, exported: Height): PreviousChain {
  const { store, validators } = chain;
  const above = exported < store.lastHeight ? height(exported + 1n) : store.lastHeight;
  const signedAt = (at: Height): SignedHeaderJson => {
    const sealed = store.block(at);
    if (sealed === undefined) throw nodeError("HOME", `block ${at} is not in the block log`);
    const { block, commit } = sealed;
    const members = validators.at(at).validators.map(validatorJson);
    return { signed_header: { header: headerJson(block.header), commit: commitJson(commit) }, validators: members };
  };
  return previousChainOfHeaders(crypto, exported, signedAt(store.firstHeight), signedAt(above));
}

/** The entry for a chain with its first header that is kept and its last. Throws `HOME` for headers that are not signed. */
export function previousChainOfHeaders(crypto: Crypto, exported: Height, first: SignedHeaderJson, last: SignedHeaderJson): PreviousChain {
  const { chainId } = signedHeaderFromJson(last.signed_header).header;
  for (const one of [first, last]) verifiedHeader(crypto, chainId, one);
  return { chain_id: chainId, exported_height: `${exported}`, first, last };
}

/** Throws `HOME` when the header's own validators did not sign it, an error of zod or primitives for what is none. */
function verifiedHeader(crypto: Crypto, chainId: string, { signed_header: json, validators }: SignedHeaderJson): TrustedHeader {
  const signedHeader = signedHeaderFromJson(json);
  const { header } = signedHeader;
  try {
    verifySignedBlock(crypto, chainId, { ...signedHeader, validators: validatorSetFromJson(crypto.sha256, validators) });
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    throw nodeError("HOME", `header ${header.height} of chain ${chainId} in previous_chains is not signed by its validators: ${error.message}`, error);
  }
  return { height: header.height, hash: headerHash(crypto.sha256, header), header, neverExpires: true };
}

/** A genesis file, or what `/genesis` of a node's RPC answered. */
const document = z.object({ app_state: z.object({ system: z.object({ previous_chains: z.unknown() }) }) });
const answered = z.object({ result: z.object({ genesis: document }) });

/** The previous chains of a parsed genesis, the newest last; undefined for a document that names none. Throws `HOME`. */
export function previousChainsOf(json: unknown): readonly PreviousChain[] | undefined {
  const genesis = answered.safeParse(json).data?.result.genesis ?? document.safeParse(json).data;
  const chains = genesis?.app_state.system.previous_chains;
  if (chains === undefined) return undefined;
  const parsed = schema.safeParse(chains);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw nodeError("HOME", `app_state.system.previous_chains.${issue?.path.join(".") ?? ""} of the genesis: ${issue?.message ?? "is wrong"}`);
}

/**
 * The header from which a proof of a previous chain is checked: the last one when it is the proof's own or the proof
 * carries all headers in between, else the first, from which a light client goes up to the proof's. Undefined when no
 * previous chain of that id reached the proof's height. It never expires, since the genesis vouches for it. Throws `HOME`
 * for headers that their validators did not sign, an error of zod or primitives for what is no header.
 */
export function trustedHeaderFor(
  crypto: Crypto,
  chains: readonly PreviousChain[],
  about: { readonly chainId: string; readonly proof: Pick<ChainProof, "state" | "path"> },
): TrustedHeader | undefined {
  const target = BigInt(about.proof.state.height) + 1n;
  for (const { chain_id: id, first, last } of chains) {
    if (id !== about.chainId) continue;
    const [lowest, highest] = [verifiedHeader(crypto, id, first), verifiedHeader(crypto, id, last)];
    if (target < lowest.height || target > highest.height) continue;
    const isLinked = BigInt(about.proof.path.length) >= highest.height - target - 1n;
    return target === highest.height || (isLinked && about.proof.path.length > 0) ? highest : lowest;
  }
  return undefined;
}
