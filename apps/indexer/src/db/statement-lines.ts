import { inArray } from "drizzle-orm";
import { fatal } from "../errors.ts";
import type { BlockRows } from "../project/block-rows.ts";
import { claimableRoles, claimables, statementLines, type payouts, type StatementKind } from "../schema/rewards.ts";
import type { SourceGenesis } from "../source/committed-block.ts";
import type { Db, WriteTx } from "./database.ts";
import { upsertRows } from "./upsert-rows.ts";
import { writeRows } from "./write-rows.ts";

/** Addresses per question, under the bind limit. */
const STEP = 5_000;

type Line = typeof statementLines.$inferInsert;

type Credit = Pick<
  typeof statementLines.$inferSelect,
  "amount" | "settlementId" | "sessionId" | "datanetId" | "modelId" | "modelVersion" | "ancestorModelId" | "ancestorVersion" | "generation"
> & { readonly kind: StatementKind };

const NOWHERE = { sessionId: null, settlementId: null, modelId: null, modelVersion: null, ancestorModelId: null, ancestorVersion: null, generation: null };

interface Movement {
  readonly address: string;
  readonly denom: string;
  readonly height: bigint;
  readonly eventIndex: number;
  readonly credit?: Credit;
  readonly claim?: { readonly amount: bigint; readonly txIndex: number | null };
}

/** Writes what payouts and claims, of one block or of several, did to claimable balances, in the order of the events. */
export async function writeStatementLines(tx: WriteTx, rows: BlockRows): Promise<void> {
  const movements = movementsOf(rows);
  if (movements.length === 0) return;
  const balances = await loadBalances(tx.db, movements);
  const lines = movements.flatMap((movement) => linesOf(movement, balances));
  await writeRows(tx, statementLines, lines);
  await saveBalances(tx, movements, balances);
}

/** Begins statements with what accounts may claim at genesis; `height` is the one below the first block. */
export async function writeGenesisLines(tx: WriteTx, height: bigint, claimables: NonNullable<SourceGenesis["claimables"]>): Promise<void> {
  const balances = new Map<string, bigint>();
  const movements = claimables.map(({ address, denom, amount }): Movement => ({ address, denom, height, eventIndex: 0, credit: { ...NOWHERE, kind: "GENESIS", amount, datanetId: null } }));
  const lines = movements.flatMap((movement) => linesOf(movement, balances));
  await writeRows(tx, statementLines, lines);
  await saveBalances(tx, movements, balances);
}

function movementsOf(rows: BlockRows): readonly Movement[] {
  const roles: ReadonlySet<string> = new Set(claimableRoles);
  const credits = rows.payouts.flatMap((payout): Movement[] => {
    const { receiver, role, denom, height, eventIndex } = payout;
    return receiver && roles.has(role) ? [{ address: receiver, denom, height, eventIndex, credit: creditOf(payout, role as StatementKind) }] : [];
  });
  const settled = rows.settledPriors.map(({ address, denom, height, eventIndex, amount, datanetId }): Movement => {
    return { address, denom, height, eventIndex, credit: { ...NOWHERE, kind: "PRIOR", amount, datanetId } };
  });
  const claims = rows.rewardClaims.map(
    ({ claimant, denom, height, eventIndex, amount, txIndex }): Movement => ({ address: claimant, denom, height, eventIndex, claim: { amount, txIndex: txIndex ?? null } }),
  );
  return [...credits, ...settled, ...claims].sort((a, b) => (a.height === b.height ? a.eventIndex - b.eventIndex : a.height < b.height ? -1 : 1));
}

function creditOf(payout: typeof payouts.$inferInsert, kind: StatementKind): Credit {
  const { amount, sessionId, settlementId = null, datanetId = null, modelId = null, modelVersion = null } = payout;
  const { ancestorModelId = null, ancestorVersion = null, generation = null } = payout;
  return { kind, amount, sessionId, settlementId, datanetId, modelId, modelVersion, ancestorModelId, ancestorVersion, generation };
}

function linesOf(movement: Movement, balances: Map<string, bigint>): readonly Line[] {
  const { address, denom, height, eventIndex, credit, claim } = movement;
  const before = balances.get(keyOf(movement)) ?? 0n;
  const at = { address, denom, height, eventIndex, part: 0 };
  if (credit !== undefined) {
    balances.set(keyOf(movement), before + credit.amount);
    return [{ ...at, ...credit, balanceAfter: before + credit.amount }];
  }
  const claimed = claim?.amount ?? 0n;
  const priors = claimed - before;
  if (priors < 0n) throw fatal("INCONSISTENT", `block ${height}: ${address} claims ${claimed}${denom} and is credited with ${before}${denom}`);
  balances.set(keyOf(movement), 0n);
  const txIndex = claim?.txIndex ?? null;
  const drawn: Line[] = priors === 0n ? [] : [{ ...at, kind: "PRIOR", amount: priors, balanceAfter: claimed, txIndex }];
  return [...drawn, { ...at, part: 1, kind: "CLAIM", amount: -claimed, balanceAfter: 0n, txIndex }];
}

async function loadBalances(tx: Db, movements: readonly Movement[]): Promise<Map<string, bigint>> {
  const addresses = [...new Set(movements.map(({ address }) => address))];
  const balances = new Map<string, bigint>();
  for (let at = 0; at < addresses.length; at += STEP) {
    const rows = await tx.select().from(claimables).where(inArray(claimables.address, addresses.slice(at, at + STEP)));
    for (const row of rows) balances.set(keyOf(row), row.amount);
  }
  return balances;
}

async function saveBalances(tx: WriteTx, movements: readonly Movement[], balances: ReadonlyMap<string, bigint>): Promise<void> {
  const touched = new Map(movements.map((movement) => [keyOf(movement), movement]));
  const values = [...touched].map(([key, { address, denom }]) => ({ address, denom, amount: balances.get(key) ?? 0n }));
  await upsertRows(tx, claimables, [claimables.address, claimables.denom], values);
}

function keyOf({ address, denom }: { readonly address: string; readonly denom: string }): string {
  return `${address}/${denom}`;
}
