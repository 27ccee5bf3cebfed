// Who seals blocks when stakes move: nothing changes under `sequencer`; under `staking` the set follows, as CometBFT's.
import { readFileSync, writeFileSync } from "node:fs";
import { SigningStargateClient, type StdFee } from "@cosmjs/stargate";
import { encodePubkey, Registry, type EncodeObject, type GeneratedType } from "@cosmjs/proto-signing";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { createLightClient, createRpcLightProvider, type LightClient } from "@openledger/client";
import { headerHash } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { MsgCreateValidator, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes, addressToBytes, toBase64 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { exportGenesis } from "./genesis/export-genesis.ts";
import { homePaths } from "./home.ts";
import { initHome } from "./init-home.ts";
import { checkHome } from "./check-home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

const crypto = createNodeCrypto();
const otherKey = crypto.sha256(new Uint8Array([7]));
const FEE: StdFee = { amount: [{ denom: "uopen", amount: "1000" }], gas: "400000" };
const registry = new Registry();
for (const codec of [MsgCreateValidator, MsgDelegate, MsgUndelegate]) registry.register(codec.typeUrl, codec as GeneratedType);

function setSource(home: string, source: string, slashing: object = {}): void {
  const { genesisFile } = homePaths(home);
  const document = JSON.parse(readFileSync(genesisFile, "utf8")) as { readonly app_state: Record<string, object> };
  document.app_state["staking"] = { ...document.app_state["staking"], valset_source: source };
  document.app_state["slashing"] = { ...document.app_state["slashing"], ...slashing };
  writeFileSync(genesisFile, JSON.stringify(document));
}

interface Session extends AsyncDisposable {
  readonly comet: Comet38Client;
  readonly stopped: Promise<void>;
  /** Height of the block that took the message. */
  send(from: number, message: EncodeObject): Promise<number>;
  powersAt(height: number): Promise<bigint[]>;
  waitFor(height: number): Promise<void>;
  lightClient(mode: "skipping" | "sequential"): Promise<LightClient>;
}

async function open({ home, wallet, addresses }: TestHome): Promise<Session> {
  const node = await startTestNode({ home, config: TEST_CONFIG });
  const comet = await Comet38Client.connect(node.rpcUrl);
  const client = SigningStargateClient.createWithSigner(comet, wallet, { registry, broadcastPollIntervalMs: 50 });
  const waitFor = async (height: number): Promise<void> =>
    expect.poll(async () => (await comet.status()).syncInfo.latestBlockHeight).toBeGreaterThanOrEqual(height);
  return {
    comet,
    stopped: node.stopped,
    waitFor,
    async send(from, message) {
      const { code, height, rawLog } = await client.signAndBroadcast(addresses[from] ?? "", [message], FEE);
      expect([code, rawLog]).toEqual([0, rawLog]);
      await waitFor(height + 3);
      return height;
    },
    powersAt: async (height) => (await comet.validators({ height })).validators.map(({ votingPower }) => votingPower),
    async lightClient(mode) {
      const primary = createRpcLightProvider({ rpcUrl: node.rpcUrl, sha256: crypto.sha256 });
      const { header } = await primary.lightBlock(1n);
      const trusted = { height: 1n, hash: headerHash(crypto.sha256, header) };
      return createLightClient({ crypto, chainId: node.chainId, trusted, primary, mode });
    },
    async [Symbol.asyncDispose]() {
      client.disconnect();
      await node.close();
    },
  };
}

const operator = (address = ""): string => addressFromBytes("openvaloper", addressToBytes("open", address));
const uopen = (open: number) => ({ denom: "uopen", amount: `${open * 1_000_000}` });

function delegate(delegatorAddress = "", validator = delegatorAddress, amount = 0): EncodeObject {
  const value = MsgDelegate.create({ delegatorAddress, validatorAddress: operator(validator), amount: uopen(amount) });
  return { typeUrl: MsgDelegate.typeUrl, value };
}

function undelegate(delegatorAddress = "", amount = 0): EncodeObject {
  const value = MsgUndelegate.create({ delegatorAddress, validatorAddress: operator(delegatorAddress), amount: uopen(amount) });
  return { typeUrl: MsgUndelegate.typeUrl, value };
}

function createValidator(address = "", amount = 0): EncodeObject {
  const value = MsgCreateValidator.create({
    description: { moniker: "second" },
    commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
    minSelfDelegation: "1",
    validatorAddress: operator(address),
    pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: toBase64(otherKey) }),
    value: uopen(amount),
  });
  return { typeUrl: MsgCreateValidator.typeUrl, value };
}

