import { allSessions, orNotFound } from "@openledger/client";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { demoError } from "../home/demo-home.ts";
import type { AnsweredQuestion } from "./ask.ts";
import type { ChainHistory, HistoryReader } from "./chain-history.ts";
import type { World } from "./world.ts";

const PATIENCE_MS = 120_000;
const POLL_MS = 250;

/** Waits until every answered receipt is part of a settlement that is final, and returns the history by then. */
export async function awaitSettlements(
  world: World,
  reader: HistoryReader,
  answers: readonly AnsweredQuestion[],
  detail: (text: string) => void,
): Promise<ChainHistory> {
  const sessions = [...new Set(answers.map(({ file }) => file.readable.sessionId))];
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const history = await reader.read();
    const finals = answers.filter(({ file }) => isFinal(history, file.readable.sessionId, BigInt(file.readable.index)));
    const open = await Promise.all(sessions.map((id) => openPart(world, BigInt(id))));
    const pending = open.reduce((sum, one) => sum + one.pending, 0);
    detail(`${finals.length} of ${answers.length} receipts paid out, ${pending} settlements pending in their window`);
    if (finals.length === answers.length && pending === 0) return history;
    if (Date.now() > end) {
      throw demoError("TIMEOUT", `after ${PATIENCE_MS / 1000} s only ${finals.length} of ${answers.length} receipts are paid out; the gateway's log says why`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function openPart({ client }: World, sessionId: bigint): Promise<{ readonly pending: number }> {
  const found = await orNotFound(client.query(MarketQuery.Session, { sessionId }));
  return { pending: found?.session?.pendingSettlements ?? 0 };
}

/** True when the receipt lies in a settlement that was paid out. */
export function isFinal(history: ChainHistory, sessionId: string, index: bigint): boolean {
  return settlementOf(history, sessionId, index)?.isFinal === true;
}

/** The settlement that holds a receipt; undefined while it is not settled. */
export function settlementOf(
  history: ChainHistory,
  sessionId: string,
  index: bigint,
): { readonly id: string; readonly height: bigint; readonly isFinal: boolean } | undefined {
  const found = history.submitted.find(
    (one) => one.sessionId === sessionId && index >= one.firstIndex && index < one.firstIndex + one.receiptCount,
  );
  if (found === undefined) return undefined;
  const final = history.finals.find(({ id }) => id === found.id);
  return { id: found.id, height: final?.height ?? found.height, isFinal: final !== undefined };
}

/** Sessions of the chain whose settled ranges do not follow each other: a receipt would have been paid twice. */
export async function settledTwice(world: World, history: ChainHistory): Promise<string[]> {
  const problems: string[] = [];
  const sessions = new Map((await allSessions(world.client)).map((session) => [session.id.toString(), session]));
  const next = new Map<string, bigint>();
  for (const { id, sessionId, firstIndex, receiptCount } of history.submitted) {
    const expected = next.get(sessionId) ?? 0n;
    if (firstIndex !== expected) problems.push(`settlement ${id} begins at ${firstIndex}, not ${expected}`);
    next.set(sessionId, firstIndex + receiptCount);
  }
  for (const [id, size] of next) {
    const session = sessions.get(id);
    if (session !== undefined && session.logSize !== size) problems.push(`session ${id} has ${session.logSize} settled receipts, events say ${size}`);
  }
  return problems;
}
