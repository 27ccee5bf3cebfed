import { inArray, sql } from "drizzle-orm";
import { fatal } from "../errors.ts";
import type { LedgerMove, SupplyMove } from "../project/ledger.ts";
import { balances } from "../schema/chain.ts";
import { ledger, supplies, supplyChanges } from "../schema/ledger.ts";
import type { WriteTx } from "./database.ts";
import { textArray } from "./row-arrays.ts";
import { readRows, type RowRead } from "./row-read.ts";
import { upsertRows } from "./upsert-rows.ts";
import { writeRows } from "./write-rows.ts";

/** Addresses per question. */
const STEP = 5_000;

const balancesOf: Omit<RowRead, "values"> = {
  key: "balances of accounts",
  columns: { address: balances.address, denom: balances.denom, amount: balances.amount, external: balances.external, height: balances.height },
  sql: (value) => sql`select address, denom, amount, external, height from ${balances} where address = any(${value("addresses")}::text[])`,
};

interface Standing {
  amount: bigint;
  external: bigint;
  height: bigint;
}

/** Writes moves in order, each with the balance that it leaves, and the balances after the last of them. */
export async function writeLedger(tx: WriteTx, moves: readonly LedgerMove[]): Promise<void> {
  if (moves.length === 0) return;
  const standings = await loadStandings(tx, moves);
  const touched = new Map<string, LedgerMove>();
  const rows = moves.map((move): typeof ledger.$inferInsert => {
    const key = keyOf(move);
    const standing = standings.get(key) ?? { amount: 0n, external: 0n, height: 0n };
    standing.amount += move.change;
    standing.external = move.externalAfter ?? standing.external;
    standing.height = move.height;
    if (standing.amount < 0n || standing.external > standing.amount) throw overdrawn(move, standing);
    standings.set(key, standing);
    touched.set(key, move);
    const { height, index, eventIndex, txIndex, address, denom, change, reason, counterparty } = move;
    const after = { balanceAfter: standing.amount, externalAfter: standing.external };
    return { height, index, eventIndex, txIndex, address, denom, change, ...after, reason, counterparty };
  });
  await writeRows(tx, ledger, rows);
  const now = Array.from(touched, ([key, { address, denom }]) => ({ address, denom, ...(standings.get(key) as Standing) }));
  await upsertRows(tx, balances, [balances.address, balances.denom], now);
}

function overdrawn({ height, index, address, denom }: LedgerMove, { amount, external }: Standing): Error {
  return fatal("INCONSISTENT", `move ${index} of block ${height} leaves ${address} ${amount}${denom}, ${external} of them external; index the chain again into an empty database`);
}

async function loadStandings(tx: WriteTx, moves: readonly LedgerMove[]): Promise<Map<string, Standing>> {
  const addresses = [...new Set(moves.map(({ address }) => address))];
  const standings = new Map<string, Standing>();
  for (let at = 0; at < addresses.length; at += STEP) {
    const rows = await readRows<typeof balances.$inferSelect>(tx.db, { ...balancesOf, values: { addresses: textArray(addresses.slice(at, at + STEP)) } });
    for (const row of rows) standings.set(keyOf(row), { amount: row.amount, external: row.external, height: row.height });
  }
  return standings;
}

function keyOf({ address, denom }: { readonly address: string; readonly denom: string }): string {
  return `${address}/${denom}`;
}

/** Writes what was minted and burned, each with the supply that it leaves. */
export async function writeSupply(tx: WriteTx, moves: readonly SupplyMove[]): Promise<void> {
  if (moves.length === 0) return;
  const denoms = [...new Set(moves.map(({ denom }) => denom))];
  const known = await tx.db.select().from(supplies).where(inArray(supplies.denom, denoms));
  const amounts = new Map(known.map(({ denom, amount }) => [denom, amount]));
  const heights = new Map<string, bigint>();
  const rows = moves.map((move) => {
    const supplyAfter = (amounts.get(move.denom) ?? 0n) + move.change;
    if (supplyAfter < 0n) throw fatal("INCONSISTENT", `block ${move.height} burns more ${move.denom} than there is; index the chain again into an empty database`);
    amounts.set(move.denom, supplyAfter);
    heights.set(move.denom, move.height);
    return { ...move, supplyAfter };
  });
  await writeRows(tx, supplyChanges, rows);
  const now = Array.from(heights, ([denom, height]) => ({ denom, amount: amounts.get(denom) ?? 0n, height }));
  await tx.db
    .insert(supplies)
    .values(now)
    .onConflictDoUpdate({ target: supplies.denom, set: { amount: sql`excluded.amount`, height: sql`excluded.height` } });
}
