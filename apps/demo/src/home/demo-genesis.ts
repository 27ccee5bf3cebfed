import type { Sha256 } from "@openledger/primitives";
import { BASE_DENOM, CHAIN_ID, genesisAccounts, genesisAppState } from "../steps/demo-terms.ts";
import { demoHome } from "./demo-home.ts";
import { openDemoKeys, PREFIX } from "./demo-keys.ts";

/** What a chain begins with on which the demo of one folder can work. */
export interface DemoGenesis {
  readonly chainId: string;
  readonly bech32Prefix: string;
  readonly baseDenom: string;
  readonly accounts: ReturnType<typeof genesisAccounts>;
  /** Genesis of the modules that differ from their defaults. */
  readonly appState: ReturnType<typeof genesisAppState>;
}

/** Opens the keys of a demo's folder, or makes them, and gives their owners coins. */
export async function demoGenesis(folder: string, sha256: Sha256): Promise<DemoGenesis> {
  const keys = await openDemoKeys(demoHome(folder), sha256);
  return { chainId: CHAIN_ID, bech32Prefix: PREFIX, baseDenom: BASE_DENOM, accounts: genesisAccounts(keys), appState: genesisAppState(keys) };
}
