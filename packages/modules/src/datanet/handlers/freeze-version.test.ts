import { expect, test } from "vitest";
import { contributionLeafHash, createMerkleTree } from "@openledger/attribution";
import { assertDefined } from "@openledger/primitives";
import { chain, crypto } from "../../support/world.fixture.ts";
import {
  alice,
  bob,
  contribute,
  contributionMessage,
  creator,
  curator,
  datanetMessage,
  fundedWorld,
  messages,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { malformedMessage, notAllowedToFreeze, nothingToFreeze, tooManyVersions, unknownDatanet, unknownVersion } from "../errors.ts";
import { datanetKeeper } from "../module.ts";
import { DATANET, datanets } from "../state.ts";

test("only creator and curators freeze, and only what is new", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  expectRefusal(world, messages.freezeVersion, { signer: "", datanetId: 1n }, malformedMessage);
  expectRefusal(world, messages.freezeVersion, { signer: creator, datanetId: 2n }, unknownDatanet);
  world.deliver(messages.contribute, contributionMessage("Pending is not accepted.", alice, 1n).msg);
  expectRefusal(world, messages.freezeVersion, { signer: creator, datanetId: 1n }, nothingToFreeze);
  contribute(world, "The first text.", alice);
  expectRefusal(world, messages.freezeVersion, { signer: bob, datanetId: 1n }, notAllowedToFreeze);
  expect(world.deliver(messages.freezeVersion, { signer: curator, datanetId: 1n })).toMatchObject({
    version: 1n,
    logSize: 1n,
  });
  expectRefusal(world, messages.freezeVersion, { signer: creator, datanetId: 1n }, nothingToFreeze);
  contribute(world, "The second text.", bob);
  expect(world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n })).toMatchObject({
    version: 2n,
    logSize: 2n,
  });
  const read = (version: bigint): unknown =>
    world.query("/openledger.datanet.v1.Query/Version", { datanetId: 1n, version });
  expect(read(1n)).toMatchObject({ version: { logSize: 1n } });
  expect(() => read(3n)).toThrow(unknownVersion.meaning);
});

test("the frozen root is that of the contributions' leaves, sums are cumulative", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  for (const [i, grade] of [80, 35, 60].entries())
    contribute(world, `Text number ${i} says something.`, alice, 1n, grade);
  const { logRoot } = world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  const stored = [1n, 2n, 3n].map((seq) =>
    assertDefined(datanetKeeper.contribution(world.context(), 1n, seq), "stored"),
  );
  const leaves = stored.map(({ seq, contributor, rowsRoot, sequence, grade }) =>
    contributionLeafHash(crypto.sha256, {
      chainId: chain.chainId,
      datanetId: 1n,
      seq,
      contributor,
      rowsRoot,
      sequence,
      grade,
    }),
  );
  expect(logRoot).toEqual(createMerkleTree(crypto.sha256, leaves).root);
  const tokens = assertDefined(stored[0]?.rows, "rows").tokenCount;
  expect(datanetKeeper.version(world.context(), 1n, 1n)).toMatchObject({
    tokens: tokens * 3n,
    priorWeight: tokens * 175n,
  });
  expect(world.brokenInvariants()).toEqual([]);
});

test("a datanet has at most 4,096 versions, since striking a contribution touches each that holds it", () => {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "The last text of a long history.", alice);
  const store = world.context().store.store(DATANET);
  datanets.set(store, 1n, { ...datanets.require(store, 1n), versionCount: 4_096n });
  expectRefusal(world, messages.freezeVersion, { signer: creator, datanetId: 1n }, tooManyVersions);
});
