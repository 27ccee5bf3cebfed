import { expect, test } from "vitest";
import { moduleAddress } from "../source/genesis-money.ts";
import type { Facts } from "./facts.ts";
import { poolsHoldStakes } from "./identities.ts";

const nothing = { external: new Map(), supply: new Map(), delegations: new Map(), redelegations: new Map(), shares: new Map(), demand: new Map(), signing: new Map() };
const [bonded, notBonded] = ["bonded_tokens_pool", "not_bonded_tokens_pool"].map((name) => moduleAddress("open", name));

function facts(balances: Readonly<Record<string, string>>): Facts {
  const validators = new Map([["one", "50 tokens, 5 shares, BONDED"], ["two", "7 tokens, 7 shares, UNBONDING, jailed"]]);
  return { ...nothing, balances: new Map(Object.entries(balances)), validators, unbondings: new Map([["who one", "3:2, 4:1"]]) };
}

test("the pools hold stakes in the denom that is staked, whatever else lies there", () => {
  expect(poolsHoldStakes(facts({ [`${bonded} uopen`]: "50", [`${notBonded} uopen`]: "10", [`${bonded} udemo`]: "9" }), "open", "uopen")).toMatchObject({ checked: 3, broken: [] });
});

test("as much of another denom is not what is staked", () => {
  const { broken } = poolsHoldStakes(facts({ [`${bonded} udemo`]: "50", [`${notBonded} uopen`]: "10" }), "open", "uopen");
  expect(broken).toEqual(["bonded_tokens_pool holds 0uopen, stakes in it sum to 50"]);
});
