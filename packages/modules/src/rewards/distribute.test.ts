import { expect, test } from "vitest";
import { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { makeCoin } from "../support/amounts.ts";
import type { World } from "../support/world.fixture.ts";
import {
  alice,
  ancestor,
  bob,
  buyer,
  contribute,
  creator,
  curator,
  datanetMessage,
  fundedWorld,
  host,
  messages,
  publisher,
  secondCurator,
} from "../support/messages.fixture.ts";
import { datanetKeeper } from "../datanet/module.ts";
import type { Distribution } from "./distribution.ts";
import { createRewardsKeeper } from "./keeper.ts";

/** Datanet 1 gives 5 % to one curator, datanet 2 gives 3 % to two. */
function worldWithDatanets(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage({ curatorBps: 500 }));
  world.deliver(messages.createDatanet, datanetMessage({ curatorBps: 300, curators: [curator, secondCurator] }));
  for (const datanetId of [1n, 2n]) {
    contribute(world, `Words of datanet ${datanetId}.`, alice, datanetId);
    world.deliver(messages.freezeVersion, { signer: creator, datanetId });
  }
  return world;
}

const model = ModelVersion.create({
  manifest: [
    { datanetId: 1n, version: 1n, priorBps: 6000 },
    { datanetId: 2n, version: 1n, priorBps: 1000 },
  ],
  royalties: [{ receiver: ancestor, bps: 2500 }],
  publisher,
});

/** Payouts as role, receiver, amount and datanet; those with a lineage end with it. */
function distribute(
  world: World,
  fee: bigint,
  owned: Distribution["owned"],
  { denom = "udemo", version = model }: { readonly denom?: string; readonly version?: ModelVersion } = {},
): readonly string[] {
  const rewards = createRewardsKeeper({ bank: world.bank, datanets: datanetKeeper });
  const events: string[] = [];
  const ctx = {
    ...world.context(),
    emit: ({ type, attributes }: { type: string; attributes: readonly { key: string; value: string }[] }): void => {
      const text = (key: string): string => attributes.find((one) => one.key === key)?.value ?? "";
      if (type === "payout")
        events.push(`${text("role")} ${text("receiver")} ${text("amount")} ${text("datanet_id")}${lineage(text)}`.trim());
    },
  };
  world.bank.sendToModule(ctx, buyer, "market", makeCoin(denom, fee));
  const source = { settlementId: 1n, sessionId: 1n };
  rewards.distribute(ctx, { source, payer: "market", fee: makeCoin(denom, fee), host, buyer, model: version, owned });
  return events;
}

function lineage(text: (key: string) => string): string {
  if (text("ancestor_model_id") === "") return "";
  const owed = `${text("ancestor_model_id")}@${text("ancestor_version")}`;
  return `${text("model_id")}@${text("model_version")} owes ${owed} as generation ${text("generation")}`;
}

test("curators share in the owned and prior income of their own datanet, and the dust is the treasury's", () => {
  const world = worldWithDatanets();
  const payouts = distribute(world, 100_003n, [
    { owner: alice, datanetId: 1n, amount: 20_000n },
    { owner: bob, datanetId: 2n, amount: 10_050n },
  ]);
  // Data 40,001; unowned 9,951; priors 5,970 and 995.
  const context = world.context();
  expect(payouts).toEqual([
    `owner ${alice} 19000 1`,
    `owner ${bob} 9749 2`,
    "prior datanet/1@1 5672 1",
    "prior datanet/2@1 966 2",
    // 1,000 of the owned part and 298 of the prior; 150 and 14 for each of two.
    `curator ${curator} 1298 1`,
    `curator ${curator} 164 2`,
    `curator ${secondCurator} 164 2`,
    `buyer ${buyer} 2986`,
    `host ${host} 25000`,
    `royalty ${ancestor} 5000`,
    `model ${publisher} 15000`,
    `stakers ${world.bank.moduleAddress(context, "fee_collector")} 10000`,
    // 300 and 200 bps in a denom that is not burned, 3 of the split, 1 and 1 of the curators.
    `treasury ${world.bank.moduleAddress(context, "treasury")} 5004`,
  ]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a fee too small to divide goes to the treasury whole", () => {
  const world = worldWithDatanets();
  const treasury = world.bank.moduleAddress(world.context(), "treasury");
  expect(distribute(world, 1n, [])).toEqual([`treasury ${treasury} 1`]);
  expect(distribute(world, 0n, [])).toEqual([]);
});

test("owners above the data part stop the chain: the market has let in a sum that does not add up", () => {
  const world = worldWithDatanets();
  expect(() => distribute(world, 1000n, [{ owner: alice, datanetId: 1n, amount: 401n }])).toThrow(
    /more than the data part/,
  );
});

test("two generations are paid out of what a descendant earns, a line per ancestor with the model that earned it", () => {
  const world = worldWithDatanets();
  const owed = (modelId: bigint, receiver: string, bps: number, generation: number): ModelVersion["ancestors"][number] => ({
    ...{ modelId, version: 2n, receiver, bps, generation },
  });
  const ancestors = [owed(3n, alice, 1_000, 2), owed(4n, bob, 500, 1), owed(5n, alice, 333, 1), owed(6n, bob, 0, 2)];
  const payouts = distribute(world, 100_003n, [], { version: { ...model, modelId: 9n, version: 1n, ancestors } });
  expect(payouts.filter((line) => /^(royalty|model) /.test(line))).toEqual([
    `royalty ${ancestor} 5000`,
    `royalty ${alice} 2000 9@1 owes 3@2 as generation 2`,
    `royalty ${bob} 1000 9@1 owes 4@2 as generation 1`,
    `royalty ${alice} 666 9@1 owes 5@2 as generation 1`,
    `model ${publisher} 11334`,
  ]);
  expect(world.brokenInvariants()).toEqual([]);
});
