import { createHash } from "node:crypto";
import { claimablesOfGenesis } from "@openledger/client/offline";
import { EncodingError } from "@openledger/primitives";
import { z } from "zod";
import { fatal, retryable } from "../errors.ts";
import type { CommittedBlock, SourceGenesis, SourceTx } from "./committed-block.ts";
import { carriedStateOf } from "./genesis-carried.ts";
import { balancesAfterGenesis } from "./genesis-money.ts";
import { genesisPartsShape, type BlockAnswer, type ResultsAnswer } from "./rpc-shapes.ts";

/** What the index takes from a genesis document; `origin` is named in errors. Throws NODE_ANSWER. */
export function readGenesis(origin: string, document: Record<string, unknown>): SourceGenesis {
  const parts = genesisPartsShape.safeParse(document);
  if (!parts.success) throw fatal("NODE_ANSWER", `${origin} serves a genesis document in another shape: ${parts.error.issues[0]?.message}`);
  const { app_state: appState } = parts.data;
  const first = appState.bank?.balances[0]?.address ?? "";
  const bech32Prefix = appState.system?.bech32_prefix ?? first.slice(0, Math.max(0, first.lastIndexOf("1")));
  const hash = createHash("sha256").update(canonicalJson(document)).digest();
  return {
    chainId: parts.data.chain_id,
    hash: Uint8Array.from(hash),
    bech32Prefix,
    initialHeight: parts.data.initial_height,
    ...readable(origin, () => ({ balances: balancesAfterGenesis(bech32Prefix, appState), ...claimablesBy(bech32Prefix, document), ...carriedStateBy(document) })),
    ...carriedBy(document),
  };
}

/** An export lists the pairs of a module's store under this name. */
const carriedShape = z.object({ app_state: z.record(z.string(), z.unknown()) });

function carriedBy(document: Record<string, unknown>): Pick<SourceGenesis, "carried"> {
  const modules = Object.entries(carriedShape.parse(document).app_state);
  const carried = modules.flatMap(([name, state]) => (typeof state === "object" && state !== null && "store" in state ? [name] : []));
  return carried.length === 0 ? {} : { carried: carried.sort((a, b) => (a < b ? -1 : 1)) };
}

function claimablesBy(bech32Prefix: string, document: Record<string, unknown>): Pick<SourceGenesis, "claimables"> {
  const claimables = claimablesOfGenesis(bech32Prefix, document["app_state"]);
  return claimables.length === 0 ? {} : { claimables };
}

function carriedStateBy(document: Record<string, unknown>): Pick<SourceGenesis, "carriedState"> {
  const carriedState = carriedStateOf(document["app_state"]);
  return Object.values(carriedState).every((list) => list.length === 0) ? {} : { carriedState };
}

function readable<T>(origin: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw fatal("NODE_ANSWER", `${origin} serves a genesis document that can't be read: ${error.message}`);
    throw error;
  }
}

/** JSON with sorted keys, so that the hash does not depend on who wrote the document down. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** Joins the answers of `block` and `block_results`; `origin` is named in errors. Throws NODE_ANSWER. */
export function joinBlock(origin: string, height: bigint, { block, block_id }: BlockAnswer, results: ResultsAnswer): CommittedBlock {
  const { header } = block;
  const bytes = block.data.txs ?? [];
  const executed = results.txs_results ?? [];
  if (header.height !== height || results.height !== height) {
    throw fatal("NODE_ANSWER", `${origin} answers height ${height} with block ${header.height} and results of ${results.height}`);
  }
  if (bytes.length !== executed.length) {
    // A node may show a block shortly before its results.
    throw retryable("NODE_ANSWER", `${origin} has ${bytes.length} transactions and ${executed.length} results at height ${height}`);
  }
  return {
    chainId: header.chain_id,
    height,
    hash: block_id.hash,
    parentHash: header.last_block_id?.hash ?? new Uint8Array(),
    timeNs: header.time,
    proposer: header.proposer_address,
    lastCommit: block.last_commit,
    appHash: header.app_hash,
    resultAppHash: results.app_hash ?? new Uint8Array(),
    txs: bytes.map((tx, index) => joinTx(tx, executed[index])),
    events: results.finalize_block_events,
  };
}

function joinTx(bytes: Uint8Array, result: NonNullable<ResultsAnswer["txs_results"]>[number] | undefined): SourceTx {
  return {
    bytes,
    code: result?.code ?? 0,
    codespace: result?.codespace ?? "",
    log: result?.log ?? "",
    data: result?.data ?? new Uint8Array(),
    gasWanted: result?.gas_wanted ?? 0n,
    gasUsed: result?.gas_used ?? 0n,
    events: result?.events ?? [],
  };
}
