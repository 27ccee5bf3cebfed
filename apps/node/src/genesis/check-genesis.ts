import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { EncodeError } from "@openledger/messages";
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
    const isOfDocument = error instanceof TxError || error instanceof InvariantViolation || error instanceof EncodeError;
    if (isOfDocument) throw nodeError("HOME", `${where}: no chain begins with this: ${error.message}`, error);
    throw error;
  }
}
