import {
  appendLeaf,
  claimedWeights,
  claimLeaf,
  claimsRoot,
  frontierRoot,
  ownedByDatanet,
  receiptHash,
  receiptLeaf,
  splitAmongContributions,
  treeHeadHash,
  type OwnedAmount,
} from "@openledger/attribution";
import type { DeepPartial } from "@openledger/messages";
import { Receipt, TreeHead, type Claim, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { addressToBytes, assertDefined, compareBytes } from "@openledger/primitives";
import { signHash, signTx, toAny } from "@openledger/testing";
import type { World } from "../../src/steps/world.ts";
import type { BenchHost } from "./bench-hosts.ts";

const GAS_LIMIT = 200_000_000n;

/** The chain's terms by which amounts are split. */
export interface SplitTerms {
  readonly dataBps: number;
  readonly maxOwners: number;
}

/** An answer of which a receipt settles: what the claim gives whom. */
export interface ClaimedAnswer {
  readonly receipt: Receipt;
  readonly claim: Claim;
  readonly owned: readonly OwnedAmount[];
}

type Chain = Pick<World, "crypto" | "client">;

/** Takes the receipts into the host's log and signs a settlement that opens each of them. */
export function settleOpened(chain: Chain, host: BenchHost, openings: readonly ReceiptOpening[], split: SplitTerms): Uint8Array {
  const answers = openings.map((opening) => claimedAnswer(opening, split));
  const { owned: _, ...settled } = settledBy(chain, host, answers);
  return signSettle(chain, host, { ...settled, openings: [...openings] });
}

/** The same by receipt hashes and amounts alone. */
export function settleByHashes(chain: Chain, host: BenchHost, answers: readonly ClaimedAnswer[]): Uint8Array {
  const { sha256 } = chain.crypto;
  const settled = settledBy(chain, host, answers);
  return signSettle(chain, host, { ...settled, receiptHashes: answers.map(({ receipt }) => receiptHash(sha256, receipt)) });
}

/** What a claim gives the owners, from its spans and the contributions that are opened beside it. */
export function claimedAnswer(opening: ReceiptOpening, split: SplitTerms): ClaimedAnswer {
  const receipt = assertDefined(opening.receipt, "a receipt");
  const claim = assertDefined(opening.claim, "a claim");
  const totalWeight = claim.spans.reduce((sum, { weight }) => sum + Number(weight), 0);
  const weights = claimedWeights(claim, ({ datanetId, seq }) => {
    const cited = opening.contributions.find(({ leaf }) => leaf?.datanetId === datanetId && leaf.seq === seq);
    return assertDefined(cited?.leaf, "a claim's contributions are opened").sequence;
  });
  const shares = splitAmongContributions(weights, { amount: BigInt(receipt.amount), totalWeight, ...split });
  return { receipt, claim, owned: ownedByDatanet(shares) };
}

/** An answer again, as the next receipt of another session. */
export function repeatedAnswer({ receipt, claim, owned }: ClaimedAnswer, host: BenchHost, index: number): ClaimedAnswer {
  const position = { sessionId: host.sessionId, index: BigInt(index), nonce: BigInt(index) + 1n };
  return { receipt: Receipt.create({ ...receipt, ...position }), claim, owned };
}

function settledBy({ crypto, client }: Chain, host: BenchHost, answers: readonly ClaimedAnswer[]): DeepPartial<MsgSettle> {
  const { sha256 } = crypto;
  const firstIndex = BigInt(host.log.size);
  for (const { receipt } of answers) {
    host.log = appendLeaf(sha256, host.log, receiptLeaf(sha256, receipt));
    host.total += BigInt(receipt.amount);
  }
  const head = TreeHead.create({
    version: 1,
    chainId: client.chainId,
    sessionId: host.sessionId,
    size: BigInt(host.log.size),
    root: frontierRoot(sha256, host.log),
    cumulativeAmount: host.total.toString(),
  });
  const owned = answers.flatMap((answer) => answer.owned);
  const prefix = client.chain.bech32Prefix;
  return {
    ...{ host: host.account.address, sessionId: host.sessionId, firstIndex },
    head: { head, signature: signHash(treeHeadHash(sha256, head), host.account.privateKey) },
    owners: summed(owned, prefix, ({ owner }) => owner).map(({ owner, amount }) => ({ owner, amount: String(amount) })),
    owned: summed(owned, prefix, ({ owner, datanetId }) => `${owner}/${datanetId}`).map((line) => ({
      ...line,
      amount: String(line.amount),
    })),
    claimsRoot: claimsRoot(sha256, answers.map(({ receipt, claim }) => claimLeaf(sha256, receipt, claim))),
  };
}

/** Sums by key, sorted by address bytes and datanet. */
function summed(lines: readonly OwnedAmount[], prefix: string, keyOf: (line: OwnedAmount) => string): OwnedAmount[] {
  const sums = new Map<string, OwnedAmount>();
  for (const line of lines) {
    const key = keyOf(line);
    sums.set(key, { ...line, amount: line.amount + (sums.get(key)?.amount ?? 0n) });
  }
  return [...sums.values()].sort(
    (a, b) =>
      compareBytes(addressToBytes(prefix, a.owner), addressToBytes(prefix, b.owner)) || Number(a.datanetId - b.datanetId),
  );
}

function signSettle({ crypto, client }: Chain, host: BenchHost, message: DeepPartial<MsgSettle>): Uint8Array {
  const terms = { chainId: client.chainId, sequence: host.sequence++, gasLimit: GAS_LIMIT, fee: undefined };
  return signTx(crypto, host.account, [toAny(MsgSettle, message)], terms);
}
