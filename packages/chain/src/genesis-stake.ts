import { addressFromBytes, addressToBytes, fromHex, toBase64 } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";

/** The first 20 bytes of sha256("not_bonded_tokens_pool"). */
const NOT_BONDED_POOL_BYTES = "5911b844d7bc224654fe0dcd16babd2d253f2fdf";
const UNITS_PER_POWER = 1_000_000n;

/** A validator whose operator delegates to it from the beginning. */
export interface GenesisStake {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  readonly name: string;
  /** Bech32 account of the operator under the chain's prefix. */
  readonly operator: string;
}

export interface GenesisStakes {
  /** `app_state.staking`. */
  readonly staking: Json;
  /** Entry of `app_state.bank.balances` that holds what is delegated, before genesis bonds it. */
  readonly pool: Json;
}

/**
 * Genesis of staking with validators that the end of genesis bonds, so that everything that follows stakes is told. Their
 * units are in addition to what the operators own.
 */
export function genesisStakes(bech32Prefix: string, baseDenom: string, stakes: readonly GenesisStake[]): GenesisStakes {
  const total = stakes.reduce((sum, { power }) => sum + power * UNITS_PER_POWER, 0n);
  const pool = addressFromBytes(bech32Prefix, fromHex(NOT_BONDED_POOL_BYTES));
  return {
    pool: { address: pool, coins: [{ denom: baseDenom, amount: total.toString() }] },
    staking: {
      params: { bond_denom: baseDenom },
      validators: stakes.map((stake) => validatorJson(bech32Prefix, stake)),
      delegations: stakes.map(({ operator, power }) => ({
        delegator_address: operator,
        validator_address: operatorText(bech32Prefix, operator),
        shares: `${power * UNITS_PER_POWER}.000000000000000000`,
      })),
    },
  };
}

function validatorJson(bech32Prefix: string, { publicKey, power, name, operator }: GenesisStake): Json {
  const units = (power * UNITS_PER_POWER).toString();
  return {
    operator_address: operatorText(bech32Prefix, operator),
    consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key: toBase64(publicKey) },
    jailed: false,
    status: "BOND_STATUS_UNBONDED",
    tokens: units,
    delegator_shares: `${units}.000000000000000000`,
    description: { moniker: name, identity: "", website: "", security_contact: "", details: "" },
    unbonding_height: "0",
    unbonding_time: "1970-01-01T00:00:00Z",
    commission: {
      commission_rates: { rate: "0.100000000000000000", max_rate: "0.200000000000000000", max_change_rate: "0.010000000000000000" },
      update_time: "1970-01-01T00:00:00Z",
    },
    min_self_delegation: "1",
  };
}

function operatorText(bech32Prefix: string, account: string): string {
  return addressFromBytes(`${bech32Prefix}valoper`, addressToBytes(bech32Prefix, account));
}
