import { answer } from "../host/answer.ts";
import { openSession } from "../host/open-session.ts";
import { settleMessage } from "../host/settle.ts";
import { QUESTION, QUESTIONS } from "../network/texts.ts";
import { sendLie } from "../verdicts/send-lie.ts";
import type { Attempt } from "./attempt.ts";

/** Attempts to be paid more, or more often, than the buyer signed. */
export const liesAboutSums: readonly Attempt[] = [
  {
    name: "replays a receipt",
    actor: "cheating host",
    tried: "settles a receipt that it settled a moment ago once more.",
    affected: ["careless buyer"],
    expected: ["market/20"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const message = settleMessage(stage, session, [answer(stage, session, QUESTION)]);
      await stage.sender("cheating host").send([message]);
      return () => sendLie(stage, "cheating host", message);
    },
  },
  {
    name: "replays a receipt in another session",
    actor: "cheating host",
    tried: "settles a receipt and the buyer's head of one session in another one of the same buyer.",
    affected: ["careless buyer"],
    expected: ["market/22"],
    async prepare(stage) {
      const first = await openSession(stage, stage.library, "careless buyer");
      const second = await openSession(stage, stage.library, "careless buyer");
      const paid = answer(stage, first, QUESTION);
      const message = settleMessage(stage, first, [paid], { sessionId: second.id });
      return () => sendLie(stage, "cheating host", message);
    },
  },
  {
    name: "settles above the head",
    actor: "cheating host",
    tried: "settles two receipts of which the buyer signed the first.",
    affected: ["careless buyer"],
    expected: ["market/23"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const receipts = [0, 1].map((index) => answer(stage, session, QUESTIONS[index] ?? "", index));
      return () => sendLie(stage, "cheating host", settleMessage(stage, session, receipts, { headSize: 1 }));
    },
  },
  {
    name: "signs the buyer's head itself",
    actor: "cheating host",
    tried: "settles a receipt under a head that it signed with its own key.",
    affected: ["careless buyer"],
    expected: ["market/25"],
    async prepare(stage) {
      const session = await openSession(stage, stage.library, "careless buyer");
      const forged = { ...session, key: stage.library.receiptKey };
      return () => sendLie(stage, "cheating host", settleMessage(stage, forged, [answer(stage, session, QUESTION)]));
    },
  },
];
