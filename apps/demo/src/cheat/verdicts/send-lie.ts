import { ClientError, type CommittedTx, type OutgoingMessage } from "@openledger/client";
import type { Caught } from "../attempts/attempt.ts";
import type { Party } from "../network/parties.ts";
import type { Stage } from "../network/stage.ts";

/** Enough for every message here: with a limit nothing is simulated, so that a block refuses the lie and not a client. */
const GAS_LIMIT = 3_000_000n;

export type SentLie =
  | { readonly tx: CommittedTx; readonly caught: undefined }
  | { readonly tx?: undefined; readonly caught: Caught };

/** Signs and sends what should not be taken; a block that holds and refuses it catches the lie. */
export async function sendLie(stage: Stage, party: Party, message: OutgoingMessage): Promise<SentLie> {
  try {
    return { caught: undefined, tx: await stage.sender(party).send([message], { gasLimit: GAS_LIMIT }) };
  } catch (error) {
    if (!(error instanceof ClientError) || error.chainCode === undefined) throw error;
    const held = error.txHash === undefined ? undefined : await stage.client.tx(error.txHash);
    const height = held?.height ?? (await stage.client.height());
    return { caught: { kind: "transaction", ...error.chainCode, message: plain(held?.log ?? error.message), height } };
  }
}

/** What the chain says, without the frame around it. */
function plain(log: string): string {
  return log.replace(/^failed to execute message; message index: \d+: /, "");
}
