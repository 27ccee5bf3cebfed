import { claimsRoot, frontierRoot, receiptHash } from "@openledger/attribution";
import type { Claim, Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { Demand, MsgAnswerDemand, Settlement } from "@openledger/messages/openledger/market/v1";
import { assertDefined, equalBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { amountOf, coinOf, parseAmount } from "../support/amounts.ts";
import {
  amountsDiffer,
  claimsIncomplete,
  claimsRootDiffers,
  headRootDiffers,
  openingsDiffer,
  ownersDiffer,
  receiptAmountDiffers,
} from "./errors.ts";
import type { UnopenedReceipt } from "./correct-settlement.ts";
import { checkNothingErased, citesErasedSince, isReceiptAlone } from "./erased-rows.ts";
import type { Neighbours, OwnedAmount } from "./expected-keepers.ts";
import { modelOf } from "./keeper.ts";
import { checkOpening, checkPlace, extendedLog, receiptTerms, type SettleTerms } from "./settle-checks.ts";

const CLAIM_GAS = 2_000n;

interface StatedClaim {
  readonly receipt: Receipt;
  readonly claim: Claim;
}

/**
 * Checks an answer as a settlement with openings is checked: all receipts against the signed head, positions and prices;
 * all claims against the claims root and the stated amounts; the demanded receipts by their openings. An opening may hold
 * its receipt alone when its claim cites rows that were erased since: returns those receipts, ascending. Throws the error
 * of the first thing that does not hold.
 */
export function checkAnswer(
  ctx: Context,
  deps: Neighbours,
  terms: SettleTerms,
  settlement: Settlement,
  demand: Demand,
  msg: MsgAnswerDemand,
): readonly UnopenedReceipt[] {
  const stated = statedClaims(settlement, msg);
  checkReceiptsOf(ctx, terms, settlement, stated);
  const model = modelOf(ctx, deps.models, terms.session);
  const claimed = stated.map((one, i) => {
    ctx.gas.consume(CLAIM_GAS + BigInt(one.claim.spans.length + one.claim.sources.length), "claim of an answer");
    const index = settlement.firstIndex + BigInt(i);
    return { ...one, ...deps.attribution.claimedAmounts(ctx, receiptTerms({ ...terms, model }, index), one) };
  });
  const leaves = claimed.map(({ claimLeaf }) => claimLeaf);
  if (!equalBytes(claimsRoot(ctx.crypto.sha256, leaves), settlement.claimsRoot)) throw claimsRootDiffers();
  checkOwnedSums(settlement, claimed.flatMap(({ owned }) => owned));
  return checkOpenings(ctx, deps, { ...terms, model }, settlement, demand, { claimed, openings: msg.openings });
}

function statedClaims(settlement: Settlement, msg: MsgAnswerDemand): readonly StatedClaim[] {
  if (msg.claims.length !== settlement.receiptCount) {
    throw claimsIncomplete(`${msg.claims.length} of ${settlement.receiptCount}`);
  }
  return msg.claims.map(({ receipt, claim }, i) => {
    if (receipt === undefined || claim === undefined) throw claimsIncomplete(`number ${i} lacks its receipt or claim`);
    return { receipt, claim };
  });
}

/** The receipts are those of the head, each at its place and price, and they sum to the settlement's amount. */
function checkReceiptsOf(
  ctx: Context,
  { offer }: SettleTerms,
  settlement: Settlement,
  stated: readonly StatedClaim[],
): void {
  const hashes = stated.map(({ receipt }) => receiptHash(ctx.crypto.sha256, receipt));
  const log = extendedLog(ctx, { size: settlement.firstIndex, peaks: settlement.logPeaks }, hashes);
  const head = assertDefined(settlement.head?.head, "a settlement has its head");
  if (!equalBytes(frontierRoot(ctx.crypto.sha256, log), head.root)) throw headRootDiffers();
  let sum = 0n;
  stated.forEach(({ receipt }, i) => {
    checkPlace(offer, receipt, settlement.firstIndex + BigInt(i));
    // The offer's formula may give more than an amount can be.
    const units = parseAmount(receipt.amount);
    if (units === undefined) throw receiptAmountDiffers(`receipt ${receipt.index}: not an amount`);
    sum += units;
  });
  const amount = amountOf(coinOf(settlement.amount).amount);
  if (sum !== amount) throw amountsDiffer(`${sum}, not ${amount}`);
}

/** What the claims give each owner by datanet is what was stated when the batch arrived; corrections come after that. */
function checkOwnedSums(settlement: Settlement, owned: readonly OwnedAmount[]): void {
  const sums = new Map<string, bigint>();
  for (const { owner, datanetId, amount } of owned) {
    const key = `${owner}/${datanetId}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  let matched = 0;
  for (const { owner, datanetId, amount } of settlement.owned) {
    const sum = sums.get(`${owner}/${datanetId}`);
    if (sum === undefined || sum !== amountOf(amount)) throw ownersDiffer(`${owner}, datanet ${datanetId}`);
    matched++;
  }
  if (matched !== sums.size) throw ownersDiffer(`${matched} lines for ${sums.size} owners`);
}

function checkOpenings(
  ctx: Context,
  deps: Neighbours,
  terms: Parameters<typeof checkOpening>[2],
  settlement: Settlement,
  demand: Demand,
  shown: {
    readonly claimed: readonly (StatedClaim & ReturnType<Neighbours["attribution"]["claimedAmounts"]>)[];
    readonly openings: readonly ReceiptOpening[];
  },
): readonly UnopenedReceipt[] {
  if (shown.openings.length !== demand.receipts.length) {
    throw openingsDiffer(`${shown.openings.length} of ${demand.receipts.length}`);
  }
  return demand.receipts.flatMap((index, i) => {
    const opening = assertDefined(shown.openings[i], "one opening for each demanded receipt");
    const { receipt } = opening;
    if (receipt === undefined) throw openingsDiffer(`opening ${i} lacks its receipt`);
    const place = Number(index - settlement.firstIndex);
    const { claim, owned, ...stated } = assertDefined(shown.claimed[place], "demanded receipts are in the batch");
    if (isReceiptAlone(opening) && citesErasedSince(ctx, deps, terms.session, claim)) {
      const { sha256 } = ctx.crypto;
      const isSame = equalBytes(receiptHash(sha256, receipt), receiptHash(sha256, stated.receipt));
      if (!isSame) throw openingsDiffer(`receipt ${index} is another one than the one stated`);
      return [{ index, claim, owned }];
    }
    checkNothingErased(ctx, deps, opening);
    const answer = checkOpening(ctx, deps, terms, opening, index);
    const isSame = equalBytes(answer.claimLeaf, stated.claimLeaf);
    if (!isSame) throw openingsDiffer(`receipt ${index} stands otherwise under the claims`);
    return [];
  });
}
