import { MsgDeposit, MsgDepositResponse } from "@openledger/messages/cosmos/gov/v1";
import { MsgDeposit as LegacyMsgDeposit, MsgDepositResponse as LegacyMsgDepositResponse } from "@openledger/messages/cosmos/gov/v1beta1";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { addDeposit } from "../deposits.ts";
import { votingStarted } from "../events.ts";
import type { GovParts } from "../expected-keepers.ts";
import { checkCoinTexts, requireDeposit } from "../message-values.ts";

/** MsgDeposit of v1 and of v1beta1: coins behind a proposal, back when it is decided. */
export function createDepositHandlers(parts: GovParts): readonly AnyMessageHandler[] {
  return [
    messageHandler<MsgDeposit, MsgDepositResponse>({
      codec: MsgDeposit,
      response: MsgDepositResponse,
      aminoName: "cosmos-sdk/v1/MsgDeposit",
      signers: ({ depositor }) => [depositor],
      checkStateless: ({ amount }) => checkCoinTexts(amount),
      handle(ctx, msg) {
        deposit(parts, ctx, msg);
        return {};
      },
    }),
    messageHandler<LegacyMsgDeposit, LegacyMsgDepositResponse>({
      codec: LegacyMsgDeposit,
      response: LegacyMsgDepositResponse,
      aminoName: "cosmos-sdk/MsgDeposit",
      signers: ({ depositor }) => [depositor],
      checkStateless: ({ amount }) => checkCoinTexts(amount),
      handle(ctx, msg) {
        deposit(parts, ctx, msg);
        return {};
      },
    }),
  ];
}

function deposit(parts: GovParts, ctx: Context, { proposalId, depositor: text, amount }: MsgDeposit): void {
  const depositor = requireAddress(ctx.chain, text, "depositor");
  requireDeposit(amount);
  if (addDeposit(parts, ctx, proposalId, depositor, amount)) ctx.emit(votingStarted("proposal_deposit", proposalId));
}
