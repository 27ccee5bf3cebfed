import { createNodeCrypto } from "@openledger/crypto";
import { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { settleMessage } from "../simulation/answering.ts";
import { eventsOf } from "../simulation/auditor.ts";
import { gameSource, makeCall, openCall, signedOpening } from "./game-host.ts";
import { openGameWorld } from "./game-world.ts";
import { judge, pendingSettlement } from "./game-watcher.ts";

const crypto = createNodeCrypto();

test("a host that settles an empty n-gram answer is found out by a watcher, which goes on", () => {
  const world = openGameWorld(crypto, "empty", "ngram");
  const { receipts, session } = world;
  const call = makeCall(world);
  const opening = signedOpening(world, openCall(world, call, gameSource(world), { output: new Uint8Array() }));
  receipts.set(session.id, [opening]);
  const settled = world.send("host", MsgSettle, settleMessage(world, session, 0, 1));
  expect(settled.log).toBe("");
  const id = BigInt(eventsOf(settled.events, "settlement_submitted")[0]?.["settlement_id"] ?? 0);
  expect(judge(world, pendingSettlement(world, id), [opening], opening)).toMatchObject({ expected: "nothing" });
});
