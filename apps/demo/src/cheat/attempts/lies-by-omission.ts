import type { AttributionSource } from "@openledger/attribution";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import type { LeftOut } from "@openledger/retrieval";
import { answer, type Departure } from "../host/answer.ts";
import { forgetting } from "../host/lying-source.ts";
import { openSession } from "../host/open-session.ts";
import { settleMessage } from "../host/settle.ts";
import type { Desk, OpenSession, Stage } from "../network/stage.ts";
import type { Party } from "../network/parties.ts";
import { QUESTION } from "../network/texts.ts";
import { askBuyersClient } from "../verdicts/buyers-client.ts";
import { sendLie } from "../verdicts/send-lie.ts";
import { settlementOf, voidVerdict } from "../verdicts/verdict-of.ts";
import type { Attempt, Outcome } from "./attempt.ts";

/** Lies that fit all that is opened beside them: only who looks at the whole model sees them, as every watcher does. */
export const liesByOmission: readonly Attempt[] = [
  {
    name: "credits its friend",
    actor: "cheating host",
    tried: "credits a friend who registered a copy of the author's text later.",
    affected: ["careless buyer", "alice", "friend", "watcher"],
    expected: ["market/match-omitted"],
    prepare: (stage) => settleDeparted(stage, stage.library, { source: without(stage, "alice") }),
  },
  {
    name: "omits the true author",
    actor: "cheating host",
    tried: "states that nobody has registered the words of its answer.",
    affected: ["careless buyer", "alice", "watcher"],
    expected: ["market/match-omitted"],
    prepare: (stage) => settleDeparted(stage, stage.library, { source: without(stage, "alice", "friend") }),
  },
  {
    name: "leaves the best passage out",
    actor: "cheating host",
    tried: "answers with other passages than the model chooses, without those of the true author.",
    affected: ["careless buyer", "alice", "watcher"],
    expected: ["market/output-wrong"],
    prepare: (stage) => settleDeparted(stage, stage.library, { isLeftOut: fromOneOf(stage, "alice", "friend") }),
  },
  {
    name: "swaps a token of an n-gram answer",
    actor: "cheating host",
    tried: "writes another last word than the one on which the model's draw falls.",
    affected: ["careless buyer", "watcher"],
    expected: ["market/output-wrong"],
    prepare: (stage) =>
      settleDeparted(stage, stage.talker, { output: (right) => toUtf8(fromUtf8(right).replace(/\S+$/, "coffee")) }),
  },
];

function without({ library, parties }: Stage, ...names: readonly ("alice" | "friend")[]): AttributionSource {
  const addresses = names.map((name) => parties[name].address);
  return forgetting(library, (contributor) => addresses.includes(contributor));
}

/** True for passages that one of these registered. */
function fromOneOf({ library, parties }: Stage, ...names: readonly Party[]): LeftOut {
  const { served } = library;
  const addresses = names.map((name) => parties[name].address);
  return ({ contribution }) => {
    const ref = served.refOf(contribution);
    return ref !== undefined && addresses.includes(served.source.held(ref).leaf.contributor);
  };
}

/** The buyer's client cannot see it, the chain takes the settlement, and the watcher voids it by itself. */
async function settleDeparted(stage: Stage, desk: Desk, departure: Departure): Promise<() => Promise<Outcome>> {
  const session = await openSession(stage, desk, "careless buyer");
  const lie = answer(stage, session, QUESTION, 0, departure);
  return () => watchedSettlement(stage, session, lie);
}

async function watchedSettlement(stage: Stage, session: OpenSession, lie: ReceiptOpening): Promise<Outcome> {
  const buyersClient = await askBuyersClient(stage, session, lie);
  const { tx, caught } = await sendLie(stage, session.desk.host, settleMessage(stage, session, [lie]));
  if (tx === undefined) return { caught, buyersClient };
  const before = stage.watcher.report().challenged;
  await stage.watcher.look();
  if (stage.watcher.report().challenged === before) return { caught: undefined, buyersClient };
  return { ...(await voidVerdict(stage, settlementOf(tx), tx)), buyersClient };
}
