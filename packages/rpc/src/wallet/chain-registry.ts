import type { ChainDescription } from "./describe-chain.ts";
import { bech32Config, COIN_TYPE } from "./keplr-chain-info.ts";
import type { PublicUrls } from "./public-urls.ts";

/** `chain.json` of github.com/cosmos/chain-registry. */
export function registryChain(chain: ChainDescription, { rpc, rest }: PublicUrls): object {
  const { chainId, identifier, bech32Prefix, fees, bondDenom } = chain;
  return {
    $schema: "../chain.schema.json",
    chain_name: chainName(identifier),
    chain_type: "cosmos",
    chain_id: chainId,
    pretty_name: identifier,
    status: "live",
    network_type: "devnet",
    bech32_prefix: bech32Prefix,
    bech32_config: bech32Config(bech32Prefix),
    daemon_name: "openledgerd",
    node_home: "$HOME/.openledger",
    key_algos: ["secp256k1"],
    slip44: COIN_TYPE,
    fees: {
      fee_tokens: fees.map(({ denom, low, average, high }) => ({
        denom,
        fixed_min_gas_price: low,
        low_gas_price: low,
        average_gas_price: average,
        high_gas_price: high,
      })),
    },
    ...(bondDenom === undefined ? {} : { staking: { staking_tokens: [{ denom: bondDenom }] } }),
    apis: { rpc: [{ address: rpc, provider: chainName(identifier) }], rest: [{ address: rest, provider: chainName(identifier) }] },
  };
}

/** `assetlist.json` that goes with it. */
export function registryAssets({ identifier, currencies }: ChainDescription): object {
  return {
    $schema: "../assetlist.schema.json",
    chain_name: chainName(identifier),
    assets: currencies.map(({ base, symbol, decimals, name }) => ({
      description: `The coin ${symbol}.`,
      denom_units: decimals === 0 ? [{ denom: base, exponent: 0 }] : [{ denom: base, exponent: 0 }, { denom: symbol.toLowerCase(), exponent: decimals }],
      type_asset: "sdk.coin",
      base,
      name,
      display: decimals === 0 ? base : symbol.toLowerCase(),
      symbol,
    })),
  };
}

/** The registry takes lower-case letters and digits. */
function chainName(identifier: string): string {
  return identifier.toLowerCase().replace(/[^a-z0-9]/g, "");
}
