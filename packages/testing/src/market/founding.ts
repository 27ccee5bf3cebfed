import { MsgCreateDatanet, MsgFreezeVersion, PrivateSessions, QuotePolicy, Use } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { encodeRecipe, recipeHash, RULE_VERSION, smoothedRecipe } from "@openledger/ngram";
import { assertDefined } from "@openledger/primitives";
import { TERMS, type MarketWorld } from "./market-world.ts";
import { CURATION } from "./strategies/curators.ts";

const PRIOR_BPS = 2_000;
const CURATOR_BPS = 500;
const FREEZE_AT = 28;
const PUBLISH_AT = 29;

/** Datanets 1 and 2 are public; 3 is quoted on demand only and allows any private session. */
export function foundDatanets(world: MarketWorld): void {
  const builder = world.people.builder.address;
  for (const [id, { curators, threshold }] of Object.entries(CURATION)) {
    const isClosed = id === "3";
    world.send("builder", MsgCreateDatanet, {
      ...{ creator: builder, name: `datanet ${id}`, purpose: "simulated", threshold, curatorBps: CURATOR_BPS, minPriorBps: 500 },
      licence: {
        ...{ spdx: "MIT", uses: [Use.USE_RETRIEVE, Use.USE_TRAIN] },
        quote: isClosed ? QuotePolicy.QUOTE_POLICY_DEMAND_ONLY : QuotePolicy.QUOTE_POLICY_PUBLIC,
        privateSessions: isClosed ? PrivateSessions.PRIVATE_SESSIONS_ANY : PrivateSessions.PRIVATE_SESSIONS_NEVER,
      },
      curators: curators.map((name) => world.people[name].address),
      bondPerKib: { denom: "uopen", amount: String(TERMS.bondPerKib) },
    }, "create datanet");
  }
  world.runBlock();
}

/** Once per epoch a version of each datanet that grew, then a model over the public ones and one over the other. */
export function actAsBuilder(world: MarketWorld): void {
  const at = world.block % TERMS.blocksPerEpoch;
  const signer = world.people.builder.address;
  if (at === FREEZE_AT) {
    for (const datanetId of [1n, 2n, 3n]) world.send("builder", MsgFreezeVersion, { signer, datanetId }, "freeze");
  }
  if (at !== PUBLISH_AT) return;
  for (const datanets of [[1n, 2n], [3n]]) {
    const manifest = datanets.map((datanetId) => ({ datanetId, version: newest(world, datanetId), priorBps: PRIOR_BPS }));
    const recipe = smoothedRecipe(3, 1_000);
    world.send("builder", MsgPublishModel, {
      ...{ publisher: signer, name: `model ${world.block}`, kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: RULE_VERSION, manifest },
      ...{ recipe: encodeRecipe(recipe), recipeHash: recipeHash(recipe, world.crypto.sha256) },
      artifactRoot: world.roll("builder", `artifact over ${datanets.length}`).bytes(32),
    }, "publish");
  }
}

function newest({ state }: MarketWorld, datanetId: bigint): bigint {
  return assertDefined(state.datanets.find(({ id }) => id === datanetId), "a founded datanet").versionCount;
}
