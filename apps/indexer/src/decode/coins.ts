/** An amount of one denom. */
export interface CoinAmount {
  readonly denom: string;
  readonly amount: bigint;
}

const COIN = /^(\d{1,78})([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/;

/** Coins from the text of an event, for example `25ucosm,3ustake`; the empty text is none, undefined means not coins. */
export function parseCoins(text: string): readonly CoinAmount[] | undefined {
  if (text === "") return [];
  const coins: CoinAmount[] = [];
  for (const part of text.split(",")) {
    const match = COIN.exec(part);
    if (match === null) return undefined;
    coins.push({ amount: BigInt(match[1] ?? ""), denom: match[2] ?? "" });
  }
  return coins;
}
