import { DirectSecp256k1HdWallet, makeCosmoshubPath } from "@cosmjs/proto-signing";
import { assertDefined } from "@openledger/primitives";
import { PREFIX, type Signer } from "../../home/demo-keys.ts";

/** Who does what the protocol says; the careless buyer's client signs whatever its host asks it to. */
export type HonestParty =
  | ("alice" | "bob" | "carol" | "curator" | "second curator")
  | ("builder" | "host" | "buyer" | "careless buyer" | "watcher");

export type Cheat =
  | ("cheating host" | "friend" | "copier" | "splitter")
  | ("padder" | "editor" | "latecomer" | "accuser");

export type Party = HonestParty | Cheat;

export const HONEST: readonly HonestParty[] = [
  ...(["alice", "bob", "carol", "curator", "second curator"] as const),
  ...(["builder", "host", "buyer", "careless buyer", "watcher"] as const),
];

const CHEATS: readonly Cheat[] = [
  ...(["cheating host", "friend", "copier", "splitter"] as const),
  ...(["padder", "editor", "latecomer", "accuser"] as const),
];

/** Known to everybody, as in every tutorial: the coins of this network are worth nothing. */
const MNEMONIC = "test test test test test test test test test test test junk";

export type Parties = Readonly<Record<Party, Signer>>;

/** Keys of everybody by what they do, one HD path each in the order above, so addresses are always the same. */
export async function openParties(): Promise<Parties> {
  const names: readonly Party[] = [...HONEST, ...CHEATS];
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, {
    prefix: PREFIX,
    hdPaths: names.map((_, i) => makeCosmoshubPath(i)),
  });
  const accounts = await wallet.getAccounts();
  const signers = names.map((name, i) => [name, { wallet, address: assertDefined(accounts[i], "one per path").address }]);
  return Object.fromEntries(signers) as Parties;
}
