import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { InvariantViolation } from "@openledger/primitives";
import { TxError } from "@openledger/state-machine";
import { nodeError } from "../node-error.ts";

/**
 * Begins a chain in memory from a genesis document, as every node will. Throws `HOME` with what is wrong; `where` names
 * the document.
 */
export function checkGenesis(document: unknown, where: string): void {
  try {
    createChain({ crypto: createNodeCrypto() }).initChain(parseGenesis(document));
  } catch (error) {
    if (error instanceof TxError || error instanceof InvariantViolation) throw nodeError("HOME", `${where}: ${error.message}`, error);
    throw error;
  }
}
