import { afterAll, beforeAll, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, request, untilHeight } from "./testing/graphql.ts";
import { chainOf, people } from "./testing/sample-chain.ts";
import { DENOM, event } from "./testing/sample-parts.ts";

const { alice, bob } = people;

const spent = (external: bigint, internal: bigint) => event("demand_counted", { session_id: 1n, denom: DENOM, external, internal, to_protocol: 5n });

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  const deposit = event("gate_deposited", { issuer: bob, recipient: alice, amount: `1000${DENOM}`, number: 1n, reference: "wire 1" });
  const withdrawal = event("gate_withdrawn", { holder: alice, amount: `300${DENOM}`, external: 120n, number: 1n, reference: "" });
  const other = event("demand_counted", { session_id: 2n, denom: "uopen", external: 0n, internal: 9n, to_protocol: 1n });
  // The seventh block begins another minute.
  const blocks = [[], [deposit, spent(60n, 1n)], [spent(30n, 0n), other], [], [], [], [withdrawal]];
  node = await openFakeNode(chainOf(blocks.map((events) => ({ events }))).map((block, i) => (i < 6 ? block : { ...block, timeNs: block.timeNs + 60_000_000_000n })));
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 7n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

const FLOWS = "{ entered left leftExternal external internal toProtocol }";
const none = { entered: "0", left: "0", leftExternal: "0", external: "0", internal: "0", toProtocol: "0" };

test("the demand line sums what entered, left and was spent, by denom and by period", async () => {
  const { demandLines } = await ask(indexer, `{ demandLines { denom total ${FLOWS} days: points { flows ${FLOWS} } minutes: points(periodSeconds: 60) { from flows ${FLOWS} } } }`);
  const total = { entered: "1000", left: "300", leftExternal: "120", external: "90", internal: "1", toProtocol: "10" };
  expect(demandLines[0]).toMatchObject({ denom: DENOM, total, days: [{ flows: total }] });
  expect(demandLines[0].minutes.map(({ flows }: { flows: object }) => flows)).toEqual([
    { ...total, left: "0", leftExternal: "0" },
    { ...none, left: "300", leftExternal: "120" },
  ]);
  expect(demandLines[0].minutes[0].from).toMatch(/:00Z$/);
  expect(demandLines[1]).toMatchObject({ denom: "uopen", total: { ...none, internal: "9", toProtocol: "1" } });
  expect(demandLines).toHaveLength(2);
});

test("deposits and withdrawals name who, how much of it had entered, and the issuer's reference", async () => {
  const { gateMovements } = await ask(indexer, `{ gateMovements(order: OLDEST_FIRST, denom: "${DENOM}") { edges { node { direction holder amount external number reference height } } } }`);
  expect(gateMovements.edges.map(({ node: row }: { node: object }) => row)).toEqual([
    { direction: "ENTERED", holder: alice, amount: "1000", external: "1000", number: "1", reference: "wire 1", height: "2" },
    { direction: "LEFT", holder: alice, amount: "300", external: "120", number: "1", reference: "", height: "7" },
  ]);
});

test("a period of part of a minute is refused", async () => {
  const { errors } = await request(indexer, "{ demandLines { points(periodSeconds: 90) { from } } }");
  expect(errors[0].extensions.code).toBe("BAD_USER_INPUT");
});
