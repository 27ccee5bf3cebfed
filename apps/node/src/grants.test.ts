// Fee grants, authorizations and vesting through unmodified CosmJS against a running node.
import type { EncodeObject } from "@cosmjs/proto-signing";
import {
  coins,
  createProtobufRpcClient,
  GasPrice,
  QueryClient,
  setupAuthzExtension,
  setupFeegrantExtension,
  SigningStargateClient,
  type DeliverTxResponse,
  type StdFee,
} from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import { QueryClientImpl as BankQuery } from "cosmjs-types/cosmos/bank/v1beta1/query";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
let client: SigningStargateClient;
let query: QueryClient & ReturnType<typeof setupAuthzExtension> & ReturnType<typeof setupFeegrantExtension>;
let [granter, grantee, receiver, other] = ["", "", "", ""];

beforeAll(async () => {
  home = await createTestHome();
  node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  client = await SigningStargateClient.connectWithSigner(node.rpcUrl, home.wallet, {
    gasPrice: GasPrice.fromString("0.01uopen"),
    broadcastPollIntervalMs: 30,
    broadcastTimeoutMs: 60_000,
  });
  query = QueryClient.withExtensions(await connectComet(node.rpcUrl), setupAuthzExtension, setupFeegrantExtension);
  [granter = "", grantee = "", receiver = "", other = ""] = home.addresses;
});
afterAll(async () => {
  await node.close();
  home[Symbol.dispose]();
});

const fee = (extra: Partial<StdFee> = {}): StdFee => ({ amount: coins(2_000, "uopen"), gas: "300000", ...extra });
const broadcast = (from: string, message: EncodeObject, paid: StdFee | "auto" = fee()): Promise<DeliverTxResponse> =>
  client.signAndBroadcast(from, [message], paid);
const balance = async (address: string): Promise<number> => Number((await client.getBalance(address, "uopen")).amount);
const types = ({ events }: DeliverTxResponse): string[] => events.map(({ type }) => type);

const send = (from: string, to: string, amount: number): EncodeObject => ({
  typeUrl: "/cosmos.bank.v1beta1.MsgSend",
  value: { fromAddress: from, toAddress: to, amount: coins(amount, "uopen") },
});
const allow = (allowance: Any): EncodeObject => ({
  typeUrl: "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
  value: { granter, grantee, allowance },
});
const revokeAllowance = (): EncodeObject => ({
  typeUrl: "/cosmos.feegrant.v1beta1.MsgRevokeAllowance",
  value: { granter, grantee },
});
const basic = (limit: number): Any => ({
  typeUrl: "/cosmos.feegrant.v1beta1.BasicAllowance",
  value: BasicAllowance.encode(BasicAllowance.fromPartial({ spendLimit: coins(limit, "uopen") })).finish(),
});
const grant = (authorization: Any, expiration?: Date): EncodeObject => ({
  typeUrl: "/cosmos.authz.v1beta1.MsgGrant",
  value: {
    granter,
    grantee,
    grant: {
      authorization,
      expiration: expiration && { seconds: BigInt(Math.floor(expiration.getTime() / 1000)), nanos: 0 },
    },
  },
});
const generic = (msg: string): Any => ({
  typeUrl: "/cosmos.authz.v1beta1.GenericAuthorization",
  value: GenericAuthorization.encode({ msg }).finish(),
});
const exec = (message: EncodeObject): EncodeObject => ({
  typeUrl: "/cosmos.authz.v1beta1.MsgExec",
  value: { grantee, msgs: [{ typeUrl: message.typeUrl, value: MsgSend.encode(MsgSend.fromPartial(message.value)).finish() }] },
});
const revoke = (msgTypeUrl: string): EncodeObject => ({
  typeUrl: "/cosmos.authz.v1beta1.MsgRevoke",
  value: { granter, grantee, msgTypeUrl },
});
const SEND = "/cosmos.bank.v1beta1.MsgSend";

test("a granter pays exactly the fee, the signer only the amount, and the limit shrinks", async () => {
  const granted = await broadcast(granter, allow(basic(5_000)));
  expect([granted.code, types(granted).includes("set_feegrant")]).toEqual([0, true]);
  const before = [await balance(granter), await balance(grantee)] as const;
  const sent = await broadcast(grantee, send(grantee, receiver, 7), fee({ granter }));
  expect([sent.code, types(sent).includes("use_feegrant"), types(sent).includes("update_feegrant")]).toEqual([0, true, true]);
  expect(sent.gasUsed).toBeLessThan(120_000n);
  expect(sent.events.find(({ type, attributes }) => type === "tx" && attributes[0]?.key === "fee")?.attributes).toContainEqual({ key: "fee_payer", value: granter });
  expect([await balance(granter), await balance(grantee)]).toEqual([before[0] - 2_000, before[1] - 7]);
  const { allowance } = await query.feegrant.allowance(granter, grantee);
  expect(BasicAllowance.decode(allowance?.allowance?.value ?? new Uint8Array(0)).spendLimit).toEqual(coins(3_000, "uopen"));
  const { allowances } = await query.feegrant.allowances(grantee);
  expect(allowances.map((one) => one.granter)).toEqual([granter]);
});

