import { decodeGlobalID } from "@pothos/plugin-relay";
import {
  balanceKey,
  contributionKey,
  datanetVersionKey,
  modelKey,
  modelVersionKey,
  offerKey,
  sessionKey,
  settlementKey,
  type StoreKey,
} from "@openledger/client/proof";
import { addressToBytes, EncodingError } from "@openledger/primitives";
import type { ProofOp, StateProof } from "../../source/proof-source.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { clientError } from "../errors.ts";
import { numbersOf } from "../global-id.ts";

interface Proven extends StateProof, StoreKey {}

const ProofOpRef = builder.objectRef<ProofOp>("ProofOp").implement({
  description: "A step of a proof, as CometBFT gives it.",
  fields: (t) => ({
    type: t.exposeString("type", { description: "ics23:iavl or ics23:simple." }),
    key: t.expose("key", { type: "Bytes" }),
    data: t.expose("data", { type: "Bytes", description: "protobuf of cosmos.ics23.v1.CommitmentProof." }),
  }),
});

const StateProofRef = builder.objectRef<Proven>("StateProof").implement({
  description:
    "What the chain's state holds of a record, with an ICS-23 proof. It holds if `ops` lead from key and value to `app_hash` of `signedHeader`, and that header is signed by validators whom you trust: check both yourself.",
  fields: (t) => ({
    store: t.exposeString("store"),
    key: t.expose("key", { type: "Bytes" }),
    value: t.field({ type: "Bytes", nullable: true, description: "protobuf of the record, or a balance in decimal; null when the proof shows that nothing is there.", resolve: ({ value }) => value ?? null }),
    height: t.expose("height", { type: "Height", description: "Of the state; the header one above carries its app hash." }),
    ops: t.field({ type: [ProofOpRef], resolve: ({ ops }) => [...ops] }),
    signedHeader: t.expose("signedHeader", { type: "JSON", description: "CometBFT's JSON of the header one above, with its commit." }),
    validators: t.expose("validators", { type: "JSON", description: "CometBFT's JSON of the validators that signed it." }),
  }),
});

const keys: Readonly<Record<string, readonly [parts: number, make: (parts: readonly bigint[]) => StoreKey]>> = {
  Contribution: [2, ([datanetId = 0n, seq = 0n]) => contributionKey(datanetId, seq)],
  DatanetVersion: [2, ([datanetId = 0n, version = 0n]) => datanetVersionKey(datanetId, version)],
  Model: [1, ([id = 0n]) => modelKey(id)],
  ModelVersion: [2, ([id = 0n, version = 0n]) => modelVersionKey(id, version)],
  Offer: [1, ([id = 0n]) => offerKey(id)],
  Session: [1, ([id = 0n]) => sessionKey(id)],
  Settlement: [1, ([id = 0n]) => settlementKey(id)],
};

/** Where the chain keeps what a global id names. */
function storeKeyOf(id: string, denom: string | null | undefined, { checkpoint }: GraphqlContext): StoreKey {
  const refused = clientError("BAD_USER_INPUT", `\`id\` is the id of one of Account with a \`denom\`, ${Object.keys(keys).join(", ")}`);
  const { typename, id: local } = decoded(id, refused);
  if (typename === "Account") {
    if (denom == null) throw refused;
    return balanceKey(addressBytes(checkpoint()?.bech32Prefix ?? "", local), denom);
  }
  const [count, make] = keys[typename] ?? [0, undefined];
  const parts = numbersOf(local, count);
  if (make === undefined || parts === undefined) throw refused;
  return make(parts);
}

function decoded(id: string, refused: Error): { readonly typename: string; readonly id: string } {
  try {
    return decodeGlobalID(id);
  } catch {
    throw refused;
  }
}

function addressBytes(prefix: string, address: string): Uint8Array {
  try {
    return addressToBytes(prefix, address);
  } catch (error) {
    if (error instanceof EncodingError) throw clientError("BAD_USER_INPUT", `the account is no address of this chain: ${error.message}`);
    throw error;
  }
}

builder.queryField("proof", (t) =>
  t.field({
    type: StateProofRef,
    description: "A record of the chain's state with a proof to check in the client, at a height below the last indexed one, by default the one right below. In an operation of its own: it waits for the node.",
    args: {
      id: t.arg.id({ required: true, description: "Global id of the record." }),
      denom: t.arg.string({ description: "With the id of an account: whose balance of which denom." }),
      height: t.arg({ type: "Height" }),
    },
    async resolve(_root, { id, denom, height }, context) {
      const { proofs, checkpoint } = context;
      if (proofs === undefined) throw clientError("NOT_READY", "this indexer has no node beside it that proves state: ask one that has");
      const last = (checkpoint()?.height ?? 0n) - 1n;
      const at = height ?? last;
      if (at < 1n || at > last) throw clientError("NOT_FOUND", `state is proven from height 1 to ${last}: the header above carries its app hash`);
      const key = storeKeyOf(String(id), denom, context);
      return { ...key, ...(await proofs.prove(key.store, key.key, at)) };
    },
  }),
);
