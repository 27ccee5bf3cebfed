import type { ChainDescription } from "./describe-chain.ts";
import type { PublicUrls } from "./public-urls.ts";

/** Coin type of Cosmos chains in BIP-44 paths. */
export const COIN_TYPE = 118;
const CHAIN_NAME_LENGTH = 36;
/** Of the features that Keplr knows, those that it would find on this node. */
const FEATURES = ["query:/cosmos/bank/v1beta1/spendable_balances"];

/** `ChainInfo` as Keplr and Leap take it by `experimentalSuggestChain` and in their registries. */
export function keplrChainInfo(chain: ChainDescription, { rpc, rest }: PublicUrls): object {
  const currencies = new Map(
    chain.currencies.map(({ base, symbol, decimals }) => [base, { coinDenom: symbol, coinMinimalDenom: base, coinDecimals: decimals }]),
  );
  const stakeCurrency = chain.bondDenom === undefined ? undefined : currencies.get(chain.bondDenom);
  return {
    rpc,
    rest,
    chainId: chain.chainId,
    chainName: chain.identifier.slice(0, CHAIN_NAME_LENGTH),
    bip44: { coinType: COIN_TYPE },
    bech32Config: bech32Config(chain.bech32Prefix),
    currencies: [...currencies.values()],
    feeCurrencies: chain.fees.map(({ denom, low, average, high }) => ({ ...currencies.get(denom), gasPriceStep: { low, average, high } })),
    ...(stakeCurrency === undefined ? {} : { stakeCurrency }),
    features: FEATURES,
  };
}

/** The six prefixes of an SDK chain. */
export function bech32Config(prefix: string): Readonly<Record<string, string>> {
  return {
    bech32PrefixAccAddr: prefix,
    bech32PrefixAccPub: `${prefix}pub`,
    bech32PrefixValAddr: `${prefix}valoper`,
    bech32PrefixValPub: `${prefix}valoperpub`,
    bech32PrefixConsAddr: `${prefix}valcons`,
    bech32PrefixConsPub: `${prefix}valconspub`,
  };
}
