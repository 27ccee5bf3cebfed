import type { BlobClient, ChainClient, TxSender } from "@openledger/client";
import type { ServiceKey } from "@openledger/keyring";
import type { Crypto } from "@openledger/primitives";
import type { ServedModel } from "@openledger/served-model";
import type { Watcher } from "@openledger/watcher";
import type { DemoHome } from "../../home/demo-home.ts";
import type { FeeBook } from "../money/metered-sender.ts";
import type { Party, Parties } from "./parties.ts";

/** A running chain and everybody's keys. */
export interface Network {
  readonly home: DemoHome;
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly crypto: Crypto;
  readonly parties: Parties;
  readonly fees: FeeBook;
  /** The sender of a party, always the same one, since it counts the account's sequence. */
  sender(party: Party): TxSender;
}

/** One offer with the model behind it and the key that signs its receipts. */
export interface Desk {
  readonly host: Party;
  readonly served: ServedModel;
  readonly receiptKey: ServiceKey;
}

/** A session with the key that signs the buyer's heads. */
export interface OpenSession {
  readonly id: bigint;
  readonly desk: Desk;
  readonly buyer: Party;
  readonly key: ServiceKey;
}

/** What every attempt plays on. */
export interface Stage extends Network {
  /** The honest host's passages, and the cheating host's passages and n-gram model. */
  readonly honest: Desk;
  readonly library: Desk;
  readonly talker: Desk;
  readonly watcher: Watcher;
  /** All sessions that were opened. */
  readonly sessions: OpenSession[];
}
