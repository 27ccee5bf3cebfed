/** What a person may write where a key or an account is asked for. */
import type { Keyring } from "@openledger/keyring";
import { addressToBytes, EncodingError } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";

/** An address as it is, anything else by the name of its key. Throws `CONFIG` for an address of another chain, and `KEY_*`. */
export async function addressOrKey(text: string, prefix: string, ring: () => Keyring): Promise<string> {
  return isAddress(text, prefix) ? text : (await ring().show(text)).address;
}

/** The name of the key that a name or its address means. Throws `CONFIG` for an address that no key has. */
export async function keyNamed(ring: Keyring, text: string, prefix: string): Promise<string> {
  if (!isAddress(text, prefix)) return text;
  const found = (await ring.list()).find(({ address }) => address === text);
  if (found === undefined) throw nodeError("CONFIG", `no key here has the address ${text}; "keys list" shows what there is`);
  return found.name;
}

/** Throws `CONFIG` for what is meant as an address and is none of this chain. */
function isAddress(text: string, prefix: string): boolean {
  try {
    addressToBytes(prefix, text);
    return true;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    if (text.startsWith(`${prefix}1`)) throw nodeError("CONFIG", `${text} is not an address: ${error.message}`, error);
    const other = otherPrefix(text);
    if (other === undefined) return false;
    throw nodeError("CONFIG", `${text} is an address of ${other}, and accounts of this chain begin with ${prefix}1`, error);
  }
}

/** The prefix of a well-formed address, whatever chain it is of. */
function otherPrefix(text: string): string | undefined {
  const prefix = text.slice(0, Math.max(0, text.lastIndexOf("1")));
  try {
    if (prefix !== "") addressToBytes(prefix, text);
    return prefix === "" ? undefined : prefix;
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}
