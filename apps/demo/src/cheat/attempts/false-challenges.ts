import { join } from "node:path";
import { outgoing, type OutgoingMessage } from "@openledger/client";
import type { ContributionRef, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleKind, MsgCounterexample, MsgDemand, MsgDemandResponse } from "@openledger/messages/openledger/market/v1";
import { answer, claimOf, receiptOf } from "../host/answer.ts";
import { forgetting } from "../host/lying-source.ts";
import { answerMessage } from "../host/answer-demand.ts";
import { openSession } from "../host/open-session.ts";
import { settleMessage } from "../host/settle.ts";
import type { Desk, OpenSession, Stage } from "../network/stage.ts";
import { startWatch } from "../network/start-watch.ts";
import { QUESTION } from "../network/texts.ts";
import { awaitEvent } from "../verdicts/await-event.ts";
import { settlementOf, voidVerdict } from "../verdicts/verdict-of.ts";
import type { Attempt } from "./attempt.ts";

/** Challenges that are lies themselves. */
export const falseChallenges: readonly Attempt[] = [
  {
    name: "files a false challenge",
    actor: "accuser",
    tried: "shows the friend's later copy against an honest host that paid the author.",
    affected: ["host", "buyer", "alice"],
    expected: ["market/claim-stands"],
    async prepare(stage) {
      const session = await openSession(stage, stage.honest, "buyer");
      const honest = answer(stage, session, QUESTION);
      const sent = await stage.sender("host").send([settleMessage(stage, session, [honest])]);
      const settlementId = settlementOf(sent);
      const challenge = accusation(stage, settlementId, honest, withoutAlice(stage, stage.honest, session));
      return async () => {
        const filed = await stage.sender("accuser").send([challenge]);
        const wanted = { settlement_id: settlementId.toString() };
        const { height, attributes } = await awaitEvent(stage.client, "counterexample_judged", wanted, filed.height);
        const { outcome = "", code = "", bond = "" } = attributes;
        if (outcome !== "stands") return { caught: undefined };
        const message = `the claim stands: the copy was registered later; the bond of ${bond} went to the host`;
        return { caught: { kind: "counter-example", codespace: "market", code, message, height } };
      };
    },
  },
  {
    name: "demands what is right",
    actor: "accuser",
    tried: "demands the openings of an honest settlement, to make work for its host.",
    affected: ["host", "buyer"],
    expected: ["market/demand-answered"],
    async prepare(stage) {
      const session = await openSession(stage, stage.honest, "buyer");
      const honest = answer(stage, session, QUESTION);
      const settlementId = settlementOf(await stage.sender("host").send([settleMessage(stage, session, [honest], { byHashes: true })]));
      const challenger = stage.parties.accuser.address;
      return async () => {
        const made = await stage.sender("accuser").send([outgoing(MsgDemand, { challenger, settlementId, receipts: [0n] })]);
        const { demandId } = made.response(MsgDemandResponse);
        const sent = await stage.sender("host").send([answerMessage(stage, "host", demandId, honest)]);
        const wanted = { settlement_id: settlementId.toString() };
        const { height, attributes } = await awaitEvent(stage.client, "demand_answered", wanted, sent.height);
        const message = `the host opened what was demanded; the bond of ${attributes["bond"]} pays for its gas`;
        return { caught: { kind: "demand", codespace: "market", code: "demand-answered", message, height } };
      };
    },
  },
  {
    name: "challenges itself",
    actor: "cheating host",
    tried: "settles a lie and files the counter-example from its own account, to win the bond back.",
    affected: ["careless buyer", "alice"],
    expected: ["market/match-omitted"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const lie = withoutAlice(stage, stage.library, session);
      return async () => {
        const sent = await stage.sender("cheating host").send([settleMessage(stage, session, [lie])]);
        const own = startWatch(stage, "cheating host", join(stage.home.root, "own watch"));
        await own.look();
        await own.close();
        return voidVerdict(stage, settlementOf(sent), sent);
      };
    },
  },
];

/** The answer as somebody attributes it who does not know the author. */
function withoutAlice(stage: Stage, desk: Desk, session: OpenSession): ReceiptOpening {
  const alice = stage.parties.alice.address;
  return answer(stage, session, QUESTION, 0, { source: forgetting(desk, (contributor) => contributor === alice) });
}

/** A counter-example that shows the first match of another attribution. */
function accusation(stage: Stage, settlementId: bigint, opening: ReceiptOpening, other: ReceiptOpening): OutgoingMessage {
  const { request, requestSecret, output, outputSecret } = opening;
  const match = claimOf(other).spans.find((span) => span.match?.contribution !== undefined)?.match;
  const shown = other.contributions.find(({ leaf }) => isSame(leaf, match?.contribution));
  const { rows, chunks = [], rowHashes = [] } = shown ?? {};
  return outgoing(MsgCounterexample, {
    ...{ challenger: stage.parties.accuser.address, settlementId, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH },
    disputed: {
      ...{ receipt: receiptOf(opening), claim: claimOf(opening), claimsPath: [] },
      ...{ request, requestSecret, output, outputSecret },
    },
    match: { match, rows, chunks, rowHashes },
  });
}

function isSame(leaf: ContributionRef | undefined, ref: ContributionRef | undefined): boolean {
  return leaf !== undefined && leaf.datanetId === ref?.datanetId && leaf.seq === ref.seq;
}
