import { decodeFrontier, frontierRoot } from "@openledger/attribution";
import {
  balanceKey,
  contributionKey,
  datanetVersionKey,
  modelVersionKey,
  offerKey,
  sessionKey,
  SETTLEMENT_LOG_KEY,
  settlementKey,
  type ChainClient,
  type ProvenValue,
  type StoreKey,
} from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { Contribution, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import { Offer, Session, Settlement } from "@openledger/messages/openledger/market/v1";
import { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { addressToBytes, fromUtf8, toHex } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";
import { parseId, parsePair } from "./parse-arguments.ts";
import type { Prover } from "./prove-flags.ts";

/** Asks for one thing and proves it; the answer is `null` when its absence is proven. */
export type AskProven = (client: ChainClient, prover: Prover, argument: string) => Promise<ProvenAnswer>;

/** What is printed: the answer and, for each value in it, what shows that it holds. */
export interface ProvenAnswer {
  readonly answer: unknown;
  readonly proofs: readonly ProofSummary[];
}

export interface ProofSummary {
  readonly store: string;
  readonly key: string;
  readonly state: "present" | "absent";
  readonly height: bigint;
  readonly header: { readonly height: bigint; readonly hash: string; readonly appHash: string };
}

/** Every coin that the node lists, each proven; that there are no others is not provable key by key. */
export const proveBalances: AskProven = async (client, prover, address) => {
  const height = await client.height();
  const { balances } = await client.query(BankQuery.AllBalances, { address }, height);
  const bytes = addressToBytes(client.chain.bech32Prefix, address);
  const proven: ProvenValue[] = [];
  for (const { denom } of balances) proven.push(await prover.prove(balanceKey(bytes, denom), height));
  const coins = balances.map(({ denom }, i) => ({ denom, amount: unitsOf(proven[i]?.value) }));
  return { answer: { balances: coins }, proofs: proven.map(summaryOf) };
};

/** One coin of an account, `address/denom`. */
export const proveBalance: AskProven = async (client, prover, argument) => {
  const { address, denom } = parseHolding(argument);
  const proven = await prover.prove(balanceKey(addressToBytes(client.chain.bech32Prefix, address), denom));
  return { answer: { balance: { denom, amount: unitsOf(proven.value) } }, proofs: [summaryOf(proven)] };
};

export const proveContribution: AskProven = provePair("/", "contribution", contributionKey, Contribution);
export const proveDatanetVersion: AskProven = provePair("@", "version", datanetVersionKey, DatanetVersion);
export const proveModelVersion: AskProven = provePair("@", "version", modelVersionKey, ModelVersion);
export const proveOffer: AskProven = proveId("offer", offerKey, Offer);
export const proveSession: AskProven = proveId("session", sessionKey, Session);
export const proveSettlement: AskProven = proveId("settlement", settlementKey, Settlement);

export const proveSettlementLog: AskProven = (_client, prover) =>
  proveOne(prover, SETTLEMENT_LOG_KEY, (value) => {
    const frontier = decodeFrontier(value);
    return { ...frontier, root: frontierRoot(createNodeCrypto().sha256, frontier) };
  });

/** Bytes of a store under a key, as they are. */
export function proveRaw(prover: Prover, asked: StoreKey): Promise<ProvenAnswer> {
  return proveOne(prover, asked, (value) => ({ value }));
}

/** `address/denom`. Throws `CONFIG`. */
export function parseHolding(text: string): { readonly address: string; readonly denom: string } {
  const [, address = "", denom = ""] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  if (denom === "") throw nodeError("CONFIG", `a balance is named by address/denom, not ${text}`);
  return { address, denom };
}

type Decoder = { decode(bytes: Uint8Array): unknown };

function proveId(name: string, keyOf: (id: bigint) => StoreKey, codec: Decoder): AskProven {
  return (_client, prover, argument) =>
    proveOne(prover, keyOf(parseId(argument, `the ${name}`)), (value) => ({ [name]: codec.decode(value) }));
}

function provePair(
  separator: "/" | "@",
  name: string,
  keyOf: (first: bigint, second: bigint) => StoreKey,
  codec: Decoder,
): AskProven {
  return (_client, prover, argument) => {
    const [first, second] = parsePair(argument, separator, `the ${name}`);
    return proveOne(prover, keyOf(first, second), (value) => ({ [name]: codec.decode(value) }));
  };
}

async function proveOne(prover: Prover, asked: StoreKey, read: (value: Uint8Array) => unknown): Promise<ProvenAnswer> {
  const proven = await prover.prove(asked);
  return { answer: proven.value === undefined ? null : read(proven.value), proofs: [summaryOf(proven)] };
}

function unitsOf(value: Uint8Array | undefined): string {
  return value === undefined ? "0" : fromUtf8(value);
}

function summaryOf({ store, key, value, height, header, headerHash }: ProvenValue): ProofSummary {
  return {
    ...{ store, key: toHex(key), state: value === undefined ? "absent" : "present", height },
    header: { height: header.height, hash: toHex(headerHash).toUpperCase(), appHash: toHex(header.appHash).toUpperCase() },
  };
}
