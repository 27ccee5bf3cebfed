import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import type { Any } from "@openledger/messages/google/protobuf";

/** Stands for a key that a wallet leaves out of a simulation, so that storing and verifying it is paid for. */
export const simulatedKey: Any = packAny(PubKey, { key: Uint8Array.of(2, ...new Uint8Array(32)) });
