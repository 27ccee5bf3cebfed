import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as GovQuery } from "@openledger/messages/cosmos/gov/v1";
import { QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes, addressToBytes, toHex } from "@openledger/primitives";
import { simulateStaking, type SimulatedChain } from "@openledger/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "./db/database.ts";
import { nanosToRfc3339 } from "./source/timestamps.ts";
import { testDatabases } from "./testing/databases.ts";
import { createTestApi, countingDatabase, type TestApi } from "./testing/graphql-server.ts";
import { indexChain } from "./testing/indexed-chain.ts";

const BLOCKS = 80;

describe.each(testDatabases.filter(({ isMissing }) => !isMissing))("on $name", ({ open }) => {
  let chain: SimulatedChain;
  let database: Database;
  let api: TestApi;

  beforeAll(async () => {
    chain = simulateStaking({ crypto: createNodeCrypto(), seed: "index 1", blocks: BLOCKS }).chain;
    database = await open();
    await indexChain(database, chain);
    api = createTestApi(database);
  }, 60_000);
  afterAll(async () => database?.close());

  type Answer = Awaited<ReturnType<TestApi["ask"]>>;

  async function ask(query: string, variables: object = {}): Promise<Answer> {
    const { data, errors } = await api.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  const nodesOf = (connection: Answer): readonly Answer[] => connection.edges.map((edge: Answer) => edge.node);

  test("every signing info is the one that the node has", async () => {
    const { validators } = await ask("{ validators(first: 100) { edges { node { consensusAddress signingInfo { jailedUntil tombstoned startHeight } } } } }");
    const ofIndex = nodesOf(validators).flatMap(({ consensusAddress, signingInfo }) => (signingInfo === null ? [] : [{ address: consensusAddress, ...signingInfo }]));
    const { info } = chain.query(SlashingQuery.SigningInfos, {});
    const ofNode = info.map(({ address, startHeight, jailedUntil, tombstoned }) => {
      const nanos = (jailedUntil?.seconds ?? 0n) * 1_000_000_000n + BigInt(jailedUntil?.nanos ?? 0);
      return { address, jailedUntil: nanos === 0n ? null : nanosToRfc3339(nanos), tombstoned, startHeight: String(startHeight) };
    });
    const byAddress = (a: { readonly address: string }, b: { readonly address: string }): number => (a.address < b.address ? -1 : 1);
    const known = new Set(nodesOf(validators).map(({ consensusAddress }) => consensusAddress));
    expect(ofIndex.toSorted(byAddress)).toEqual(ofNode.filter(({ address }) => known.has(address)).toSorted(byAddress));
    expect(ofNode.some(({ jailedUntil }) => jailedUntil !== null)).toBe(true);
    expect(ofNode.some(({ tombstoned }) => tombstoned)).toBe(true);
  });

  test("the signatures of a block are the votes that the next one counts, and its absent are named", async () => {
    const { blocks } = await ask("{ blocks(first: 100) { edges { node { height signatures { flag address time validator { consensusAddress } } missedBy { consensusAddress } commitRound } } } }");
    for (const { request } of chain.blocks.slice(1)) {
      const block = nodesOf(blocks).find(({ height }) => height === String(request.height - 1n));
      const votes = request.votes ?? [];
      expect(block.signatures.map(({ flag, address }: Answer) => [flag, address])).toEqual(votes.map(({ address, signed }) => (signed ? ["COMMIT", `0x${toHex(address)}`] : ["ABSENT", null])));
      for (const { address, validator, time } of block.signatures.filter(({ flag }: Answer) => flag === "COMMIT")) {
        expect(addressToBytes("openvalcons", validator.consensusAddress)).toEqual(Uint8Array.from(Buffer.from(address.slice(2), "hex")));
        expect(time).toBe(nanosToRfc3339(request.time));
      }
      const absent = votes.filter(({ signed }) => !signed).map(({ address }) => addressFromBytes("openvalcons", address));
      for (const { consensusAddress } of block.missedBy) expect(absent).toContain(consensusAddress);
      expect(block.commitRound).toBe(0);
    }
    expect(nodesOf(blocks)[0]).toMatchObject({ height: String(chain.height), signatures: null, commitRound: null });
  });

  test("the grid has each block of the window once, with what the validator did", async () => {
    const { validators } = await ask("{ validators(first: 100) { edges { node { consensusAddress uptime(window: 50) { window missed missedHeights signed lastSigned grid { height status } } } } } }");
    const votesOn = new Map(chain.blocks.map(({ request }) => [request.height - 1n, request.votes ?? []]));
    let missedAny = false;
    for (const { consensusAddress, uptime } of nodesOf(validators)) {
      const address = toHex(addressToBytes("openvalcons", consensusAddress));
      expect(uptime.grid.map(({ height }: Answer) => BigInt(height))).toEqual(Array.from({ length: 50 }, (_, at) => BigInt(BLOCKS - 1 - at)));
      for (const { height, status } of uptime.grid) {
        const vote = votesOn.get(BigInt(height))?.find((one) => toHex(one.address) === address);
        expect([height, status === "SIGNED"]).toEqual([height, vote?.signed === true]);
        if (status === "MISSED") expect(vote?.signed).toBe(false);
      }
      const of = (status: string): readonly Answer[] => uptime.grid.filter((cell: Answer) => cell.status === status);
      expect(uptime).toMatchObject({ window: 50, missed: of("MISSED").length, signed: of("SIGNED").length, lastSigned: of("SIGNED")[0]?.height ?? null });
      missedAny ||= uptime.missed > 0;
    }
    expect(missedAny).toBe(true);
  });

  test("commission, its limits and its history end with what the node has", async () => {
    const { validators } = await ask("{ validators(first: 10) { edges { node { operator removed status votingPower commissionRate maxCommissionRate maxCommissionChangeRate commissionUpdateTime commissionChanges { height rate } changes(first: 100) { totalCount edges { node { height tokens status votingPower commissionRate } } } } } } }");
    const found = nodesOf(validators);
    let changed = 0;
    for (const { operatorAddress, commission, tokens, status } of chain.query(StakingQuery.Validators, {}).validators) {
      const validator = found.find(({ operator }) => operator === operatorAddress);
      const rates = commission?.commissionRates;
      const [last] = nodesOf(validator.changes);
      expect([validator.commissionRate, validator.maxCommissionRate, validator.maxCommissionChangeRate, validator.commissionChanges[0].rate]).toEqual([rates?.rate, rates?.maxRate, rates?.maxChangeRate, rates?.rate]);
      expect(last).toMatchObject({ tokens, votingPower: validator.votingPower, commissionRate: rates?.rate });
      expect(validator.votingPower).toBe(String(status === 3 ? BigInt(tokens) / 1_000_000n : 0n));
      expect(new Set(validator.commissionChanges.map(({ height }: Answer) => height)).size).toBe(validator.commissionChanges.length);
      changed += validator.commissionChanges.length - 1;
    }
    expect(changed).toBeGreaterThan(0);
  });

  test("parameters are those of genesis from the first block on, and a module alone can be asked for", async () => {
    const { params } = await ask("{ params { module params changedHeight } }");
    expect(params.map(({ module }: Answer) => module)).toEqual(expect.arrayContaining(["staking", "slashing", "gov", "mint", "distribution", "market", "datanet"]));
    const { gov } = await ask('{ gov: params(module: "gov", asOf: 1) { module params changedHeight } }');
    const { params: ofNode } = chain.query(GovQuery.Params, {});
    expect(gov).toMatchObject([{ module: "gov", changedHeight: "1", params: { quorum: ofNode?.quorum, threshold: ofNode?.threshold, veto_threshold: ofNode?.vetoThreshold } }]);
    expect((await ask('{ params(module: "nothing") { module } }')).params).toEqual([]);
  });

  test("a page of validators with grid, signing info and commissions costs as many statements as one of them", async () => {
    const statementsFor = async (size: number): Promise<number> => {
      const counting = countingDatabase(database);
      const { errors } = await createTestApi(counting).ask(
        `{ validators(first: ${size}) { edges { node { uptime(window: 20) { signed grid { status } } signingInfo { tombstoned } commissionChanges { rate } changes(first: 2) { edges { node { tokens } } } } } } }`,
      );
      expect(errors).toBeUndefined();
      return counting.statements;
    };
    expect(await statementsFor(4)).toBe(await statementsFor(1));
  });
});