test("a fee above the limit, of an unwanted message or without a grant is refused with the SDK's codes", async () => {
  const tooMuch = fee({ granter, amount: coins(3_001, "uopen") });
  await expect(broadcast(grantee, send(grantee, receiver, 1), tooMuch)).rejects.toMatchObject({ code: 2, codespace: "feegrant" });
  await expect(broadcast(receiver, send(receiver, grantee, 1), fee({ granter }))).rejects.toMatchObject({
    code: 38,
    codespace: "sdk",
    log: expect.stringMatching(/does not allow to pay fees for .*: fee-grant not found: not found$/) as string,
  });
  expect((await broadcast(granter, allow(basic(9)))).code).toBe(18);
  expect((await broadcast(granter, revokeAllowance())).code).toBe(0);
  expect((await broadcast(granter, revokeAllowance())).code).toBe(38);

  const onlyVotes = AllowedMsgAllowance.fromPartial({ allowance: basic(50_000), allowedMessages: ["/cosmos.gov.v1.MsgVote"] });
  const filtered = { typeUrl: "/cosmos.feegrant.v1beta1.AllowedMsgAllowance", value: AllowedMsgAllowance.encode(onlyVotes).finish() };
  expect((await broadcast(granter, allow(filtered))).code).toBe(0);
  await expect(broadcast(grantee, send(grantee, receiver, 1), fee({ granter }))).rejects.toMatchObject({ code: 7, codespace: "feegrant" });
  expect((await broadcast(granter, revokeAllowance())).code).toBe(0);
});

test("a periodic allowance pays up to its period's limit", async () => {
  const periodic = PeriodicAllowance.fromPartial({
    basic: {},
    period: { seconds: 3_600n, nanos: 0 },
    periodSpendLimit: coins(3_000, "uopen"),
    periodCanSpend: coins(3_000, "uopen"),
    periodReset: { seconds: 0n, nanos: 0 },
  });
  const allowance = { typeUrl: "/cosmos.feegrant.v1beta1.PeriodicAllowance", value: PeriodicAllowance.encode(periodic).finish() };
  expect((await broadcast(granter, allow(allowance))).code).toBe(0);
  expect((await broadcast(grantee, send(grantee, receiver, 1), fee({ granter }))).code).toBe(0);
  await expect(broadcast(grantee, send(grantee, receiver, 1), fee({ granter }))).rejects.toMatchObject({
    code: 2,
    log: expect.stringContaining("period limit: fee limit exceeded") as string,
  });
  expect((await broadcast(granter, revokeAllowance())).code).toBe(0);
});

test("a generic authorization executes in the granter's name until it is revoked", async () => {
  const granted = await broadcast(granter, grant(generic(SEND)));
  expect(granted.events.find(({ type }) => type === "cosmos.authz.v1beta1.EventGrant")?.attributes).toEqual([
    { key: "grantee", value: `"${grantee}"` },
    { key: "granter", value: `"${granter}"` },
    { key: "msg_type_url", value: `"${SEND}"` },
    { key: "msg_index", value: "0" },
  ]);
  const [paying, got] = [await balance(granter), await balance(receiver)];
  const done = await broadcast(grantee, exec(send(granter, receiver, 55)), "auto");
  expect(done.code).toBe(0);
  expect(done.msgResponses.map(({ typeUrl }) => typeUrl)).toEqual(["/cosmos.authz.v1beta1.MsgExecResponse"]);
  expect([await balance(granter), await balance(receiver)]).toEqual([paying - 55, got + 55]);
  expect(done.events.filter(({ attributes }) => attributes.some(({ key }) => key === "authz_msg_index")).map(({ type }) => type)).toEqual([
    "coin_spent",
    "coin_received",
    "transfer",
    "message",
  ]);
  const { grants } = await query.authz.grants(granter, grantee, SEND);
  expect(grants).toHaveLength(1);
  expect((await query.authz.granterGrants(granter)).grants[0]?.grantee).toBe(grantee);
  expect((await query.authz.granteeGrants(grantee)).grants[0]?.granter).toBe(granter);
  const height = (await client.getHeight()) - 1;
  expect((await broadcast(granter, revoke(SEND))).code).toBe(0);
  const refused = await broadcast(grantee, exec(send(granter, receiver, 1)));
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.rawLog).toMatch(/failed to get grant with given granter: .*: authorization not found$/);
  await expect(query.authz.grants(granter, grantee, SEND)).rejects.toThrow("authorization not found");
  expect(height).toBeGreaterThan(0);
});

