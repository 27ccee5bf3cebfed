import { readFileSync } from "node:fs";
import { parseGenesis } from "@openledger/chain";
import { TxError, type InitChainRequest } from "@openledger/state-machine";
import { nodeError } from "./node-error.ts";

export interface GenesisFile {
  /** As parsed from JSON, for clients. */
  readonly document: unknown;
  readonly request: InitChainRequest;
}

/** Reads and checks a genesis file. Throws `HOME` with the place that is wrong. */
export function readGenesisFile(path: string): GenesisFile {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw nodeError("HOME", `${path} is missing; run "openledgerd init --home FOLDER" first`, error);
    }
    throw nodeError("HOME", `${path} cannot be read as JSON: ${String(error)}`, error);
  }
  try {
    return { document, request: parseGenesis(document) };
  } catch (error) {
    if (error instanceof TxError) throw nodeError("HOME", `${path}: ${error.message}`, error);
    throw error;
  }
}
