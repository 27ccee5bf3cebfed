import { expect, test } from "vitest";
import type { MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import { sdkErrors, type ErrorDefinition } from "@openledger/state-machine";
import type { World } from "../../support/world.fixture.ts";
import {
  alice,
  contributionMessage,
  datanetMessage,
  fundedWorld,
  FUNDS,
  GENESIS,
  messages,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { malformedMessage, tooLarge, tooManyDocuments, unknownDatanet } from "../errors.ts";
import { datanetKeeper } from "../module.ts";

function worldWithDatanet(): World {
  const limits = { max_contribution_bytes: "5000", max_documents: "3" };
  const world = fundedWorld({ datanet: { params: { ...GENESIS.datanet.params, ...limits } } });
  world.deliver(messages.createDatanet, datanetMessage());
  return world;
}

const text = "A text of more than one chunk. ".repeat(70);
const { msg, rows } = contributionMessage(text, alice, 1n);
const commitment = assertDefined(msg.rows, "rows");

test.each<readonly [string, Partial<MsgContribute>, ErrorDefinition]>([
  ["a contributor that is no address", { contributor: "alice" }, malformedMessage],
  ["no title", { title: "" }, malformedMessage],
  ["no licence", { licence: "" }, malformedMessage],
  ["a blob hash of 31 bytes", { blob: new Uint8Array(31) }, malformedMessage],
  ["no rows", { rows: undefined }, malformedMessage],
  ["a Merkle root of 20 bytes", { rows: { ...commitment, merkleRoot: new Uint8Array(20) } }, malformedMessage],
  ["no bytes", { rows: { ...commitment, byteCount: 0n } }, malformedMessage],
  ["no tokens", { rows: { ...commitment, tokenCount: 0n } }, malformedMessage],
  ["more tokens than bytes", { rows: { ...commitment, tokenCount: commitment.byteCount + 1n } }, malformedMessage],
  ["too few leaves for the bytes", { rows: { ...commitment, leafCount: 2n } }, malformedMessage],
  ["too many leaves for the bytes", { rows: { ...commitment, leafCount: 4n } }, malformedMessage],
  ["no documents", { documentCount: 0 }, malformedMessage],
  ["a datanet that does not exist", { datanetId: 9n }, unknownDatanet],
  ["more bytes than allowed", { rows: { ...commitment, byteCount: 5001n, leafCount: 5n } }, tooLarge],
  ["more documents than allowed", { documentCount: 4, rows: { ...commitment, leafCount: 5n } }, tooManyDocuments],
])("%s is refused", (_, change, error) => {
  expectRefusal(worldWithDatanet(), messages.contribute, { ...msg, ...change }, error);
});

test("the chain computes the rows root and locks the bond for each KiB begun", () => {
  const world = worldWithDatanet();
  expect(commitment.byteCount).toBe(2170n);
  expect(world.deliver(messages.contribute, msg)).toEqual({ seq: 1n, sequence: 1n });
  expect(world.balance(alice, "uopen")).toBe(FUNDS - 30n);
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)?.rowsRoot).toEqual(rows.root);
  expect(world.brokenInvariants()).toEqual([]);
});

test("sequences are global, seqs per datanet", () => {
  const world = worldWithDatanet();
  world.deliver(messages.createDatanet, datanetMessage());
  world.deliver(messages.contribute, msg);
  expect(world.deliver(messages.contribute, { ...msg, datanetId: 2n })).toEqual({ seq: 1n, sequence: 2n });
  expect(world.deliver(messages.contribute, msg)).toEqual({ seq: 2n, sequence: 3n });
});

test("the largest bond for the largest contribution is a sum that the contributor lacks, not an assertion", () => {
  const world = fundedWorld({ datanet: { params: { ...GENESIS.datanet.params, max_contribution_bytes: String(1n << 40n) } } });
  world.deliver(messages.createDatanet, datanetMessage({ bondPerKib: { denom: "uopen", amount: String(1n << 96n) } }));
  const largest = { ...commitment, byteCount: 1n << 40n, leafCount: 1n << 30n };
  expectRefusal(world, messages.contribute, { ...msg, rows: largest }, sdkErrors.insufficientFunds);
});
