import { allOffers, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { MsgCreateOffer, type Offer } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { demoError } from "../home/demo-home.ts";
import { DOLLAR_DENOM, TERMS } from "./demo-terms.ts";
import type { World } from "./world.ts";

/** The host's open offer of this model version, made if there is none. */
export async function ensureOffer(world: World, model: ModelVersion, endpoint: string): Promise<Offer> {
  const known = await findOffer(world, model);
  if (known !== undefined) return known;
  const receiptKey = openServiceKey(receiptKeyPath(world.home.host));
  const message = outgoing(MsgCreateOffer, {
    host: world.keys.roles.host.address,
    modelId: model.modelId,
    modelVersion: model.version,
    endpoint,
    price: {
      denom: DOLLAR_DENOM,
      perCall: String(TERMS.perCall),
      per1kInput: String(TERMS.per1kInput),
      per1kOutput: String(TERMS.per1kOutput),
    },
    latencyClassMs: TERMS.latencyClassMs,
    lateBps: TERMS.lateBps,
    unsignedCalls: TERMS.unsignedCalls,
    bond: { denom: DOLLAR_DENOM, amount: String(TERMS.hostBond) },
    openingFee: String(TERMS.openingFee),
    receiptKey: receiptKey.publicKey,
    region: "this machine",
    powerSource: "unknown",
  });
  await world.send("host", [message]);
  const made = await findOffer(world, model);
  if (made === undefined) throw demoError("CHECK", "the chain took MsgCreateOffer and shows no offer");
  return made;
}

async function findOffer({ client, keys }: World, model: ModelVersion): Promise<Offer | undefined> {
  return (await allOffers(client)).find(
    ({ host, modelId, modelVersion, closed }) =>
      !closed && host === keys.roles.host.address && modelId === model.modelId && modelVersion === model.version,
  );
}
