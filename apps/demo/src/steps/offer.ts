import { allOffers, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { MsgCloseOffer, MsgCreateOffer, type Offer } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { demoError } from "../home/demo-home.ts";
import type { HostRole } from "../home/demo-keys.ts";
import { DOLLAR_DENOM, TERMS } from "./demo-terms.ts";
import type { World } from "./world.ts";

/** What a host asks for and says of itself. Amounts are units of the denom. */
export interface OfferTerms {
  readonly role: "host" | HostRole;
  readonly denom: string;
  readonly perCall: bigint;
  readonly per1kInput: bigint;
  readonly per1kOutput: bigint;
  readonly openingFee: bigint;
  readonly bond: bigint;
  readonly latencyClassMs: bigint;
  readonly capacity: number;
  readonly region: string;
  readonly operator: string;
  readonly powerSource: string;
}

const { perCall, per1kInput, per1kOutput, openingFee, latencyClassMs, hostBond: bond } = TERMS;
const HOST: OfferTerms = {
  ...{ role: "host", denom: DOLLAR_DENOM, perCall, per1kInput, per1kOutput, openingFee, bond, latencyClassMs, capacity: 0 },
  ...{ region: "this machine", operator: "", powerSource: "unknown" },
};

/** The host's open offer of this model version, made if there is none. */
export async function ensureOffer(world: World, model: ModelVersion, endpoint: string, terms: OfferTerms = HOST): Promise<Offer> {
  const known = await findOffer(world, model, terms.role);
  return known ?? createOffer(world, model, endpoint, terms);
}

/** As `ensureOffer`; an offer that names another endpoint is closed and made again, since buyers go where it says. */
export async function ensureOfferAt(world: World, model: ModelVersion, endpoint: string, terms: OfferTerms): Promise<Offer> {
  const known = await findOffer(world, model, terms.role);
  if (known?.endpoint === endpoint) return known;
  if (known !== undefined) {
    await world.send(terms.role, [outgoing(MsgCloseOffer, { host: known.host, offerId: known.id })]);
  }
  return createOffer(world, model, endpoint, terms);
}

async function createOffer(world: World, model: ModelVersion, endpoint: string, terms: OfferTerms): Promise<Offer> {
  const { role, latencyClassMs: classMs, capacity, region, operator, powerSource } = terms;
  const receiptKey = openServiceKey(receiptKeyPath(world.home[role]));
  const message = outgoing(MsgCreateOffer, {
    host: world.keys.roles[role].address,
    ...{ modelId: model.modelId, modelVersion: model.version, endpoint },
    price: {
      denom: terms.denom,
      perCall: String(terms.perCall),
      per1kInput: String(terms.per1kInput),
      per1kOutput: String(terms.per1kOutput),
    },
    ...{ latencyClassMs: classMs, lateBps: TERMS.lateBps, unsignedCalls: TERMS.unsignedCalls, capacity },
    bond: { denom: terms.denom, amount: String(terms.bond) },
    openingFee: String(terms.openingFee),
    receiptKey: receiptKey.publicKey,
    ...{ region, operator, powerSource },
  });
  await world.send(role, [message]);
  const made = await findOffer(world, model, role);
  if (made === undefined) throw demoError("CHECK", "the chain took MsgCreateOffer and shows no offer");
  return made;
}

async function findOffer({ client, keys }: World, model: ModelVersion, role: OfferTerms["role"]): Promise<Offer | undefined> {
  return (await allOffers(client)).find(
    ({ host, modelId, modelVersion, closed }) =>
      !closed && host === keys.roles[role].address && modelId === model.modelId && modelVersion === model.version,
  );
}
