import { parseCoins } from "../decode/coins.ts";
import { unexpected } from "./event-reader.ts";
import { onEvent, type EventProjection } from "./projection.ts";

/** The SDK's bank emits one of these for each change of a balance, mints and burns included. */
export const bankEvents: readonly EventProjection[] = [
  balanceEvent("coin_received", "receiver", 1n),
  balanceEvent("coin_spent", "spender", -1n),
];

function balanceEvent(type: string, holder: string, sign: bigint): EventProjection {
  return onEvent(type, (rows, { height }, event, read) => {
    const coins = parseCoins(read.text("amount"));
    if (coins === undefined) throw unexpected(height, event, "attribute amount is not coins");
    const address = read.text(holder);
    for (const { denom, amount } of coins) {
      rows.balanceChanges.push({ height, index: rows.balanceChanges.length, address, denom, change: sign * amount });
    }
  });
}
