import { SpanStatus, type Claim, type ReceiptOpening, type Span } from "@openledger/messages/openledger/attribution/v1";
import { concatBytes, toUtf8 } from "@openledger/primitives";
import { answer, restated } from "../host/answer.ts";
import { passingOff } from "../host/lying-source.ts";
import { openSession } from "../host/open-session.ts";
import { settleMessage } from "../host/settle.ts";
import type { OpenSession, Stage } from "../network/stage.ts";
import { OUTSIDE_REF, QUESTION, QUESTION_ABOUT_SAYING, SPLICED } from "../network/texts.ts";
import { askBuyersClient } from "../verdicts/buyers-client.ts";
import { sendLie } from "../verdicts/send-lie.ts";
import type { Attempt, Outcome } from "./attempt.ts";

/** Claims and outputs that contradict what is opened beside them: the settlement itself is refused. */
export const liesInClaims: readonly Attempt[] = [
  {
    name: "shifts a span",
    actor: "cheating host",
    tried: "cites the author's text one byte further on than the quoted words stand in it.",
    affected: ["careless buyer", "alice"],
    expected: ["attribution/21"],
    prepare: (stage) => settleRestated(stage, (claim) => ({ ...claim, spans: claim.spans.map(shifted) })),
  },
  {
    name: "adds wrongly",
    actor: "cheating host",
    tried: "gives the first owner one unit more than the weights of the spans do.",
    affected: ["careless buyer", "alice"],
    expected: ["attribution/36"],
    prepare: (stage) => settleRestated(stage, (claim) => ({ ...claim, owners: claim.owners.map(oneMore) })),
  },
  {
    name: "calls owned tokens unowned",
    actor: "cheating host",
    tried: "states that the author's words stood in the buyer's question and pays nobody for them.",
    affected: ["careless buyer", "alice"],
    expected: ["attribution/21"],
    prepare: (stage) => settleRestated(stage, (claim) => ({ ...claim, owners: [], spans: claim.spans.map(calledRequest) })),
  },
  {
    name: "splices a paragraph into a retrieval answer",
    actor: "cheating host",
    tried: "adds a paragraph that it registered itself to the passages of the model's answer.",
    affected: ["careless buyer", "alice"],
    expected: ["attribution/37"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const output = (right: Uint8Array): Uint8Array => concatBytes(right, toUtf8(`\n${SPLICED}\n`));
      const lie = answer(stage, session, QUESTION, 0, { output });
      return () => refusedSettlement(stage, session, lie);
    },
  },
  {
    name: "cites outside the manifest",
    actor: "cheating host",
    tried: "pays its friend for a sentence registered in a datanet that the model was not made of.",
    affected: ["careless buyer", "friend"],
    expected: ["attribution/30"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const source = passingOff(stage.library, OUTSIDE_REF);
      const lie = answer(stage, session, QUESTION_ABOUT_SAYING, 0, { source });
      return () => refusedSettlement(stage, session, lie);
    },
  },
];

async function settleRestated(
  stage: Stage,
  change: (claim: Claim) => Claim,
): Promise<() => Promise<Outcome>> {
  const session = await openSession(stage, stage.library, "careless buyer");
  const lie = restated(stage, session, answer(stage, session, QUESTION), change);
  return () => refusedSettlement(stage, session, lie);
}

async function refusedSettlement(stage: Stage, session: OpenSession, lie: ReceiptOpening): Promise<Outcome> {
  const buyersClient = await askBuyersClient(stage, session, lie);
  const { caught } = await sendLie(stage, session.desk.host, settleMessage(stage, session, [lie]));
  return { caught, buyersClient };
}

function isOwned({ status }: Span): boolean {
  return status === SpanStatus.SPAN_STATUS_OWNED;
}

function shifted(span: Span): Span {
  if (!isOwned(span) || span.match === undefined) return span;
  return { ...span, match: { ...span.match, offset: span.match.offset + 1n } };
}

function calledRequest(span: Span): Span {
  if (!isOwned(span) || span.match === undefined) return span;
  const match = { ...span.match, contribution: undefined, document: 0, offset: 5n };
  return { ...span, owner: "", status: SpanStatus.SPAN_STATUS_REQUEST, match };
}

function oneMore(line: Claim["owners"][number], at: number): Claim["owners"][number] {
  return at === 0 ? { ...line, amount: (BigInt(line.amount) + 1n).toString() } : line;
}
