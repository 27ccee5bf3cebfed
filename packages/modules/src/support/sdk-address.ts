import { addressFromBytes, addressToBytes, EncodingError, type Address } from "@openledger/primitives";
import { queryInvalid, sdkErrors, unregisteredError, type ChainConfig } from "@openledger/state-machine";

/** What the SDK's address codec says of text that is no address; undefined where it is one. */
function problemOf(chain: ChainConfig, text: string): string | undefined {
  if (text.trim() === "") return "empty address string is not allowed";
  try {
    addressToBytes(chain.bech32Prefix, text);
    return undefined;
  } catch (error) {
    if (error instanceof EncodingError) return error.message;
    throw error;
  }
}

/** The address in a message. Throws the SDK's invalid-address error that names the `role`. */
export function requireAddress(chain: ChainConfig, text: string, role: string): Address {
  const problem = problemOf(chain, text);
  if (problem !== undefined) throw sdkErrors.invalidAddress(`invalid ${role} address: ${problem}`);
  return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
}

/** The address in a message where the SDK reports the codec's own error, which has no code. */
export function requirePlainAddress(chain: ChainConfig, text: string): Address {
  const problem = problemOf(chain, text);
  if (problem !== undefined) throw unregisteredError(problem);
  return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
}

/** The bytes of an address in a query. Throws an InvalidArgument. */
export function queryAddressBytes(chain: ChainConfig, text: string): Uint8Array {
  const problem = problemOf(chain, text);
  if (problem !== undefined) throw queryInvalid(problem);
  return addressToBytes(chain.bech32Prefix, text);
}
