import type { CommittedAnswer } from "@openledger/attribution";
import type { DisputedReceipt } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { openingGas } from "./opening-gas.ts";

const BYTE_GAS = 1n;

/** The disputed receipt with its content, after the gas for looking at it. */
export function committedAnswer(ctx: Context, disputed: DisputedReceipt): CommittedAnswer | undefined {
  const { receipt, claim, request, requestSecret, output, outputSecret } = disputed;
  if (receipt === undefined || claim === undefined) return undefined;
  ctx.gas.consume(openingGas({ receipt, request, claim, output }) + BigInt(output.length) * BYTE_GAS, "disputed receipt");
  return { receipt, claim, request, requestSecret, output, outputSecret };
}
