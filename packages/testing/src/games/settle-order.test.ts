import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgOpenSession, MsgSettle, Visibility, type Session } from "@openledger/messages/openledger/market/v1";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import { expect, test } from "vitest";
import { settleMessage } from "../simulation/answering.ts";
import { eventsOf } from "../simulation/auditor.ts";
import { gameSource, makeCall, openCall, signedOpening } from "./game-host.ts";
import { GAME_DENOM, openGameWorld, PLAYERS, refreshed, type GameWorld } from "./game-world.ts";

const crypto = createNodeCrypto();

/** Balances of all players once three answers in each of two sessions are settled in this order, final and claimed. */
function balancesAfter(seed: string, order: readonly (0 | 1)[]): Record<string, string> {
  const opened = openGameWorld(crypto, seed, "ngram");
  opened.send("buyer", MsgOpenSession, {
    ...{ buyer: opened.session.buyer, offerId: 1n, escrow: { denom: GAME_DENOM, amount: "1000000000" }, durationSeconds: 90_000n },
    ...{ sessionKey: opened.session.sessionKey, visibility: Visibility.VISIBILITY_PUBLIC },
  });
  const world = refreshed(opened);
  const sessions = [...world.state.sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const session of sessions) answerThrice({ ...world, session });
  const settled = [0, 0];
  world.takeEvents();
  for (const at of order) {
    const session = sessions[at] as Session;
    const first = settled[at] as number;
    settled[at] = first + 1;
    expect(world.send("host", MsgSettle, settleMessage(world, session, first, first + 1)).code).toBe(0);
  }
  world.pass(6, 5n);
  const events = world.takeEvents();
  expect(eventsOf(events, "settlement_finalized")).toHaveLength(order.length);
  expect(eventsOf(events, "settlement_finalized").some(({ owned }) => owned !== "0")).toBe(true);
  for (const player of PLAYERS) world.send(player, MsgClaimRewards, { claimant: world.players[player].address });
  const balances: Record<string, string> = {};
  for (const player of PLAYERS) {
    const { balance } = world.chain.query(BankQuery.Balance, { address: world.players[player].address, denom: GAME_DENOM });
    balances[player] = balance?.amount ?? "0";
  }
  return balances;
}

function answerThrice(world: GameWorld): void {
  const { receipts, session } = world;
  for (let i = 0; i < 3; i++) {
    const opening = signedOpening(world, openCall(world, makeCall(world), gameSource(world)));
    receipts.set(session.id, [...(receipts.get(session.id) ?? []), opening]);
  }
}

test("the order of settlement doesn't matter: everybody is paid the same, to the unit", () => {
  const forwards = balancesAfter("order", [0, 0, 0, 1, 1, 1]);
  expect(balancesAfter("order", [1, 1, 1, 0, 0, 0])).toEqual(forwards);
  expect(balancesAfter("order", [1, 0, 0, 1, 0, 1])).toEqual(forwards);
});
