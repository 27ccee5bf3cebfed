import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { playGames } from "./play-games.ts";

const crypto = createNodeCrypto();
const SEED = process.env["OPENLEDGER_SEEDS"] ?? "4";

test("in random games every lie of a host is caught, and who is honest is paid and never slashed", async () => {
  const { failures, lies, refused, voided, paid, games, griefs } = await playGames({ crypto, seed: SEED, games: 75 });
  expect(failures).toEqual([]);
  expect(refused + voided).toBe(lies);
  expect(lies + paid).toBe(games);
  expect(Math.min(refused, voided, paid, griefs)).toBeGreaterThan(0);
});
