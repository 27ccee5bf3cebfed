import { outgoing, type OutgoingMessage } from "@openledger/client";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgAnswerDemand } from "@openledger/messages/openledger/market/v1";
import type { Party } from "../network/parties.ts";
import type { Stage } from "../network/stage.ts";

/** The answer to a demand for the only receipt of a settlement. */
export function answerMessage({ parties }: Stage, host: Party, demandId: bigint, opening: ReceiptOpening): OutgoingMessage {
  const { receipt, claim } = opening;
  return outgoing(MsgAnswerDemand, { host: parties[host].address, demandId, claims: [{ receipt, claim }], openings: [opening] });
}
