import { MsgSpendTreasury, MsgSpendTreasuryResponse } from "@openledger/messages/openledger/rewards/v1";
import { areValidCoins, messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { addressOf } from "../../support/addresses.ts";
import { requireGovAuthority } from "../../support/gov-authority.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage } from "../errors.ts";
import { treasurySpent } from "../events.ts";

const MAX_COINS = 64;

/** Pays coins of the treasury to whom a proposal names. */
export function createSpendTreasuryHandler(bank: BankKeeper): AnyMessageHandler {
  return messageHandler<MsgSpendTreasury, MsgSpendTreasuryResponse>({
    codec: MsgSpendTreasury,
    response: MsgSpendTreasuryResponse,
    aminoName: "openledger/MsgSpendTreasury",
    signers: ({ authority }) => [authority],
    checkStateless({ recipient, amount }, chain) {
      const checks = messageChecks(malformedMessage, chain);
      checks.address("recipient", recipient);
      const isList = amount.length >= 1 && amount.length <= MAX_COINS && areValidCoins(amount);
      checks.require(isList, `amount must be 1 to ${MAX_COINS} positive coins, sorted by denom`);
    },
    handle(ctx, { authority, recipient, amount }) {
      requireGovAuthority(ctx, bank, authority);
      bank.sendCoinsFromModule(ctx, "treasury", addressOf(ctx.chain, recipient), amount);
      ctx.emit(treasurySpent(recipient, amount));
      return {};
    },
  });
}
