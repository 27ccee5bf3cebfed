import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { addGenesisAccount, collectGentxs, createGentx, type GenesisDocument } from "@openledger/node";
import { toBase64 } from "@openledger/primitives";
import type { ValidatorKey } from "@openledger/sequencer";

/** An account that owns coins from the beginning; amounts are units. */
export interface FundedAccount {
  readonly address: string;
  readonly coins: readonly { readonly denom: string; readonly amount: bigint }[];
}

/** One that bonds in the genesis. Its operator's key is `operator` in the keyring (backend `test`) of its home. */
export interface GenesisNode {
  readonly name: string;
  readonly home: string;
  readonly key: ValidatorKey;
}

/** Units that an operator owns, and how many of them it bonds: 10 OPEN of power 10, as CometBFT's own init gives. */
const OPERATOR_FUNDS = 1_000_000_000n;
const BOND = 10_000_000n;
const UNITS_PER_POWER = 1_000_000n;
const OPERATOR = "operator";

/**
 * The genesis of a network whose validator set follows stakes: each node's operator owns coins and signs a genesis
 * transaction that bonds some of them. `document` is a genesis without validators' stakes; the transactions are kept in
 * `gentxFolder`. Throws `HOME` when no chain begins so.
 */
export async function networkGenesis(
  document: GenesisDocument,
  nodes: readonly GenesisNode[],
  accounts: readonly FundedAccount[],
  gentxFolder: string,
): Promise<GenesisDocument> {
  const { bech32_prefix: prefix, base_denom: denom } = document.app_state.system;
  mkdirSync(gentxFolder, { recursive: true, mode: 0o700 });
  let genesis = accounts.reduce(fund, withValidators(document, nodes));
  for (const { name, home, key } of nodes) {
    const ring = openKeyring({ home, backend: "test", prefix });
    const { address } = await ring.add(OPERATOR);
    genesis = fund(genesis, { address, coins: [{ denom, amount: OPERATOR_FUNDS }] });
    const { wallet } = await ring.wallet(OPERATOR);
    const gentx = await createGentx(
      {
        chainId: genesis.chain_id,
        bech32Prefix: prefix,
        description: { moniker: name, identity: "", website: "", securityContact: "", details: "" },
        commission: { rate: atomics(10n), maxRate: atomics(20n), maxChangeRate: atomics(1n) },
        minSelfDelegation: "1",
        bond: { denom, amount: String(BOND) },
        consensusKey: key.publicKey,
        gasLimit: 200_000n,
        fees: [],
        memo: "",
        accountNumber: 0n,
        sequence: 0n,
      },
      wallet,
      address,
    );
    writeFileSync(join(gentxFolder, `gentx-${name}.json`), `${JSON.stringify(gentx)}\n`);
  }
  return collectGentxs(genesis, gentxFolder, "the genesis of the network");
}

/** CometBFT and the App both hold the set that genesis begins with, and stakes decide from then on. */
function withValidators(document: GenesisDocument, nodes: readonly GenesisNode[]): GenesisDocument {
  const validators = nodes.map(({ name, key }) => ({
    pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(key.publicKey) },
    power: String(BOND / UNITS_PER_POWER),
    name,
  }));
  const staking = { ...document.app_state.staking, valset_source: "staking" };
  return { ...document, validators, app_state: { ...document.app_state, staking } };
}

function fund(document: GenesisDocument, { address, coins }: FundedAccount): GenesisDocument {
  return addGenesisAccount(document, { address, coins: coins.map(({ denom, amount }) => ({ denom, amount: String(amount) })), append: false });
}

/** Percent as a count of 10^-18. */
function atomics(percent: bigint): string {
  return String(percent * 10n ** 16n);
}
