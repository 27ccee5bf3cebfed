import type { SendOptions } from "@openledger/client";
import { nodeError } from "../node-error.ts";
import type { SignFlags } from "./chain-flags.ts";
import { parseCoins } from "./coins-argument.ts";
import { parseId } from "./parse-arguments.ts";

/** Fee, gas and memo as the flags say. Throws `CONFIG`. */
export function sendOptions({ fees, gas, gasAdjustment, gasPrices, gasPrice, note }: SignFlags): SendOptions {
  if (fees !== undefined && (gasPrices ?? gasPrice) !== undefined) {
    throw nodeError("CONFIG", "give either --fees or --gas-prices: both say what the transaction pays");
  }
  return {
    ...(note === "" ? {} : { memo: note }),
    ...(fees === undefined ? {} : { fee: parseCoins(fees, "--fees") }),
    ...(gas === "auto" ? { gasThousandths: thousandths(gasAdjustment) } : { gasLimit: parseId(gas, "--gas: auto, or a limit that") }),
  };
}

function thousandths(text: string): bigint {
  const match = /^(\d{1,2})(?:\.(\d{1,3}))?$/.exec(text);
  const value = BigInt(match?.[1] ?? 0) * 1_000n + BigInt((match?.[2] ?? "").padEnd(3, "0"));
  if (value < 1_000n) throw nodeError("CONFIG", `--gas-adjustment must be a number from 1 to 99.999 such as 1.4, not ${text}`);
  return value;
}
