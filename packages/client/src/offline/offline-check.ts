import type { ReceiptCheck } from "../receipt/receipt-check.ts";

export type ChainCheckName = "settled-receipt" | "settled-on-chain" | "app-hash" | "commit" | "trusted-header";

/** One thing that was looked at in a chain proof; states and words as in {@link ReceiptCheck}. */
export interface ChainCheck extends Omit<ReceiptCheck, "name"> {
  readonly name: ChainCheckName;
}

const TITLES: Readonly<Record<ChainCheckName, string>> = {
  "settled-receipt": "The receipt is under the buyer's tree head with which it was settled",
  "settled-on-chain": "That settlement stands in the chain's state, or in its log of decided settlements",
  "app-hash": "That state is under the app hash of a header",
  commit: "More than two thirds of its validators signed that header",
  "trusted-header": "That header follows from the header that you trust",
};

export const CHAIN_CHECKS: readonly ChainCheckName[] = ["settled-receipt", "settled-on-chain", "app-hash", "commit", "trusted-header"];

/** True when the whole way from the receipt to the trusted header holds; other lines are not looked at. */
export function isChainProven(checks: readonly Pick<ReceiptCheck | ChainCheck, "name" | "state">[]): boolean {
  return CHAIN_CHECKS.every((wanted) => checks.some(({ name, state }) => name === wanted && state === "holds"));
}

/** `detail` says what limits it. */
export function holds(name: ChainCheckName, detail = ""): ChainCheck {
  return { name, title: TITLES[name], state: "holds", detail };
}

export function fails(name: ChainCheckName, detail: string): ChainCheck {
  return { name, title: TITLES[name], state: "fails", detail };
}

export function notInFile(name: ChainCheckName, detail: string): ChainCheck {
  return { name, title: TITLES[name], state: "not-in-file", detail };
}
