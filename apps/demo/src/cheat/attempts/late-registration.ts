import { contributionKey, createSpanIndex, type AttributionSource } from "@openledger/attribution";
import { loadCorpus, type CorpusEntry } from "@openledger/client";
import { assertDefined, fromUtf8 } from "@openledger/primitives";
import { answer } from "../host/answer.ts";
import { openSession } from "../host/open-session.ts";
import { settleMessage } from "../host/settle.ts";
import { freeze, registerTexts } from "../network/register-texts.ts";
import type { Stage } from "../network/stage.ts";
import { DATANET_ID, QUESTION } from "../network/texts.ts";
import { askBuyersClient } from "../verdicts/buyers-client.ts";
import { sendLie } from "../verdicts/send-lie.ts";
import type { Attempt } from "./attempt.ts";

/** Somebody registers the model's own answer as soon as it is known, and the cheating host cites it. */
export const lateRegistration: Attempt = {
  name: "registers after the fact",
  actor: "latecomer",
  tried: "registers the words of an answer once the model gives it, and the cheating host cites them.",
  affected: ["cheating host", "careless buyer", "alice"],
  expected: ["attribution/25"],
  async prepare(stage) {
    const session = await openSession(stage, stage.library, "careless buyer");
    const { output } = answer(stage, session, QUESTION);
    const text = { contributor: "latecomer", title: "an answer", documents: [fromUtf8(output)] } as const;
    return async () => {
      await registerTexts(stage, DATANET_ID, [text]);
      await freeze(stage, DATANET_ID);
      const lie = answer(stage, session, QUESTION, 0, { source: citing(stage, await lateEntry(stage)) });
      const buyersClient = await askBuyersClient(stage, session, lie);
      const { caught } = await sendLie(stage, "cheating host", settleMessage(stage, session, [lie]));
      return { caught, buyersClient };
    };
  },
};

async function lateEntry({ client, blobs, crypto, parties }: Stage): Promise<CorpusEntry> {
  const everything = { acceptedAtMost: (1n << 63n) - 1n, required: [DATANET_ID] };
  const { entries } = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, everything);
  const late = entries.find(({ contribution }) => contribution.contributor === parties.latecomer.address);
  return assertDefined(late, "the curators accepted it");
}

/** The host's source as if the late contribution were the only one. */
function citing({ library }: Stage, { held, indexed }: CorpusEntry): AttributionSource {
  const { source } = library.served;
  const key = contributionKey(indexed.ref);
  return {
    ...source,
    index: createSpanIndex([indexed]),
    standing: (ref) => (contributionKey(ref) === key ? "manifest" : source.standing(ref)),
    held: (ref) => (contributionKey(ref) === key ? held : source.held(ref)),
  };
}
