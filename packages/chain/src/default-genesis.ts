import { toBase64, type UnixNanos } from "@openledger/primitives";
import { jsonObject, type Json } from "@openledger/state-machine";
import { genesisStakes } from "./genesis-stake.ts";
import { timeToRfc3339 } from "./rfc3339.ts";

/** An account that owns coins from the beginning. */
export interface GenesisAccount {
  /** Bech32 under the chain's prefix. */
  readonly address: string;
  /** Denom and units; a denom at most once. */
  readonly coins: readonly { readonly denom: string; readonly amount: bigint }[];
}

export interface DefaultGenesisOptions {
  readonly genesisTime: UnixNanos;
  /** `openledger-local-1` by default. */
  readonly chainId?: string;
  /** `open` by default. */
  readonly bech32Prefix?: string;
  /** `uopen` by default. */
  readonly baseDenom?: string;
  readonly accounts?: readonly GenesisAccount[];
  /** Keys that seal blocks. One with an `operator`, an account, is a validator that this account has bonded. */
  readonly validators?: readonly {
    readonly publicKey: Uint8Array;
    readonly power: bigint;
    readonly name?: string;
    readonly operator?: string | undefined;
  }[];
  /** Genesis of further modules, or overrides of whole modules, by module name; of bank, overrides of single fields. */
  readonly appState?: { readonly [module: string]: Json };
}

/** A complete genesis document for tests, demos and `init`, ready for JSON.stringify and {@link parseGenesis}. */
export function defaultGenesis(options: DefaultGenesisOptions): { readonly [key: string]: Json } {
  const { chainId = "openledger-local-1", bech32Prefix = "open", baseDenom = "uopen" } = options;
  const { accounts = [], validators = [], appState = {} } = options;
  const stakes = validators.flatMap(({ operator, name = "", ...rest }) => (operator === undefined ? [] : [{ ...rest, name, operator }]));
  // Stakes need their units in the bank: whoever writes either module's genesis writes both.
  const { bank = {}, ...others } = appState;
  const ownBank = jsonObject(bank, "app_state.bank");
  const isStaked = stakes.length > 0 && others["staking"] === undefined && ownBank["balances"] === undefined;
  const { staking, pool } = genesisStakes(bech32Prefix, baseDenom, stakes);
  return {
    genesis_time: timeToRfc3339(options.genesisTime),
    chain_id: chainId,
    initial_height: "1",
    consensus_params: {
      block: { max_bytes: "4194304", max_gas: "-1" },
      evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" },
      validator: { pub_key_types: ["ed25519"] },
      version: { app: "0" },
      abci: { vote_extensions_enable_height: "0" },
    },
    validators: validators.map(({ publicKey, power, name = "" }) => ({
      pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(publicKey) },
      power: String(power),
      name,
    })),
    app_hash: "",
    app_state: {
      system: { bech32_prefix: bech32Prefix, base_denom: baseDenom },
      auth: {
        accounts: accounts.map(({ address }) => ({
          "@type": "/cosmos.auth.v1beta1.BaseAccount",
          address,
          pub_key: null,
          account_number: "0",
          sequence: "0",
        })),
      },
      bank: {
        balances: [
          ...accounts.map(({ address, coins }) => ({
            address,
            coins: coins.map(({ denom, amount }) => ({ denom, amount: String(amount) })),
          })),
          ...(isStaked ? [pool] : []),
        ],
        ...ownBank,
      },
      ...(isStaked ? { staking } : {}),
      ...others,
    },
  };
}
