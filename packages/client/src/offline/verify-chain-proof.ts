import { frontierRoot, receiptLeaf, settlementLeafHash } from "@openledger/attribution";
import { CometError } from "@openledger/comet";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { Settlement } from "@openledger/messages/openledger/market/v1";
import { equalBytes, merkleRootFromProof, toHex, type Crypto, type Sha256 } from "@openledger/primitives";
import { verifySignedBlock } from "../light/verify-signed-block.ts";
import { verifyStoreProof } from "../proof/prove-query.ts";
import { SETTLEMENT_LOG_KEY, settlementKey } from "../proof/store-keys.ts";
import type { ChainProof } from "./chain-proof.ts";
import { checkTrustedHeader, type TrustTimes } from "./check-trusted-header.ts";
import type { TrustedHeader } from "./light-block-file.ts";
import { CHAIN_CHECKS, fails, holds, notInFile, type ChainCheck } from "./offline-check.ts";
import { isVoid, readChainProof, readFrontier, type ReadProof } from "./read-chain-proof.ts";

const NANOS_PER_MS = 1_000_000n;

/** What a chain proof is verified with. */
export interface ChainProofRules extends TrustTimes {
  readonly crypto: Crypto;
  /** Of the receipt's session. */
  readonly chainId: string;
  /** From a source that the reader trusts. */
  readonly trusted?: TrustedHeader | undefined;
}

/**
 * Verifies that `receipt` was settled on the chain, from the file alone; every check is `holds`, `fails` or
 * `not-in-file`, always all five in the same order. Never throws for what a parsed proof may hold.
 */
export function verifyChainProof(
  rules: ChainProofRules,
  receipt: Receipt,
  proof: ChainProof | undefined,
): readonly ChainCheck[] {
  if (proof === undefined) return CHAIN_CHECKS.map((name) => notInFile(name, "the file carries no chain proof"));
  const read = readChainProof(rules.crypto.sha256, proof);
  if (read === undefined) return CHAIN_CHECKS.map((name) => fails(name, "the chain proof is not canonically encoded"));
  return [
    checkReceipt(rules, receipt, read),
    checkSettlement(rules, read),
    checkState(rules.crypto.sha256, read),
    checkCommit(rules, read),
    checkTrustedHeader(rules.crypto, read, rules.trusted, rules),
  ];
}

function checkReceipt({ crypto: { sha256 }, chainId }: ChainProofRules, receipt: Receipt, read: ReadProof): ChainCheck {
  const { settlement, receiptPath } = read;
  const head = settlement.head?.head;
  const isOfSession = settlement.sessionId === receipt.sessionId && head?.sessionId === receipt.sessionId;
  if (head === undefined || !isOfSession || head.chainId !== chainId) {
    return fails("settled-receipt", `settlement ${settlement.id} is of another session`);
  }
  const end = settlement.firstIndex + BigInt(settlement.receiptCount);
  if (receipt.index < settlement.firstIndex || receipt.index >= end || end !== head.size) {
    return fails("settled-receipt", `settlement ${settlement.id} does not hold receipt ${receipt.index}`);
  }
  const leafHash = receiptLeaf(sha256, receipt);
  const at = { total: Number(head.size), index: Number(receipt.index), leafHash, aunts: receiptPath };
  const root = merkleRootFromProof(sha256, at);
  const isUnder = root !== undefined && equalBytes(root, head.root);
  return isUnder ? holds("settled-receipt") : fails("settled-receipt", "the path does not lead to the settlement's head");
}

function checkSettlement({ crypto: { sha256 }, chainId }: ChainProofRules, read: ReadProof): ChainCheck {
  const name = "settled-on-chain";
  const { settlement, leaf, state } = read;
  const value = state.value ?? new Uint8Array(0);
  if (leaf === undefined) {
    const isThere = equalBytes(state.key, settlementKey(settlement.id).key) && equalBytes(value, Settlement.toBytes(settlement));
    return isThere ? holds(name, pendingDetail(read)) : fails(name, `the state that is proven is not settlement ${settlement.id}`);
  }
  const log = equalBytes(state.key, SETTLEMENT_LOG_KEY.key) ? readFrontier(value) : undefined;
  if (log === undefined) return fails(name, "the state that is proven is not the log of decided settlements");
  const root = merkleRootFromProof(sha256, {
    ...{ total: log.size, index: read.logIndex, leafHash: settlementLeafHash(sha256, leaf), aunts: read.logPath },
  });
  const isUnder = leaf.chainId === chainId && root !== undefined && equalBytes(root, frontierRoot(sha256, log));
  if (!isUnder) return fails(name, "the path does not lead to the log's root");
  return isVoid(read) ? fails(name, `settlement ${settlement.id} was voided`) : holds(name);
}

/** A proof that was taken while the settlement was pending does not show how it was decided. */
function pendingDetail({ settlement, state, block: { header } }: ReadProof): string {
  const time = new Date(Number(header.time / NANOS_PER_MS)).toISOString();
  return `settlement ${settlement.id} was pending at height ${state.height} (before ${time}): it could still be challenged`;
}

function checkState(sha256: Sha256, { state, facts, block: { header } }: ReadProof): ChainCheck {
  if (header.height !== state.height + 1n) {
    return fails("app-hash", `the app hash of state ${state.height} stands in header ${state.height + 1n}, not in ${header.height}`);
  }
  const wrong = [state, ...facts].find((one) => !verifyStoreProof(sha256, header.appHash, one));
  if (wrong === undefined) return holds("app-hash");
  return fails("app-hash", `the proof of ${wrong.store} ${toHex(wrong.key)} does not lead to the app hash of header ${header.height}`);
}

function checkCommit({ crypto, chainId }: ChainProofRules, { block }: ReadProof): ChainCheck {
  try {
    verifySignedBlock(crypto, chainId, block);
    return holds("commit");
  } catch (error) {
    if (error instanceof CometError) return fails("commit", error.message);
    throw error;
  }
}
