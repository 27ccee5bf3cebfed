import { addressFromBytes } from "@openledger/primitives";
import { expect, test } from "vitest";
import { balancesAfterGenesis, genesisMoneyShape, moduleAddress } from "./genesis-money.ts";

const bytes = (name: number): Uint8Array => new Uint8Array(20).fill(name);
const account = (name: number): string => addressFromBytes("open", bytes(name));
const operator = (name: number): string => addressFromBytes("openvaloper", bytes(name));
const [bonded, notBonded, fees] = ["bonded_tokens_pool", "not_bonded_tokens_pool", "fee_collector"].map((name) => moduleAddress("open", name)) as [string, string, string];
const balance = (address: string, amount: string) => ({ address, coins: [{ denom: "uopen", amount }] });
const validator = (name: number, tokens: string, more = {}) => ({ operator_address: operator(name), status: "BOND_STATUS_UNBONDED", jailed: false, tokens, ...more });

function held(appState: object): Record<string, bigint> {
  return Object.fromEntries(balancesAfterGenesis("open", genesisMoneyShape.parse(appState)).map(({ address, amount }) => [address, amount]));
}

test("genesis bonds the validators with most power, the lower operator first where two have as much", () => {
  const staking = { params: { max_validators: 2 }, validators: [validator(3, "5000000"), validator(1, "5000000"), validator(2, "9000000"), validator(4, "99000000", { jailed: true })] };
  expect(held({ bank: { balances: [balance(notBonded, "118000000"), balance(account(9), "7")] }, staking })).toEqual({ [bonded]: 14_000_000n, [notBonded]: 104_000_000n, [account(9)]: 7n });
});

test("a genesis transaction moves what its operator delegates, and its fee", () => {
  const tx = {
    body: { messages: [{ "@type": "/cosmos.staking.v1beta1.MsgCreateValidator", validator_address: operator(1), value: { denom: "uopen", amount: "6000000" } }] },
    auth_info: { fee: { amount: [{ denom: "uopen", amount: "3" }], payer: "" } },
  };
  expect(held({ bank: { balances: [balance(account(1), "10000000")] }, genutil: { gen_txs: [tx] } })).toEqual({ [account(1)]: 3_999_997n, [bonded]: 6_000_000n, [fees]: 3n });
});

test("an exported genesis moves nothing, and its gate names external parts", () => {
  const store = { [`0314${"01".repeat(20)}7575736400`.slice(0, -2)]: Buffer.from("4").toString("hex"), "00": "00" };
  const exported = { exported: true, validators: [validator(1, "5000000", { status: "BOND_STATUS_BONDED" })] };
  const genesis = genesisMoneyShape.parse({ bank: { balances: [{ address: account(1), coins: [{ denom: "uusd", amount: "9" }] }] }, staking: exported, gate: { store } });
  expect(balancesAfterGenesis("open", genesis)).toEqual([{ address: account(1), denom: "uusd", amount: 9n, external: 4n }]);
});
