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
  /** Sends as this account and waits for the block. */
  sendAs(signer: Signer, messages: readonly OutgoingMessage[], cosigners: readonly Signer[]): Promise<SentTx>;
  /** Sends as one of the roles and waits for the block; sendings of one account wait for each other, since each is simulated first. */
  send(role: Role, messages: readonly OutgoingMessage[], cosigners?: readonly Signer[]): Promise<SentTx>;
}

export function createWorld(parts: Pick<World, "home" | "keys" | "crypto" | "client" | "blobs">): World {
  const senders = new Map<string, TxSender>();
  const sender = ({ wallet, address }: Signer): TxSender => {
    const known = senders.get(address) ?? createTxSender({ client: parts.client, wallet, address, gasPrice: GAS_PRICE });
    senders.set(address, known);
    return known;
  };
  const last = new Map<string, Promise<unknown>>();
  const sendAs: World["sendAs"] = (signer, messages, cosigners) => {
    const turn = (last.get(signer.address) ?? Promise.resolve()).then(() => sender(signer).send(messages, { cosigners }));
    last.set(signer.address, turn.catch(() => undefined));
    return turn;
  };
  return { ...parts, sender, sendAs, send: (role, messages, cosigners = []) => sendAs(parts.keys.roles[role], messages, cosigners) };
}

/** The same world, in which others play some of the roles; accounts keep their senders. */
export function withRoles(world: World, roles: Partial<Record<Role, Signer>>): World {
  const keys = { ...world.keys, roles: { ...world.keys.roles, ...roles } };
  return { ...world, keys, send: (role, messages, cosigners = []) => world.sendAs(keys.roles[role], messages, cosigners) };
}

/** Runs `action` over the items, `width` at a time, and keeps their order. */
export async function inParallel<T, R>(items: readonly T[], width: number, action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    results.push(...(await Promise.all(items.slice(at, at + width).map(action))));
  }
  return results;
}
