import { join } from "node:path";
import type { ChainEvent } from "@openledger/client";
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { demoError, readTextIfThere } from "../home/demo-home.ts";
import { inParallel, type World } from "./world.ts";

/** One part of a fee, as the chain announced it. */
export interface Payout {
  /** 0 for the opening fee of a session. */
  readonly settlementId: string;
  readonly sessionId: string;
  /** Address, or `datanet/<id>@<version>` for a prior pool; empty for a burn. */
  readonly receiver: string;
  readonly role: string;
  readonly amount: bigint;
  readonly denom: string;
}

/** A settlement that was paid out. */
export interface FinalSettlement {
  readonly id: string;
  readonly sessionId: string;
  readonly amount: bigint;
  readonly denom: string;
  /** Height of the block that paid it. */
  readonly height: bigint;
  /** owned, priors, curators, returned, host, model, stakers, treasury, burned. */
  readonly parts: Readonly<Record<string, bigint>>;
  readonly payouts: readonly Payout[];
  /** Parts and payouts each sum to the amount. */
  readonly isComplete: boolean;
}

/** A settlement that the host submitted; final once {@link ChainHistory.finals} has it. */
export interface SubmittedSettlement {
  readonly id: string;
  readonly sessionId: string;
  readonly firstIndex: bigint;
  readonly receiptCount: bigint;
  readonly height: bigint;
}

/** What the blocks up to a height say about money. */
export interface ChainHistory {
  readonly height: bigint;
  /** Units that came in through gates, by denom. */
  readonly entered: Readonly<Record<string, bigint>>;
  /** Units by denom. */
  readonly burned: Readonly<Record<string, bigint>>;
  readonly submitted: readonly SubmittedSettlement[];
  readonly finals: readonly FinalSettlement[];
  /** All payouts, those of opening fees as well. */
  readonly payouts: readonly Payout[];
  readonly claimed: readonly { readonly claimant: string; readonly amount: string }[];
}

const PART_NAMES = ["owned", "priors", "curators", "returned", "host", "model", "stakers", "treasury", "burned"] as const;
const WATCHED: ReadonlySet<string> = new Set([
  ...["burn", "payout", "settlement_submitted", "settlement_finalized", "rewards_claimed", "gate_deposited"],
]);

/** Follows the events of committed blocks; reading again, also after a restart, goes on where it stopped. */
export interface HistoryReader {
  read(): Promise<ChainHistory>;
}

interface SeenEvent extends ChainEvent {
  readonly height: bigint;
}

const noteSchema = z.object({
  readTo: z.coerce.bigint(),
  seen: z.array(z.object({ type: z.string(), height: z.coerce.bigint(), attributes: z.record(z.string(), z.string()) })),
});

const BLOCKS_PER_NOTE = 50;

/** Blocks never change, so what was read is noted in the demo's folder and a chain that served for days starts quickly. */
export function createHistoryReader({ client, home }: Pick<World, "client" | "home">): HistoryReader {
  const file = join(home.root, "history.json");
  const noted = readNote(file);
  const seen: SeenEvent[] = noted.seen;
  let { readTo } = noted;
  return {
    async read() {
      const tip = await executedHeight(client);
      const heights = Array.from({ length: Number(tip - readTo) }, (_, i) => readTo + BigInt(i) + 1n);
      const events = await inParallel(heights, 8, (height) => eventsOf(client, height));
      seen.push(...events.flat());
      readTo = tip;
      if (heights.length < BLOCKS_PER_NOTE && events.every((ofBlock) => ofBlock.length === 0)) return historyOf(seen, tip);
      const note = { readTo: readTo.toString(), seen: seen.map((event) => ({ ...event, height: event.height.toString() })) };
      writeFileAtomic(file, toUtf8(JSON.stringify(note)));
      return historyOf(seen, tip);
    },
  };
}