test("under sequencer, bonding and unbonding of any size leaves the lone sequencer alone", async () => {
  using place = await createTestHome();
  setSource(place.home, "sequencer");
  const [alice, bob] = place.addresses;
  await using session = await open(place);
  await session.send(1, delegate(bob, alice, 5));
  await session.send(0, undelegate(alice, 9));
  const bonded = await session.send(1, createValidator(bob, 900));
  await session.waitFor(bonded + 5);
  expect(await session.powersAt(bonded + 5)).toEqual([10n]);
  expect((await session.comet.blockResults(bonded)).validatorUpdates).toEqual([]);
  expect((await session.comet.status()).validatorInfo).toMatchObject({ votingPower: 10n });
  const last = (await session.comet.block()).block;
  expect(last.lastCommit?.signatures).toHaveLength(1);
  const light = await session.lightClient("skipping");
  expect((await light.update()).validators.totalPower).toBe(10n);
});

test("under staking the set follows stakes two blocks later, until the lone key may not seal alone", async () => {
  using place = await createTestHome();
  setSource(place.home, "staking");
  const [alice, bob] = place.addresses;
  let [joined, last] = [0, 0];
  {
    await using session = await open(place);
    const more = await session.send(1, delegate(bob, alice, 5));
    expect((await session.comet.blockResults(more)).validatorUpdates.map(({ votingPower }) => votingPower)).toEqual([15n]);
    const less = await session.send(0, undelegate(alice, 3));
    joined = await session.send(1, createValidator(bob, 4));
    const expected: readonly (readonly [number, bigint[]])[] = [
      [1, [10n]], [more + 1, [10n]], [more + 2, [15n]], [less + 1, [15n]], [less + 2, [12n]], [joined + 1, [12n]], [joined + 2, [12n, 4n]],
    ];
    for (const [height, powers] of expected) expect([height, await session.powersAt(height)]).toEqual([height, powers]);
    const { commit } = await session.comet.commit(joined + 2);
    expect(commit.signatures.map(({ blockIdFlag }) => blockIdFlag)).toEqual([2, 1]);
    expect((await session.comet.status()).validatorInfo).toMatchObject({ votingPower: 12n });
    for (const mode of ["skipping", "sequential"] as const) {
      const light = await session.lightClient(mode);
      expect((await light.verify(BigInt(joined + 3))).validators.totalPower).toBe(16n);
    }
  }
  {
    await using session = await open(place);
    expect(await session.powersAt(joined + 3)).toEqual([12n, 4n]);
    const stopped = expect(session.stopped).rejects.toMatchObject({ code: "VALIDATOR_POWER", retryable: false });
    const sent = session.send(1, delegate(bob, bob, 2)).catch(() => 0);
    await stopped;
    await sent;
  }
  await expect(open(place)).rejects.toThrow(/more than two thirds of a voting power of 18, and the key of this node has 12 \(others: [0-9A-F]{40} has 6\)/);
  const checks = await checkHome(place.home);
  expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([]);

  const next = `${place.home}-next`;
  initHome({ home: next });
  const [from, to] = [homePaths(place.home), homePaths(next)];
  writeFileSync(to.validatorKeyFile, readFileSync(from.validatorKeyFile));
  writeFileSync(to.signStateFile, readFileSync(from.signStateFile));
  const exported = await exportGenesis(place.home);
  last = Number(exported["initial_height"]);
  writeFileSync(to.genesisFile, JSON.stringify(exported));
  setSource(next, "sequencer");
  await using session = await open({ ...place, home: next });
  await session.waitFor(last + 3);
  expect(await session.powersAt(last)).toEqual([10n]);
});

test("a second validator that never votes is jailed for it, and the set is the lone key's again", async () => {
  using place = await createTestHome();
  setSource(place.home, "staking", { params: { signed_blocks_window: "8" } });
  await using session = await open(place);
  const joined = await session.send(1, createValidator(place.addresses[1], 4));
  expect(await session.powersAt(joined + 2)).toEqual([10n, 4n]);
  await session.waitFor(joined + 14);
  const { latestBlockHeight } = (await session.comet.status()).syncInfo;
  expect(await session.powersAt(latestBlockHeight)).toEqual([10n]);
  const light = await session.lightClient("skipping");
  expect((await light.verify(BigInt(latestBlockHeight))).validators.totalPower).toBe(10n);
});
