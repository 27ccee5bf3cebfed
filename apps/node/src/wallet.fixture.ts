/** Wallets of several accounts that sign without delay, for tests. */
import { Secp256k1HdWallet, type OfflineAminoSigner } from "@cosmjs/amino";
import { DirectSecp256k1HdWallet, makeCosmoshubPath, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { assertDefined } from "@openledger/primitives";

const MNEMONIC = "test test test test test test test test test test test junk";

/**
 * The first accounts of a mnemonic. A wallet of CosmJS derives the keys of all of its accounts for every signature and every
 * look at its accounts, 8 ms each, so there is one wallet to an account here, asked for it once.
 */
export async function openDirectWallet(prefix: string, accounts: number): Promise<OfflineDirectSigner> {
  const wallets = await Promise.all(pathsOf(accounts).map((path) => DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix, hdPaths: [path] })));
  const { known, of } = await byAddress(wallets);
  return { getAccounts: async () => known, signDirect: (address, document) => of(address).signDirect(address, document) };
}

/** The same accounts as those of {@link openDirectWallet}; signs amino JSON only, as a Ledger does. */
export async function openAminoWallet(prefix: string, accounts: number): Promise<OfflineAminoSigner> {
  const wallets = await Promise.all(pathsOf(accounts).map((path) => Secp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix, hdPaths: [path] })));
  const { known, of } = await byAddress(wallets);
  return { getAccounts: async () => known, signAmino: (address, document) => of(address).signAmino(address, document) };
}

const pathsOf = (accounts: number): ReturnType<typeof makeCosmoshubPath>[] => Array.from({ length: accounts }, (_, index) => makeCosmoshubPath(index));

type Accounts = Awaited<ReturnType<OfflineDirectSigner["getAccounts"]>>;

async function byAddress<W extends { getAccounts(): Promise<Accounts> }>(wallets: readonly W[]): Promise<{ readonly known: Accounts; of(address: string): W }> {
  const known = (await Promise.all(wallets.map((wallet) => wallet.getAccounts()))).flat();
  const of = (address: string): W => assertDefined(wallets[known.findIndex((account) => account.address === address)], `a key of ${address}`);
  return { known, of };
}