/** Nothing is known when there is no note, or one that cannot be read: then the blocks are read again. */
function readNote(file: string): { readonly readTo: bigint; readonly seen: SeenEvent[] } {
  try {
    return noteSchema.parse(JSON.parse(readTextIfThere(file) ?? ""));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return { readTo: 0n, seen: [] };
    throw error;
  }
}

/** CometBFT shows a block before it has its results; those of the newest block that the App committed are there. */
async function executedHeight({ comet }: World["client"]): Promise<bigint> {
  return BigInt((await comet.abciInfo()).lastBlockHeight ?? 0);
}

async function eventsOf(client: World["client"], height: bigint): Promise<SeenEvent[]> {
  const { results, finalizeBlockEvents } = await client.comet.blockResults(Number(height));
  // Events of a failed transaction are those of its fee; what its messages did is undone.
  const all = [...results.flatMap(({ events }) => events), ...finalizeBlockEvents];
  return all
    .filter(({ type }) => WATCHED.has(type))
    .map(({ type, attributes }) => ({
      type,
      height,
      attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, value])),
    }));
}

function historyOf(seen: readonly SeenEvent[], height: bigint): ChainHistory {
  const of = (type: string): SeenEvent[] => seen.filter((event) => event.type === type);
  const payouts = of("payout").map(payoutOf);
  return {
    height,
    entered: sumsOf(of("gate_deposited")),
    burned: sumsOf(of("burn")),
    payouts,
    submitted: of("settlement_submitted").map((event) => ({
      id: text(event, "settlement_id"),
      sessionId: text(event, "session_id"),
      firstIndex: BigInt(text(event, "first_index")),
      receiptCount: BigInt(text(event, "receipt_count")),
      height: event.height,
    })),
    finals: of("settlement_finalized").map((event) => finalOf(event, payouts)),
    claimed: of("rewards_claimed").map((event) => ({ claimant: text(event, "claimant"), amount: text(event, "amount") })),
  };
}

/** What the events' amounts sum to, by denom. */
function sumsOf(events: readonly SeenEvent[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const event of events) {
    for (const { denom, amount } of coinsOf(text(event, "amount"))) sums[denom] = (sums[denom] ?? 0n) + amount;
  }
  return sums;
}

function payoutOf(event: SeenEvent): Payout {
  return {
    settlementId: text(event, "settlement_id"),
    sessionId: text(event, "session_id"),
    receiver: text(event, "receiver"),
    role: text(event, "role"),
    amount: BigInt(text(event, "amount")),
    denom: text(event, "denom"),
  };
}

function finalOf(event: SeenEvent, allPayouts: readonly Payout[]): FinalSettlement {
  const id = text(event, "settlement_id");
  const amount = BigInt(text(event, "amount"));
  const parts = Object.fromEntries(PART_NAMES.map((name) => [name, BigInt(text(event, name))]));
  const payouts = allPayouts.filter(({ settlementId }) => settlementId === id);
  const sumOfParts = Object.values(parts).reduce((sum, part) => sum + part, 0n);
  const sumOfPayouts = payouts.reduce((sum, payout) => sum + payout.amount, 0n);
  return {
    id,
    sessionId: text(event, "session_id"),
    amount,
    denom: text(event, "denom"),
    height: event.height,
    parts,
    payouts,
    isComplete: sumOfParts === amount && sumOfPayouts === amount,
  };
}

function text(event: SeenEvent, key: string): string {
  const value = event.attributes[key];
  if (value === undefined) throw demoError("CHECK", `block ${event.height}: event ${event.type} has no ${key}`);
  return value;
}

/** Reads `12uopen,3udemo`; what is no coin is left out. */
export function coinsOf(list: string): { denom: string; amount: bigint }[] {
  return list.split(",").flatMap((coin) => {
    const match = /^(\d+)(.+)$/.exec(coin);
    return match === null ? [] : [{ amount: BigInt(match[1] ?? "0"), denom: match[2] ?? "" }];
  });
}
