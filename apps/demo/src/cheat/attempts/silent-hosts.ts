import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as MarketQuery, type OwnedLine } from "@openledger/messages/openledger/market/v1";
import { answer } from "../host/answer.ts";
import { answerMessage } from "../host/answer-demand.ts";
import { openSession } from "../host/open-session.ts";
import { ownedLines, settleMessage } from "../host/settle.ts";
import type { Stage } from "../network/stage.ts";
import { QUESTION } from "../network/texts.ts";
import { sendLie } from "../verdicts/send-lie.ts";
import { settlementOf, voidVerdict } from "../verdicts/verdict-of.ts";
import type { Attempt, Outcome } from "./attempt.ts";

/** Hosts that settle by hashes and hope that nobody asks. */
export const silentHosts: readonly Attempt[] = [
  {
    name: "never answers a demand",
    actor: "cheating host",
    tried: "settles by hashes alone and shows nobody what it was paid for.",
    affected: ["careless buyer", "watcher"],
    expected: ["market/demand-unanswered"],
    prepare: (stage) => settleByHashes(stage, (lines) => lines),
  },
  {
    name: "adds wrongly behind hashes",
    actor: "cheating host",
    tried: "settles by hashes, states half of the author's amount for its friend, then opens the right claims.",
    affected: ["careless buyer", "alice", "friend", "watcher"],
    expected: ["market/demand-unanswered"],
    prepare: (stage) => settleByHashes(stage, (lines) => shareWith(lines, stage.parties.friend.address), answerDemand),
  },
];

/** Half of what each line says goes to a friend. */
function shareWith(lines: readonly OwnedLine[], friend: string): OwnedLine[] {
  const shared = lines.map((line) => ({ ...line, amount: (BigInt(line.amount) / 2n).toString() }));
  return [...shared, ...shared.slice(0, 1).map((line) => ({ ...line, owner: friend }))];
}

async function settleByHashes(
  stage: Stage,
  change: (lines: readonly OwnedLine[]) => readonly OwnedLine[],
  react?: typeof answerDemand,
): Promise<() => Promise<Outcome>> {
  const session = await openSession(stage, stage.library, "careless buyer");
  const opening = answer(stage, session, QUESTION);
  const message = settleMessage(stage, session, [opening], { byHashes: true, owned: change(ownedLines([opening])) });
  return async () => {
    const { tx, caught } = await sendLie(stage, "cheating host", message);
    if (tx === undefined) return { caught };
    await stage.watcher.look();
    const refused = await react?.(stage, settlementOf(tx), opening);
    const verdict = await voidVerdict(stage, settlementOf(tx), tx);
    await stage.watcher.look();
    if (refused === undefined) return verdict;
    const said = `${verdict.caught.message}; its answer was refused: ${refused}`;
    return { ...verdict, caught: { ...verdict.caught, message: said } };
  };
}

/** What the chain says against the host's answer to the watcher's demand. */
async function answerDemand(stage: Stage, settlementId: bigint, opening: ReceiptOpening): Promise<string | undefined> {
  const { settlement } = await stage.client.query(MarketQuery.Settlement, { settlementId });
  const message = answerMessage(stage, "cheating host", settlement?.openDemands[0] ?? 0n, opening);
  const { caught } = await sendLie(stage, "cheating host", message);
  return caught && `${caught.message} (${caught.codespace} ${caught.code})`;
}
