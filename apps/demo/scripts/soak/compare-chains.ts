import { createNodeCrypto } from "@openledger/crypto";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { homePaths } from "@openledger/node";
import { assertDefined, equalBytes, height } from "@openledger/primitives";
import { openChainStore, type ChainStore } from "@openledger/sequencer";

export interface ChainComparison {
  /** First height at which the folders have other blocks, or came to another app hash by executing them; undefined where all are the same. */
  readonly firstDifference: number | undefined;
  /** By message, of what is in blocks: transactions that begin with it and ran, and those that failed. */
  readonly kinds: Readonly<Record<string, { ran: number; failed: number }>>;
}

/** Blocks and app hashes of two stopped homes up to a height, each as its own execution left it. */
export function compareChains(one: string, other: string, to: number): ChainComparison {
  using ours = openStore(one);
  using theirs = openStore(other);
  const kinds: Record<string, { ran: number; failed: number }> = {};
  for (let at = 1; at <= to; at++) {
    if (!isSame(ours, theirs, at)) return { firstDifference: at, kinds };
    addKinds(kinds, ours, at);
  }
  return { firstDifference: undefined, kinds };
}

function openStore(home: string): ChainStore {
  return openChainStore(homePaths(home).dataFolder, createNodeCrypto().sha256);
}

/** The app hash after a block stands in the next header; what is compared is what each execution gave. */
function isSame(ours: ChainStore, theirs: ChainStore, number: number): boolean {
  const at = height(BigInt(number));
  const [a, b] = [ours.block(at), theirs.block(at)];
  const [c, d] = [ours.results(at), theirs.results(at)];
  return a !== undefined && b !== undefined && c !== undefined && d !== undefined && equalBytes(a.bytes, b.bytes) && equalBytes(c.appHash, d.appHash);
}

function addKinds(kinds: Record<string, { ran: number; failed: number }>, store: ChainStore, number: number): void {
  const at = height(BigInt(number));
  const txs = assertDefined(store.block(at), "a block that was compared").block.txs;
  const { txResults } = assertDefined(store.results(at), "results that were compared");
  for (const [i, tx] of txs.entries()) {
    const name = TxBody.fromBytes(TxRaw.fromBytes(tx).bodyBytes).messages[0]?.typeUrl.split(".").at(-1) ?? "none";
    const counts = (kinds[name] ??= { ran: 0, failed: 0 });
    if (txResults[i]?.code === 0) counts.ran += 1;
    else counts.failed += 1;
  }
}
