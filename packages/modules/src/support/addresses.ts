import { addressFromBytes, addressToBytes, compareBytes, EncodingError, type Address } from "@openledger/primitives";
import type { ChainConfig } from "@openledger/state-machine";

/** The account behind canonical bech32 text under the chain's prefix, or undefined. */
export function parseAddress(chain: ChainConfig, text: string): Address | undefined {
  try {
    const address = addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
    // An upper-case form names the same account, and one account has one text in state.
    return address === text ? address : undefined;
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}

/** Address text that was checked before it was stored. Throws EncodingError for anything else. */
export function addressOf(chain: ChainConfig, text: string): Address {
  return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
}

/** Order of two checked addresses by their bytes. */
export function compareAddresses(chain: ChainConfig, a: string, b: string): number {
  return compareBytes(addressToBytes(chain.bech32Prefix, a), addressToBytes(chain.bech32Prefix, b));
}
