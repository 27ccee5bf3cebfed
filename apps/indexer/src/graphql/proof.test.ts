import { verifyStoreProof } from "@openledger/client/proof";
import { createNodeCrypto } from "@openledger/crypto";
import { fromHex } from "@openledger/primitives";
import { simulate, type SimulatedChain } from "@openledger/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import type { ProofSource } from "../source/proof-source.ts";
import { testDatabases } from "../testing/databases.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { blocksOfChain, genesisOfChain } from "../testing/simulated-blocks.ts";

const crypto = createNodeCrypto();

let chain: SimulatedChain;
let database: Database;
let api: TestApi;

beforeAll(async () => {
  chain = simulate({ crypto, seed: "proofs 1", blocks: 25 }).chain;
  const kind = testDatabases.filter(({ isMissing }) => !isMissing).at(-1);
  if (kind === undefined) throw new Error("there is always the embedded database");
  database = await kind.open();
  let checkpoint = await writeGenesis(database, genesisOfChain(chain));
  for (const block of blocksOfChain(chain)) checkpoint = await writeBlock(database, checkpoint, block);
  api = createTestApi(database, { proofs: proofsOf(chain) });
}, 120_000);

afterAll(async () => database?.close());

/** Proofs of a chain in memory, with the app hash where a header has it. */
function proofsOf({ machine, blocks }: SimulatedChain): ProofSource {
  return {
    async prove(store, key, height) {
      const { value, proofOps, height: at } = machine.query({ path: `/store/${store}/key`, data: key, height, prove: true });
      const executed = blocks.find(({ request }) => request.height === height);
      const ops = (proofOps ?? []).map((op) => ({ type: op.type, key: op.key, data: op.data }));
      const header = { app_hash: Buffer.from(executed?.response.appHash ?? []).toString("hex") };
      return { value: value.length === 0 ? undefined : value, height: at, ops, signedHeader: { header }, validators: [] };
    },
  };
}

const PROOF = "{ store key value height ops { type key data } signedHeader }";

function bytes(hex: string): Uint8Array {
  return fromHex(hex.slice(2));
}

/** Checks a proof as a stranger does: with its own text and the app hash of a header alone. */
function holds(proof: ReturnType<typeof JSON.parse>, value: Uint8Array | undefined): boolean {
  const ops = proof.ops.map((op: { type: string; key: string; data: string }) => ({ type: op.type, key: bytes(op.key), data: bytes(op.data) }));
  return verifyStoreProof(crypto.sha256, fromHex(proof.signedHeader.header.app_hash), { store: proof.store, key: bytes(proof.key), value, height: BigInt(proof.height), ops });
}

test("balances of the index are proven by the chain, and a proof of another value does not hold", async () => {
  const height = chain.height - 1n;
  const { data } = await api.ask(`{ accounts(first: 20) { edges { node { id balances(asOf: ${height}) { denom amount } } } } }`);
  const accounts = data.accounts.edges.map(({ node }: { node: object }) => node).filter(({ balances }: { balances: object[] }) => balances.length > 0);
  expect(accounts.length).toBeGreaterThan(3);
  for (const { id, balances } of accounts.slice(0, 4)) {
    const [{ denom, amount }] = balances;
    const answer = await api.ask(`query ($id: ID!, $denom: String) { proof(id: $id, denom: $denom) ${PROOF} }`, { id, denom });
    const { proof } = answer.data;
    expect(Buffer.from(bytes(proof.value)).toString()).toBe(amount);
    expect(holds(proof, bytes(proof.value))).toBe(true);
    expect(holds(proof, Buffer.from(`${amount}0`))).toBe(false);
  }
});

test("records and their absence are proven; what is no record, or not sealed by a header yet, is refused", async () => {
  const encode = (id: string): string => Buffer.from(id).toString("base64");
  const ask = async (id: string, more = "") => api.ask(`{ proof(id: "${encode(id)}"${more}) ${PROOF} }`);
  const { datanets } = (await api.ask("{ datanets(first: 1, order: OLDEST_FIRST) { edges { node { contributions(first: 1) { edges { node { datanetId seq } } } } } } }")).data;
  const { datanetId, seq } = datanets.edges[0].node.contributions.edges[0].node;
  const there = (await ask(`Contribution:${datanetId}/${seq}`)).data.proof;
  expect(holds(there, bytes(there.value))).toBe(true);
  const absent = (await ask("Settlement:987654")).data.proof;
  expect([absent.value, holds(absent, undefined)]).toEqual([null, true]);
  const refusals = [await ask("Block:1"), await ask("Account:nobody"), await ask("Model:x"), await ask("Model:1", `, height: ${chain.height}`)];
  expect(refusals.map(({ errors }) => errors[0].extensions.code)).toEqual(["BAD_USER_INPUT", "BAD_USER_INPUT", "BAD_USER_INPUT", "NOT_FOUND"]);
  expect((await createTestApi(database).ask(`{ proof(id: "${encode("Model:1")}") ${PROOF} }`)).errors[0].extensions.code).toBe("NOT_READY");
});

test("no snapshot is held while the node answers, so a slow node keeps no reader waiting", async () => {
  // The embedded database has one connection: a snapshot that is held would never let the question inside through.
  const asking: ProofSource = {
    async prove(...args) {
      expect((await api.ask("{ _meta { height } }")).data._meta.height).toBe(chain.height.toString());
      return proofsOf(chain).prove(...args);
    },
  };
  const id = Buffer.from("Settlement:987654").toString("base64");
  const beside = createTestApi(database, { proofs: asking });
  const { data, extensions } = await beside.ask(`query ($id: ID!) { ...Root } fragment Root on Query { proof(id: $id) ${PROOF} }`, { id });
  expect([data.proof.value, extensions.at.height]).toEqual([null, chain.height.toString()]);
  expect((await beside.ask(`{ proof(id: "${id}") ${PROOF} _meta { height } }`)).errors[0].extensions.code).toBe("BAD_USER_INPUT");
});