test("a send authorization is used up by what it lets pass, and a failing message inside says which it was", async () => {
  const limited: Any = {
    typeUrl: "/cosmos.bank.v1beta1.SendAuthorization",
    value: SendAuthorization.encode({ spendLimit: coins(100, "uopen"), allowList: [receiver] }).finish(),
  };
  expect((await broadcast(granter, grant(limited, new Date(Date.now() + 3_600_000)))).code).toBe(0);
  expect((await broadcast(grantee, exec(send(granter, other, 10)))).code).toBe(4);
  expect((await broadcast(grantee, exec(send(granter, receiver, 101)))).code).toBe(5);
  expect((await broadcast(grantee, exec(send(granter, receiver, 60)))).code).toBe(0);
  expect((await broadcast(grantee, exec(send(granter, receiver, 41)))).code).toBe(5);
  expect((await broadcast(grantee, exec(send(granter, receiver, 40)))).code).toBe(0);
  expect((await broadcast(grantee, exec(send(granter, receiver, 1)))).code).toBe(2);
  const own = await broadcast(grantee, exec(send(grantee, receiver, 10 ** 12)));
  expect(own.rawLog).toMatch(
    /^failed to execute message; message index: 0: failed to execute message; message from_address:"\w+" to_address:"\w+" amount:<denom:"uopen" amount:"1000000000000" > : spendable balance \d+uopen is smaller than 1000000000000uopen: insufficient funds$/,
  );
});

test("grants that make no sense are refused with x/authz's codes", async () => {
  const past = await broadcast(granter, grant(generic(SEND), new Date(1_000)));
  expect([past.code, past.rawLog]).toEqual([3, expect.stringContaining("expiration must be after the current block time")]);
  expect((await broadcast(granter, grant(generic("/no.such.Msg")))).code).toBe(29);
  expect((await broadcast(granter, revoke(SEND))).code).toBe(2);
  const toSelf = { ...grant(generic(SEND)), value: { ...grant(generic(SEND)).value, grantee: granter } as unknown };
  expect((await broadcast(granter, toSelf)).code).toBe(7);
  await expect(broadcast(granter, grant(basic(1)))).rejects.toMatchObject({ code: 2, codespace: "sdk" });
});

test("a grant ends by itself", async () => {
  expect((await broadcast(granter, grant(generic(SEND), new Date(Date.now() + 4_000)))).code).toBe(0);
  expect((await query.authz.granterGrants(granter)).grants).toHaveLength(1);
  await expect.poll(async () => (await query.authz.granterGrants(granter)).grants.length).toBe(0);
});

test("vesting accounts hold coins that they cannot spend", async () => {
  const fresh = "open1qyqszqgpqyqszqgpqyqszqgpqyqszqgp9cnx3t";
  const message: EncodeObject = {
    typeUrl: "/cosmos.vesting.v1beta1.MsgCreateVestingAccount",
    value: { fromAddress: granter, toAddress: fresh, amount: coins(1_234, "uopen"), endTime: 1_900_000_000n, delayed: true },
  };
  const created = await broadcast(granter, message);
  expect([created.code, created.gasUsed > 60_000n && created.gasUsed < 110_000n]).toEqual([0, true]);
  expect((await broadcast(granter, message)).rawLog).toContain(`account ${fresh} already exists: invalid request`);
  expect((await client.getAccount(fresh))?.address).toBe(fresh);
  const bank = new BankQuery(createProtobufRpcClient(query));
  expect((await bank.Balance({ address: fresh, denom: "uopen" })).balance?.amount).toBe("1234");
  expect((await bank.SpendableBalances({ address: fresh })).balances).toEqual(coins(0, "uopen"));
  await broadcast(granter, send(granter, fresh, 6));
  expect((await bank.SpendableBalances({ address: fresh })).balances).toEqual(coins(6, "uopen"));
  expect((await bank.SpendableBalanceByDenom({ address: fresh, denom: "uopen" })).balance?.amount).toBe("6");
});
