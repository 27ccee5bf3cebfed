import { QueryService as Staking } from "@openledger/messages/cosmos/staking/v1beta1";
import type { RpcBackend } from "../backend.ts";

/** A coin as people see it. */
export interface Currency {
  /** On chain, for example `uopen`. */
  readonly base: string;
  /** For people, for example `OPEN`. */
  readonly symbol: string;
  readonly decimals: number;
  readonly name: string;
}

/** A denom that fees may be paid in, with gas prices in units of the base denom. */
export interface FeePrice {
  readonly denom: string;
  readonly low: number;
  readonly average: number;
  readonly high: number;
}

/** What wallets have to know of a chain before they can use it. */
export interface ChainDescription {
  readonly chainId: string;
  /** The id without its number, as wallets identify a chain. */
  readonly identifier: string;
  readonly bech32Prefix: string;
  /** The base denom first. */
  readonly currencies: readonly Currency[];
  readonly fees: readonly FeePrice[];
  /** Undefined where nobody can stake. */
  readonly bondDenom: string | undefined;
}

/** Gas prices that wallets suggest where the node has no floor. */
const USUAL_PRICES = { low: 0.01, average: 0.025, high: 0.04 };
/** `low` is the floor itself; the others leave room above it. */
const [AVERAGE_FACTOR, HIGH_FACTOR] = [1.25, 2];

/** Describes the chain from its genesis, and fees from the node's floor. Undefined for an App without accounts. */
export function describeChain({ genesis, accounts, minimumGasPrices, app }: RpcBackend): ChainDescription | undefined {
  if (accounts === undefined) return undefined;
  const { bech32Prefix, baseDenom } = accounts;
  const bank = member(genesis.appState, "bank");
  const bondDenom = bondDenomOf(app);
  const fees = feesFrom(minimumGasPrices);
  const denoms = new Set([baseDenom, ...fees.map(({ denom }) => denom), ...(bondDenom === undefined ? [] : [bondDenom]), ...denomsIn(bank)]);
  return {
    chainId: genesis.chainId,
    identifier: genesis.chainId.replace(/-\d+$/, ""),
    bech32Prefix,
    currencies: [...denoms].map((base) => currencyOf(base, list(bank, "denom_metadata"))),
    fees: fees.length > 0 ? fees : [{ denom: baseDenom, ...USUAL_PRICES }],
    bondDenom,
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

function text(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === "string" ? found : "";
}

function denomsIn(bank: unknown): readonly string[] {
  const described = list(bank, "denom_metadata").map((metadata) => text(metadata, "base"));
  const owned = list(bank, "balances").flatMap((balance) => list(balance, "coins").map((coin) => text(coin, "denom")));
  return [...described, ...owned].filter((denom) => denom !== "");
}

function bondDenomOf(app: RpcBackend["app"]): string | undefined {
  const { path, response } = Staking.Params;
  const { code, value } = app.query({ path, data: new Uint8Array(0), height: 0n, prove: false });
  const denom = code === 0 ? response.decode(value).params?.bondDenom : undefined;
  return denom === "" ? undefined : denom;
}

function feesFrom(minimumGasPrices: string): readonly FeePrice[] {
  const prices = minimumGasPrices.split(",").map((part) => /^([0-9.]+)([a-zA-Z].*)$/.exec(part.trim()));
  return prices
    .filter((match) => match !== null)
    .map(([, price, denom = ""]) => {
      const low = Number(price);
      // Twelve digits are more than a price needs, and hide what binary fractions add.
      const times = (factor: number): number => Number((low * factor).toPrecision(12));
      return { denom, low, average: times(AVERAGE_FACTOR), high: times(HIGH_FACTOR) };
    });
}

/** What metadata says, else by the custom that `u` stands for a millionth. */
function currencyOf(base: string, metadata: readonly unknown[]): Currency {
  const described = metadata.find((one) => text(one, "base") === base);
  const display = text(described, "display");
  const unit = list(described, "denom_units").find((one) => text(one, "denom") === display);
  const exponent = Number(member(unit, "exponent") ?? 0);
  if (display !== "" && Number.isInteger(exponent) && exponent >= 0 && exponent <= 18) {
    const symbol = text(described, "symbol") || display.toUpperCase();
    return { base, symbol, decimals: exponent, name: text(described, "name") || symbol };
  }
  const micro = /^u([a-z]{2,})$/.exec(base)?.[1]?.toUpperCase();
  return { base, symbol: micro ?? base, decimals: micro === undefined ? 0 : 6, name: micro ?? base };
}
