import { CometError, validateSignedHeader, validatorsHash, verifyCommitLight, type LightBlock } from "@openledger/comet";
import { equalBytes, type Crypto } from "@openledger/primitives";

/**
 * Header, validators and commit of one block fit each other: the header names these validators, and more than two thirds
 * of their power signed it. Whose validators they are is not looked at. Throws CometError.
 */
export function verifySignedBlock(crypto: Crypto, chainId: string, block: LightBlock): void {
  validateSignedHeader(crypto.sha256, chainId, block);
  if (!equalBytes(block.header.validatorsHash, validatorsHash(crypto.sha256, block.validators))) {
    throw new CometError("WRONG_VALIDATORS", "the header names other validators than come with it");
  }
  verifyCommitLight(crypto, chainId, block.validators, block.commit);
}
