import {
  appendLeaf,
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  contributionKey,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  EMPTY_FRONTIER,
  frontierRoot,
  receiptHash,
  receiptLeaf,
  rulingAt,
  treeHeadHash,
  type HeldContribution,
  type Ruling,
} from "@openledger/attribution";
import {
  ContributionLeaf,
  OutputLabel,
  TreeHead,
  type ContributionRef,
  type ReceiptOpening,
  type SignedTreeHead,
} from "@openledger/messages/openledger/attribution/v1";
import { ContributionState, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import { MsgSettle, type Offer, type Session } from "@openledger/messages/openledger/market/v1";
import { addressToBytes, assertDefined, compareBytes, toHex, toUtf8, type Crypto } from "@openledger/primitives";
import { signHash } from "./accounts.ts";
import type { SimWorld } from "./sim-world.ts";
import { composeAnswer } from "./texts.ts";

const DATA_BPS = 4_000;

/** Key with which the host signs the receipts of its offers. */
export function receiptKeyOf(crypto: Crypto, host: string): Uint8Array {
  return crypto.sha256(toUtf8(`receipt key of ${host}`));
}

/** Key with which a buyer signs the heads of its sessions. */
export function sessionKeyOf(crypto: Crypto, buyer: string): Uint8Array {
  return crypto.sha256(toUtf8(`session key of ${buyer}`));
}

/** Answers one call in a session from texts that a frozen version holds; the receipt joins the session's log. */
export function answerCall(world: SimWorld, session: Session): void {
  const { crypto, random, chain, state, receipts } = world;
  const model = state.models.find(({ modelId, version }) => modelId === session.modelId && version === session.modelVersion);
  const offer = state.offers.find(({ id }) => id === session.offerId);
  if (model === undefined || offer === undefined) return;
  const held = heldContributions(world, model.acceptedAtPublish);
  const log = receipts.get(session.id) ?? [];
  const latencyMs = BigInt(random.below(1_500));
  const output = composeAnswer(random, [...held.values()].map(({ text }) => text));
  const manifest = new Map(model.manifest.map(({ datanetId, version }) => [datanetId, logSizeOf(world, datanetId, version)]));
  const rulingOf = (ref: ContributionRef): Ruling =>
    rulingAt(held.get(contributionKey(ref))?.contribution.marks ?? [], session.openedHeight);
  const unsigned = buildReceiptOpening(
    crypto.sha256,
    {
      chainId: chain.chainId,
      sessionId: session.id,
      index: BigInt(log.length),
      nonce: BigInt(log.length + 1),
      modelId: session.modelId,
      modelVersion: session.modelVersion,
      latencyMs,
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: `question ${log.length} of session ${session.id}` }],
      requestSecret: random.bytes(32),
      outputSecret: random.bytes(32),
      output: toUtf8(output),
      price: (input, tokens) => priceOf(offer, BigInt(input), BigInt(tokens), latencyMs),
    },
    {
      index: createSpanIndex(
        [...held.values()]
          .sort((a, b) => (a.contribution.sequence < b.contribution.sequence ? -1 : 1))
          .map(({ contribution, proof }) => ({
            ref: { datanetId: contribution.datanetId, seq: contribution.seq },
            sequence: contribution.sequence,
            documents: proof.documents,
          })),
      ),
      rule: { manifestTokens: Number(model.manifestTokens), minExcessBits: 20, minWords: 5 },
      maxOwners: 64,
      dataBps: DATA_BPS,
      standing: (ref) => {
        const { contribution } = assertDefined(held.get(contributionKey(ref)), "the index holds what is held");
        return contribution.logIndex < (manifest.get(ref.datanetId) ?? 0n) ? "manifest" : "outside";
      },
      isStruck: (ref) => rulingOf(ref).struck,
      ownerOf: (ref) => rulingOf(ref).owner,
      held: (ref) => assertDefined(held.get(contributionKey(ref)), "the index holds what is held").proof,
    },
  );
  const receipt = assertDefined(unsigned.receipt, "a built opening has a receipt");
  const hostSignature = signHash(receiptHash(crypto.sha256, receipt), receiptKeyOf(crypto, session.host));
  receipts.set(session.id, [...log, { ...unsigned, hostSignature }]);
}

/** A contribution that a host holds. */
export interface Held {
  readonly contribution: Contribution;
  readonly text: string;
  readonly proof: HeldContribution;
}

