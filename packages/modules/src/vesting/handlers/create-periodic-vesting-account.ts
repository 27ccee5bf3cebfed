import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePeriodicVestingAccountResponse,
  type Period,
} from "@openledger/messages/cosmos/vesting/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { sumCoins } from "../../support/coins.ts";
import { checkAmountTexts, createVestingAccount, requireCoins, requireParties, type VestingParts } from "../create-account.ts";

const MAX_TIME = (1n << 63n) - 1n;
/** Twelve years of days. Whoever pays from the account makes every node add its periods up. */
const PERIODS_MAX = 4_383;

/** MsgCreatePeriodicVestingAccount: coins of which a part becomes free at the end of each period. */
export function createPeriodicVestingAccountHandler(parts: VestingParts): AnyMessageHandler {
  return messageHandler<MsgCreatePeriodicVestingAccount, MsgCreatePeriodicVestingAccountResponse>({
    codec: MsgCreatePeriodicVestingAccount,
    response: MsgCreatePeriodicVestingAccountResponse,
    aminoName: "cosmos-sdk/MsgCreatePeriodVestAccount",
    signers: ({ fromAddress }) => [fromAddress],
    checkStateless: ({ vestingPeriods }) => vestingPeriods.forEach(({ amount }) => checkAmountTexts(amount)),
    handle(ctx, msg) {
      const { from, to } = requireParties(ctx, msg);
      const { startTime, vestingPeriods: periods } = msg;
      if (startTime < 1n) {
        throw sdkErrors.invalidRequest(`invalid start time of ${startTime}, length must be greater than 0`);
      }
      const { coins, length } = totalOf(periods);
      const endTime = startTime + length;
      if (endTime > MAX_TIME) throw sdkErrors.invalidRequest("cumulative endTime overflowed, and/or is less than startTime");
      requireCoins(coins);
      createVestingAccount(parts, ctx, { kind: "periodic", from, to, coins, startTime, endTime, periods });
      return {};
    },
  });
}

function totalOf(periods: readonly Period[]): { readonly coins: readonly Coin[]; readonly length: bigint } {
  if (periods.length > PERIODS_MAX) {
    throw sdkErrors.invalidRequest(`${periods.length} vesting periods, send at most ${PERIODS_MAX}`);
  }
  let total = 0n;
  periods.forEach(({ length, amount }, i) => {
    if (length < 1n) {
      throw sdkErrors.invalidRequest(`invalid period length of ${length} in period ${i}, length must be greater than 0`);
    }
    requireCoins(amount);
    total += length;
  });
  return { coins: sumCoins(periods.map(({ amount }) => amount)), length: total };
}
