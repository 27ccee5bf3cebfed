import { createTxSender, type BlobClient, type ChainClient, type OutgoingMessage, type SentTx, type TxSender } from "@openledger/client";
import type { Crypto } from "@openledger/primitives";
import type { DemoHome } from "../home/demo-home.ts";
import type { DemoKeys, Role, Signer } from "../home/demo-keys.ts";
import { GAS_PRICE } from "./demo-terms.ts";

/** What every step works with: the chain as its clients see it, and the demo's keys. */
export interface World {
  readonly home: DemoHome;
  readonly keys: DemoKeys;
  readonly crypto: Crypto;
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  /** The sender of an account; always the same one, since it counts the account's sequence. */
  sender(signer: Signer): TxSender;
  /** Sends as one of the roles and waits for the block. */
  send(role: Role, messages: readonly OutgoingMessage[], cosigners?: readonly Signer[]): Promise<SentTx>;
}

export function createWorld(parts: Pick<World, "home" | "keys" | "crypto" | "client" | "blobs">): World {
  const senders = new Map<string, TxSender>();
  const sender = ({ wallet, address }: Signer): TxSender => {
    const known = senders.get(address) ?? createTxSender({ client: parts.client, wallet, address, gasPrice: GAS_PRICE });
    senders.set(address, known);
    return known;
  };
  return {
    ...parts,
    sender,
    send: (role, messages, cosigners = []) => sender(parts.keys.roles[role]).send(messages, { cosigners }),
  };
}

/** Runs `action` over the items, `width` at a time, and keeps their order. */
export async function inParallel<T, R>(items: readonly T[], width: number, action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    results.push(...(await Promise.all(items.slice(at, at + width).map(action))));
  }
  return results;
}
