import { readFileSync } from "node:fs";
import { parseGenesis } from "@openledger/chain";
import { validatorAddress } from "@openledger/comet";
import { toHex, type Sha256 } from "@openledger/primitives";
import { TxError, type InitChainRequest } from "@openledger/state-machine";
import { nodeError } from "./node-error.ts";

export interface GenesisFile {
  /** As parsed from JSON, with the addresses of validators, which CometBFT adds for clients. */
  readonly document: unknown;
  readonly request: InitChainRequest;
}

/** Reads and checks a genesis file. Throws `HOME` with the place that is wrong. */
export function readGenesisFile(path: string, sha256: Sha256): GenesisFile {
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
    const request = parseGenesis(document);
    return { document: withAddresses(document, request, sha256), request };
  } catch (error) {
    if (error instanceof TxError) throw nodeError("HOME", `${path}: ${error.message}`, error);
    throw error;
  }
}

function withAddresses(document: unknown, { validators }: InitChainRequest, sha256: Sha256): unknown {
  const listed = (document as { readonly validators?: readonly object[] }).validators;
  if (listed === undefined) return document;
  const named = listed.map((validator, i) => {
    const key = validators[i]?.publicKey;
    return key === undefined ? validator : { address: toHex(validatorAddress(sha256, key)).toUpperCase(), ...validator };
  });
  return { ...(document as object), validators: named };
}
