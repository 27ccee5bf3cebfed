import { areValidCoins, coinsText } from "@openledger/state-machine";
import { coinsCover, equalCoins, sumCoins } from "../support/coins.ts";
import type { VestingAccount } from "../support/vesting-account.ts";

/** What is wrong with a vesting account, in the SDK's words; undefined when nothing is. */
export function vestingProblem(account: VestingAccount): string | undefined {
  const { kind, base, startTime } = account;
  if ((kind === "continuous" || kind === "periodic") && startTime >= base.endTime) {
    return "vesting start-time cannot be before end-time";
  }
  if (kind === "permanent" && base.endTime !== 0n) return "permanently vested accounts cannot have an end-time";
  return (kind === "periodic" ? periodsProblem(account) : undefined) ?? baseProblem(account);
}

function baseProblem({ base: { endTime, originalVesting, delegatedFree, delegatedVesting } }: VestingAccount): string | undefined {
  if (endTime < 0n) return "end time cannot be negative";
  for (const coins of [originalVesting, delegatedFree, delegatedVesting]) {
    if (!areValidCoins(coins)) return `invalid coins: ${coinsText(coins).slice(0, 200)}`;
  }
  if (coinsCover(originalVesting, delegatedVesting)) return undefined;
  return "delegated vesting amount cannot be greater than original vesting amount";
}

function periodsProblem({ base, startTime, periods }: VestingAccount): string | undefined {
  let end = startTime;
  for (const [i, { length, amount }] of periods.entries()) {
    if (length < 0n) return `period #${i} has a negative length: ${length}`;
    if (!areValidCoins(amount)) return `period #${i} has invalid coins: ${coinsText(amount).slice(0, 200)}`;
    end += length;
  }
  if (end !== base.endTime) return "vesting end time does not match length of all vesting periods";
  if (equalCoins(sumCoins(periods.map(({ amount }) => amount)), base.originalVesting)) return undefined;
  return "original vesting coins do not match the sum of all coins in vesting periods";
}
