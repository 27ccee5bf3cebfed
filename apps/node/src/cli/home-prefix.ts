import { existsSync } from "node:fs";
import { readGenesisDocument } from "../genesis/genesis-document.ts";
import { homePaths } from "../home.ts";

const DEFAULT_PREFIX = "open";

/** Prefix of addresses: as given, else that of the home's chain, else this project's. */
export function homePrefix(home: string, given: string | undefined): string {
  if (given !== undefined) return given;
  const { genesisFile } = homePaths(home);
  return existsSync(genesisFile) ? readGenesisDocument(genesisFile).app_state.system.bech32_prefix : DEFAULT_PREFIX;
}
