import { EncodingError, type Address } from "@openledger/primitives";
import { genesisError, jsonString, type Context, type Json } from "@openledger/state-machine";
import { addressOf } from "./addresses.ts";

/** The account address at `where` of a genesis file. Throws a TxError of codespace `genesis`. */
export function genesisAddress({ chain }: Context, json: Json | undefined, where: string): Address {
  const text = jsonString(json, where);
  try {
    return addressOf(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(where, `${text}: ${error.message}`);
    throw error;
  }
}
