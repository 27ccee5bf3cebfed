import { join } from "node:path";
import { outgoing } from "@openledger/client";
import { openServiceKey } from "@openledger/keyring";
import { MsgCreateOffer, MsgCreateOfferResponse } from "@openledger/messages/openledger/market/v1";
import { loadServedModel } from "@openledger/served-model";
import { CHEAT_TERMS } from "./cheat-genesis.ts";
import type { Party } from "./parties.ts";
import type { PublishedModel } from "./publish-models.ts";
import type { Desk, Network } from "./stage.ts";

/** A host's offer of a model in one denom, with the model rebuilt from the chain's rows. */
export async function openDesk(
  network: Network,
  host: Party,
  { modelId, version }: PublishedModel,
  denom: string,
): Promise<Desk> {
  const { client, blobs, crypto, home } = network;
  const receiptKey = openServiceKey(join(home.root, "keys", `receipts of the ${host} for model ${modelId}`));
  const { latencyClassMs, lateBps, unsignedCalls, perCall, hostBond } = CHEAT_TERMS;
  const sent = await network.sender(host).send([
    outgoing(MsgCreateOffer, {
      ...{ host: network.parties[host].address, modelId, modelVersion: version, endpoint: "http://127.0.0.1:8080/v1" },
      price: { denom, perCall: String(perCall), per1kInput: "0", per1kOutput: "0" },
      ...{ latencyClassMs, lateBps, unsignedCalls, openingFee: "0", receiptKey: receiptKey.publicKey },
      bond: { denom, amount: String(hostBond) },
    }),
  ]);
  const { offerId } = sent.response(MsgCreateOfferResponse);
  return { host, receiptKey, served: await loadServedModel({ client, blobs, sha256: crypto.sha256 }, offerId) };
}
