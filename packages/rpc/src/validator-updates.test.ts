/** Shapes as CometBFT v0.38.19 writes `ResultBlockResults` and `EventDataValidatorSetUpdates` with its JSON encoder. */
import { EMPTY_COMMIT, makeBlock, ZERO_BLOCK_ID } from "@openledger/comet";
import { height, unixNanos } from "@openledger/primitives";
import { expect, test } from "vitest";
import type { RpcBackend } from "./backend.ts";
import { validatorUpdateJson } from "./encode/results.ts";
import { eventsOfBlock } from "./events.ts";
import { createFakeBackend } from "./rpc.fixture.ts";

const ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const publicKey = new Uint8Array(32);
const updates = [{ publicKey, power: 5n }, { publicKey, power: 0n }];

test("an update in block_results names the key by its type, and no power when it removes", () => {
  const key = { Sum: { type: "tendermint.crypto.PublicKey_Ed25519", value: { ed25519: ZEROS } } };
  expect(updates.map(validatorUpdateJson)).toEqual([{ pub_key: key, power: "5" }, { pub_key: key }]);
});

test("a block that changes the set publishes ValidatorSetUpdates after its transactions, any other does not", () => {
  const plain = createFakeBackend([[]]);
  const validators = plain.chain.validatorsAt(1n);
  const made = makeBlock(plain.crypto.sha256, {
    ...{ chainId: "fake-1", appVersion: 0n, height: height(1n), time: unixNanos(1n), lastBlockId: ZERO_BLOCK_ID, lastCommit: EMPTY_COMMIT, txs: [] },
    ...{ validators, nextValidators: validators, consensusHash: publicKey, appHash: publicKey, lastResultsHash: publicKey },
    proposerAddress: validators.proposer,
  });
  const published = (validatorUpdates: typeof updates) => {
    const results = { events: [], txResults: [], validatorUpdates, appHash: publicKey };
    const chain = { ...plain.chain, block: () => ({ ...made, commit: EMPTY_COMMIT }), results: () => results };
    const backend: RpcBackend = { ...plain, chain };
    return eventsOfBlock(backend, height(1n));
  };
  expect(published([]).map(({ name }) => name)).toEqual(["NewBlock", "NewBlockHeader", "NewBlockEvents"]);
  const last = published(updates).at(-1);
  const member = {
    address: "66687AADF862BD776C8FC18B8E9F8E2008971485",
    pub_key: { type: "tendermint/PubKeyEd25519", value: ZEROS },
    voting_power: "5",
    proposer_priority: "0",
  };
  expect(last?.values()).toEqual({ "tm.event": ["ValidatorSetUpdates"] });
  expect(last?.data()).toEqual({
    type: "tendermint/event/ValidatorSetUpdates",
    value: { validator_updates: [member, { ...member, voting_power: "0" }] },
  });
});
