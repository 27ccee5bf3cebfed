// What explorers and Keplr ask of the REST API about stakes, votes and grants, in the shapes of a stock SDK 0.50 chain.
import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode, type RunningNode } from "./compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
beforeAll(async () => {
  home = await createTestHome();
  const { promise, resolve } = Promise.withResolvers<void>();
  node = await startNode({ home: home.home, config: TEST_CONFIG, onBlock: ({ height }) => void (height >= 3n && resolve()) });
  await promise;
});
afterAll(async () => {
  await node.close();
  home[Symbol.dispose]();
});

async function get(path: string): Promise<readonly [number, unknown]> {
  const response = await fetch(`${node.restUrl}${path}`);
  return [response.status, await response.json()];
}
const [STAKING, DISTRIBUTION] = ["/cosmos/staking/v1beta1", "/cosmos/distribution/v1beta1"] as const;

test("stakes and what they earn, with decimals and 64-bit numbers as text", async () => {
  const [delegator = ""] = home.addresses;
  const operator = addressFromBytes("openvaloper", addressToBytes("open", delegator));
  const delegation = { delegator_address: delegator, validator_address: operator, shares: "10000000.000000000000000000" };
  const found = [{ delegation, balance: { denom: "uopen", amount: "10000000" } }];
  const bonded = { operator_address: operator, status: "BOND_STATUS_BONDED", tokens: "10000000", consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey" } };
  const bondedOnly = `${STAKING}/validators?status=BOND_STATUS_BONDED&pagination.limit=1&pagination.count_total=true`;
  expect(await get(bondedOnly)).toMatchObject([200, { validators: [bonded], pagination: { next_key: null, total: "1" } }]);
  expect(await get(`${STAKING}/validators?status=BOND_STATUS_UNBONDED`)).toMatchObject([200, { validators: [] }]);
  expect(await get(`${STAKING}/delegations/${delegator}`)).toMatchObject([200, { delegation_responses: found }]);
  expect(await get(`${STAKING}/validators/${operator}/delegations/${delegator}`)).toMatchObject([200, { delegation_response: found[0] }]);
  expect(await get(`${STAKING}/delegators/${delegator}/unbonding_delegations`)).toMatchObject([200, { unbonding_responses: [] }]);
  const past = await fetch(`${node.restUrl}${STAKING}/pool`, { headers: { "x-cosmos-block-height": "2" } });
  expect([past.headers.get("grpc-metadata-x-cosmos-block-height"), await past.json()]).toEqual(["2", { pool: { bonded_tokens: "10000000", not_bonded_tokens: "0" } }]);
  expect(await get(`${STAKING}/params`)).toMatchObject([200, { params: { bond_denom: "uopen", unbonding_time: "1814400s" } }]);
  expect(await get(`${DISTRIBUTION}/delegators/${delegator}/rewards`)).toMatchObject([200, { rewards: [{ validator_address: operator, reward: [] }], total: [] }]);
  expect(await get(`${DISTRIBUTION}/params`)).toMatchObject([200, { params: { community_tax: "0.020000000000000000" } }]);
});

test("fixed points that travel as bytes are decimals too", async () => {
  expect(await get("/cosmos/mint/v1beta1/inflation")).toMatchObject([200, { inflation: "0.000000000000000000" }]);
  expect(await get("/cosmos/slashing/v1beta1/params")).toMatchObject([200, { params: { min_signed_per_window: "0.500000000000000000" } }]);
  const tally = { quorum: "0.334000000000000000", threshold: "0.500000000000000000", veto_threshold: "0.334000000000000000" };
  expect(await get("/cosmos/gov/v1beta1/params/tallying")).toMatchObject([200, { tally_params: tally }]);
});

test("votes, grants and allowances answer, and what is not there is 404", async () => {
  const [address = ""] = home.addresses;
  expect(await get("/cosmos/gov/v1/proposals?proposal_status=2&pagination.reverse=true")).toMatchObject([200, { proposals: [], pagination: { total: "0" } }]);
  expect(await get("/cosmos/gov/v1/params/voting")).toMatchObject([200, { voting_params: { voting_period: "172800s" }, params: { burn_vote_veto: true } }]);
  expect(await get("/cosmos/gov/v1/proposals/9")).toMatchObject([404, { code: 5, message: "proposal 9 doesn't exist" }]);
  expect(await get("/cosmos/gov/v1/proposals/x")).toMatchObject([400, { code: 3 }]);
  expect(await get(`/cosmos/authz/v1beta1/grants/granter/${address}`)).toMatchObject([200, { grants: [] }]);
  expect(await get(`/cosmos/feegrant/v1beta1/allowances/${address}`)).toMatchObject([200, { allowances: [] }]);
  expect(await get("/cosmos/upgrade/v1beta1/current_plan")).toMatchObject([200, { plan: null }]);
  expect(await get("/cosmos/bank/v1beta1/denom_owners/uopen?pagination.limit=1")).toMatchObject([200, { denom_owners: [{ balance: { denom: "uopen" } }] }]);
});
