import { outgoing } from "@openledger/client";
import {
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgFreezeVersion,
  PrivateSessions,
  QuotePolicy,
  Use,
} from "@openledger/messages/openledger/datanet/v1";
import { toUtf8 } from "@openledger/primitives";
import { planContributions, registerContributions, uploadContent } from "../../../src/steps/contribute.ts";
import { BASE_DENOM, TERMS } from "../../../src/steps/demo-terms.ts";
import { fundOwners } from "../../../src/steps/fund-owners.ts";
import { reviewContributions } from "../../../src/steps/review.ts";
import type { World } from "../../../src/steps/world.ts";

/** Registers a text whose licence allows training, beside the demo's, which does not; returns its frozen datanet. */
export async function registerWords(world: World, text: string): Promise<bigint> {
  const curator = world.keys.roles.curator.address;
  const created = await world.send("curator", [
    outgoing(MsgCreateDatanet, {
      ...{ creator: curator, name: "words", purpose: "What a language model of the benchmark says.", curators: [curator], threshold: 1 },
      licence: {
        ...{ spdx: "CC0-1.0", uses: [Use.USE_TRAIN, Use.USE_INFER, Use.USE_RETRIEVE] },
        ...{ quote: QuotePolicy.QUOTE_POLICY_PUBLIC, privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER },
      },
      curatorBps: TERMS.curatorBps,
      bondPerKib: { denom: BASE_DENOM, amount: String(TERMS.bondPerKib) },
      minPriorBps: TERMS.minPriorBps,
    }),
  ]);
  const { datanetId } = created.response(MsgCreateDatanetResponse);
  const documents = [{ path: "words.txt", bytes: toUtf8(text) }];
  const contributions = [{ name: "words", version: "1", licence: "CC0-1.0", owner: "folder:words", documents }];
  const quiet = (): void => undefined;
  const planned = await planContributions(world, datanetId, { contributions, skipped: [] }, quiet);
  await fundOwners(world, planned);
  await uploadContent(world, planned, quiet);
  await reviewContributions(world, await registerContributions(world, datanetId, planned, quiet), quiet);
  await world.send("curator", [outgoing(MsgFreezeVersion, { signer: curator, datanetId })]);
  return datanetId;
}
