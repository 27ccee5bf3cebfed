import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { counter, units } from "./columns.ts";

/**
 * Every change of a balance, with what the balance was afterwards: the balance at a height is the last row of the account
 * and denom at or below it. Genesis stands at the height before the first block.
 */
export const ledger = pgTable(
  "ledger",
  {
    height: counter("height").notNull(),
    /** Counts the rows of a block, in the order of its events. */
    index: integer("index").notNull(),
    /** The event that says it; null at genesis. */
    eventIndex: integer("event_index"),
    /** Null for the block's own begin and end. */
    txIndex: integer("tx_index"),
    address: text("address").notNull(),
    denom: text("denom").notNull(),
    /** Signed. */
    change: units("change").notNull(),
    balanceAfter: units("balance_after").notNull(),
    /** The part of `balanceAfter` that entered through a gate and was not spent on answers yet. */
    externalAfter: units("external_after").notNull(),
    /** `genesis`, `fee`, `begin_block`, `end_block`, or the type of the message such as `cosmos.bank.v1beta1.MsgSend`. */
    reason: text("reason").notNull(),
    /** Who gave or took, where the bank says so. */
    counterparty: text("counterparty"),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.index] }),
    index("ledger_account").on(table.address, table.denom, table.height, table.index),
    index("ledger_address").on(table.address, table.height, table.index),
  ],
);

/** What is minted and burned; genesis stands at the height before the first block. */
export const supplyChanges = pgTable(
  "supply_changes",
  {
    height: counter("height").notNull(),
    index: integer("index").notNull(),
    denom: text("denom").notNull(),
    /** Signed. */
    change: units("change").notNull(),
    supplyAfter: units("supply_after").notNull(),
  },
  (table) => [primaryKey({ columns: [table.height, table.index] }), index("supply_changes_denom").on(table.denom, table.height, table.index)],
);

/** All units of each denom, by what was minted and burned. */
export const supplies = pgTable("supplies", {
  denom: text("denom").primaryKey(),
  amount: units("amount").notNull(),
  height: counter("height").notNull(),
});