/** What a host can cite: accepted before the publish, and under the root of the datanet's last frozen version. */
export function heldContributions(world: SimWorld, acceptedAtMost: bigint): Map<string, Held> {
  const { crypto, chain, state, contents } = world;
  const held = new Map<string, Held>();
  for (const { id, versionCount } of state.datanets) {
    if (versionCount === 0n) continue;
    const logged = state.contributions
      .filter((one) => one.datanetId === id && one.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED)
      .filter(({ logIndex }) => logIndex < logSizeOf(world, id, versionCount))
      .sort((a, b) => (a.logIndex < b.logIndex ? -1 : 1));
    const leaves = logged.map(({ datanetId, seq, contributor, rowsRoot, sequence, grade }) =>
      ContributionLeaf.create({ chainId: chain.chainId, datanetId, seq, contributor, rowsRoot, sequence, grade }),
    );
    const log = createMerkleTree(crypto.sha256, leaves.map((leaf) => contributionLeafHash(crypto.sha256, leaf)));
    logged.forEach((contribution, at) => {
      if (contribution.acceptedSequence > acceptedAtMost) return;
      const { text, rows } = assertDefined(contents.get(toHex(contribution.rowsRoot)), "registered texts are known");
      const leaf = assertDefined(leaves[at], "one leaf for each contribution");
      const proof = { leaf, version: versionCount, logIndex: BigInt(at), logPath: log.inclusionPath(at), rows, documents: [toUtf8(text)] };
      held.set(contributionKey(contribution), { contribution, text, proof });
    });
  }
  return held;
}

/** Leaves of a datanet's log in one of its versions. */
export function logSizeOf({ state }: SimWorld, datanetId: bigint, version: bigint): bigint {
  return state.versions.find((one) => one.datanetId === datanetId && one.version === version)?.logSize ?? 0n;
}

/** The offer's formula. */
export function priceOf(offer: Offer, input: bigint, output: bigint, latencyMs: bigint): bigint {
  const { perCall, per1kInput, per1kOutput } = assertDefined(offer.price, "an offer has a price");
  const full = BigInt(perCall) + (input * BigInt(per1kInput)) / 1_000n + (output * BigInt(per1kOutput)) / 1_000n;
  return latencyMs > offer.latencyClassMs ? (full * BigInt(10_000 - offer.lateBps)) / 10_000n : full;
}

/** The message that settles the session's receipts from `first` to `last - 1`, under the buyer's head. */
export function settleMessage(world: SimWorld, session: Session, first: number, last: number): MsgSettle {
  const { crypto, receipts } = world;
  const all = (receipts.get(session.id) ?? []).slice(0, last);
  const openings = all.slice(first);
  const leaves = openings.map(({ receipt, claim }) =>
    claimLeaf(crypto.sha256, assertDefined(receipt, "a receipt"), assertDefined(claim, "a claim")),
  );
  return MsgSettle.create({
    host: session.host,
    sessionId: session.id,
    firstIndex: BigInt(first),
    head: signedHead(world, session, all),
    owners: sumOwners(openings),
    claimsRoot: claimsRoot(crypto.sha256, leaves),
    openings,
  });
}

function signedHead({ crypto, chain }: SimWorld, session: Session, openings: readonly ReceiptOpening[]): SignedTreeHead {
  const { sha256 } = crypto;
  const all = openings.map(({ receipt }) => assertDefined(receipt, "a receipt"));
  const log = all.reduce((frontier, receipt) => appendLeaf(sha256, frontier, receiptLeaf(sha256, receipt)), EMPTY_FRONTIER);
  const head = TreeHead.create({
    version: 1,
    chainId: chain.chainId,
    sessionId: session.id,
    size: BigInt(all.length),
    root: frontierRoot(sha256, log),
    cumulativeAmount: all.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
  });
  return { head, signature: signHash(treeHeadHash(sha256, head), sessionKeyOf(crypto, session.buyer)) };
}

/** Amounts by owner, sorted by address bytes. */
function sumOwners(openings: readonly ReceiptOpening[]): { owner: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of openings.flatMap(({ claim }) => claim?.owners ?? [])) {
    sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  }
  return [...sums]
    .sort(([a], [b]) => compareBytes(addressToBytes("open", a), addressToBytes("open", b)))
    .map(([owner, amount]) => ({ owner, amount: amount.toString() }));
}
