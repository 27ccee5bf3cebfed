import { allDatanets, outgoing } from "@openledger/client";
import {
  MsgCreateDatanet,
  MsgFreezeVersion,
  PrivateSessions,
  QueryService as DatanetQuery,
  QuotePolicy,
  Use,
  type Datanet,
} from "@openledger/messages/openledger/datanet/v1";
import { demoError } from "../home/demo-home.ts";
import { BASE_DENOM, TERMS } from "./demo-terms.ts";
import type { World } from "./world.ts";

/** What a datanet is called and for. */
export interface DatanetNames {
  readonly name: string;
  readonly purpose: string;
}

const DEMO_TEXTS: DatanetNames = { name: "demo texts", purpose: "Text for answers that quote it and pay its contributors." };

/** The curator's datanet, created if the chain has none of theirs. */
export async function ensureDatanet(world: World, names: DatanetNames = DEMO_TEXTS): Promise<Datanet> {
  return (await findDatanet(world)) ?? createDatanet(world, names);
}

async function findDatanet({ client, keys }: World): Promise<Datanet | undefined> {
  return (await allDatanets(client)).find(({ creator }) => creator === keys.roles.curator.address);
}

async function createDatanet(world: World, names: DatanetNames): Promise<Datanet> {
  const curator = world.keys.roles.curator.address;
  const message = outgoing(MsgCreateDatanet, {
    creator: curator,
    ...names,
    licence: {
      spdx: "mixed",
      uses: [Use.USE_RETRIEVE],
      quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    curators: [curator],
    threshold: 1,
    curatorBps: TERMS.curatorBps,
    bondPerKib: { denom: BASE_DENOM, amount: String(TERMS.bondPerKib) },
    minPriorBps: TERMS.minPriorBps,
  });
  await world.send("curator", [message]);
  const created = await findDatanet(world);
  if (created === undefined) throw demoError("CHECK", "the chain took MsgCreateDatanet and shows no datanet");
  return created;
}

/** Freezes version 1 unless it is frozen, and returns the datanet as it is then. */
export async function ensureFrozen(world: World, datanetId: bigint): Promise<Datanet> {
  const before = await datanetOf(world, datanetId);
  if (before.versionCount > 0n) return before;
  await world.send("curator", [outgoing(MsgFreezeVersion, { signer: world.keys.roles.curator.address, datanetId })]);
  return datanetOf(world, datanetId);
}

export async function datanetOf({ client }: World, datanetId: bigint): Promise<Datanet> {
  const { datanet } = await client.query(DatanetQuery.Datanet, { datanetId });
  if (datanet === undefined) throw demoError("CHECK", `datanet ${datanetId} came back empty`);
  return datanet;
}
