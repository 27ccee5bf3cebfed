import {
  Claim,
  ContributionLeaf,
  Receipt,
  TreeHead,
  type OwnerAmount,
} from "@openledger/messages/openledger/attribution/v1";
import { SettlementLeaf } from "@openledger/messages/openledger/market/v1";
import { concatBytes, leafHash, merkleRootOfHashes, toUtf8, u32be, type Sha256 } from "@openledger/primitives";

const RECEIPT_DOMAIN = toUtf8("openledger/receipt/v1");
const TREE_HEAD_DOMAIN = toUtf8("openledger/tree-head/v1");
const OWNERS_DOMAIN = toUtf8("openledger/claim-owners/v1");
const SPANS_DOMAIN = toUtf8("openledger/claim-spans/v1");
const CLAIM_DOMAIN = toUtf8("openledger/claim/v1");
const CONTRIBUTION_DOMAIN = toUtf8("openledger/contribution/v1");
const SETTLEMENT_DOMAIN = toUtf8("openledger/settlement/v1");

/** Each part is hashed as a claim of which nothing else is set. */
const NO_CLAIM: Claim = { version: 0, owners: [], spans: [], passages: [], sources: [] };

/** What the host's receipt key signs: sha256("openledger/receipt/v1" ‖ encoded receipt), 32 bytes. */
export function receiptHash(sha256: Sha256, receipt: Receipt): Uint8Array {
  return sha256(concatBytes(RECEIPT_DOMAIN, Receipt.toBytes(receipt)));
}

/** Leaf hash of a receipt in its session's log: RFC 6962 leaf of the receipt hash. */
export function receiptLeaf(sha256: Sha256, receipt: Receipt): Uint8Array {
  return leafHash(sha256, receiptHash(sha256, receipt));
}

/** Bytes that the session key signs, by way of their sha256: "openledger/tree-head/v1" ‖ encoded tree head. */
export function treeHeadSignBytes(head: TreeHead): Uint8Array {
  return concatBytes(TREE_HEAD_DOMAIN, TreeHead.toBytes(head));
}

/** sha256 of {@link treeHeadSignBytes}: the message hash under the buyer's signature. */
export function treeHeadHash(sha256: Sha256, head: TreeHead): Uint8Array {
  return sha256(treeHeadSignBytes(head));
}

/** Hash of a claim's owner-amount lines: 32 bytes. */
export function ownersHash(sha256: Sha256, owners: readonly OwnerAmount[]): Uint8Array {
  return sha256(concatBytes(OWNERS_DOMAIN, Claim.toBytes({ ...NO_CLAIM, owners: [...owners] })));
}

/** Hash of a claim's spans, passages and their sources: 32 bytes. */
export function spansHash(
  sha256: Sha256,
  { spans, passages, sources }: Pick<Claim, "spans" | "passages" | "sources">,
): Uint8Array {
  return sha256(concatBytes(SPANS_DOMAIN, Claim.toBytes({ ...NO_CLAIM, spans, passages, sources })));
}

/** {@link ownersHash} and {@link spansHash} of one claim. */
export type ClaimParts = { readonly owners: Uint8Array; readonly spans: Uint8Array };

/** Hashes both parts of a claim. */
export function claimPartsOf(sha256: Sha256, claim: Claim): ClaimParts {
  return { owners: ownersHash(sha256, claim.owners), spans: spansHash(sha256, claim) };
}

/** What a receipt says of its claim: sha256("openledger/claim/v1" ‖ u32 version ‖ owners hash ‖ spans hash). */
export function claimRoot(sha256: Sha256, claim: Claim): Uint8Array {
  return claimRootOf(sha256, claim.version, claimPartsOf(sha256, claim));
}

/** {@link claimRoot} of a claim whose parts are hashed already. */
export function claimRootOf(sha256: Sha256, version: number, { owners, spans }: ClaimParts): Uint8Array {
  return sha256(concatBytes(CLAIM_DOMAIN, u32be(version), owners, spans));
}

/** Leaf hash in a settlement's claims tree: RFC 6962 leaf of receipt hash ‖ owners hash ‖ spans hash. */
export function claimLeaf(sha256: Sha256, receipt: Receipt, claim: Claim): Uint8Array {
  return claimLeafOf(sha256, receiptHash(sha256, receipt), claimPartsOf(sha256, claim));
}

/** {@link claimLeaf} of a receipt and a claim that are hashed already. */
export function claimLeafOf(sha256: Sha256, receipt: Uint8Array, { owners, spans }: ClaimParts): Uint8Array {
  return leafHash(sha256, concatBytes(receipt, owners, spans));
}

/** Claims root of a settlement from the claim leaves of its receipts, in order of their index. */
export function claimsRoot(sha256: Sha256, leaves: readonly Uint8Array[]): Uint8Array {
  return merkleRootOfHashes(sha256, leaves);
}

/** Leaf hash of an accepted contribution in its datanet's log. */
export function contributionLeafHash(sha256: Sha256, leaf: ContributionLeaf): Uint8Array {
  return leafHash(sha256, concatBytes(CONTRIBUTION_DOMAIN, ContributionLeaf.toBytes(leaf)));
}

/** Leaf hash of a decided settlement in the chain's settlement log. */
export function settlementLeafHash(sha256: Sha256, leaf: SettlementLeaf): Uint8Array {
  return leafHash(sha256, concatBytes(SETTLEMENT_DOMAIN, SettlementLeaf.toBytes(leaf)));
}
