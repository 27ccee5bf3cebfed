import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { demoError } from "../../home/demo-home.ts";
import { QUESTIONS } from "../network/texts.ts";
import type { Stage } from "../network/stage.ts";
import { askBuyersClient } from "../verdicts/buyers-client.ts";
import { settlementOf } from "../verdicts/verdict-of.ts";
import { answer } from "./answer.ts";
import { openSession } from "./open-session.ts";
import { settleMessage } from "./settle.ts";

/** Answers that an honest host gave, an honest buyer checked, and the chain took with all their openings. */
export interface HonestBatch {
  readonly openings: readonly ReceiptOpening[];
  readonly settlementId: bigint;
  /** Of the block that holds the settlement. */
  readonly height: bigint;
}

/** Asks everything once and settles it. Throws `CHECK` when the buyer's client refuses a receipt. */
export async function settleHonestly(stage: Stage): Promise<HonestBatch> {
  const session = await openSession(stage, stage.honest, "buyer");
  const openings = QUESTIONS.map((question, index) => answer(stage, session, question, index));
  for (const [index, opening] of openings.entries()) {
    const refused = await askBuyersClient(stage, session, opening, index);
    if (refused !== null) throw demoError("CHECK", `an honest receipt is refused: ${refused.check}: ${refused.message}`);
  }
  const sent = await stage.sender("host").send([settleMessage(stage, session, openings)]);
  return { openings, settlementId: settlementOf(sent), height: sent.height };
}
