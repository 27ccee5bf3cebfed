import { join } from "node:path";
import { outgoing } from "@openledger/client";
import { openServiceKey } from "@openledger/keyring";
import { MsgOpenSession, MsgOpenSessionResponse, Visibility } from "@openledger/messages/openledger/market/v1";
import { CHEAT_TERMS } from "../network/cheat-genesis.ts";
import type { Party } from "../network/parties.ts";
import type { Desk, OpenSession, Stage } from "../network/stage.ts";

/** A public session of a buyer with a host. */
export async function openSession(stage: Stage, desk: Desk, buyer: Party): Promise<OpenSession> {
  const { id: offerId, price } = desk.served.offer;
  const key = openServiceKey(join(stage.home.root, "keys", `session ${stage.sessions.length + 1}`));
  const sent = await stage.sender(buyer).send([
    outgoing(MsgOpenSession, {
      ...{ buyer: stage.parties[buyer].address, offerId, sessionKey: key.publicKey },
      escrow: { denom: price?.denom ?? "", amount: String(CHEAT_TERMS.escrow) },
      ...{ visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: CHEAT_TERMS.sessionSeconds },
    }),
  ]);
  const session = { id: sent.response(MsgOpenSessionResponse).sessionId, desk, buyer, key };
  stage.sessions.push(session);
  return session;
}
