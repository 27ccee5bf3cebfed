import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { counter, uint64, units } from "./columns.ts";

export const gateDirections = ["ENTERED", "LEFT"] as const;

/** Deposits and withdrawals at the gate of a denom. */
export const gateMovements = pgTable(
  "gate_movements",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    denom: text("denom").notNull(),
    direction: text("direction", { enum: gateDirections }).notNull(),
    /** Who received the deposit, or whose units were burned. */
    holder: text("holder").notNull(),
    amount: units("amount").notNull(),
    /** Of a withdrawal, the part that had entered and was not spent; all of a deposit. */
    external: units("external").notNull(),
    number: uint64("number").notNull(),
    reference: text("reference").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [primaryKey({ columns: [table.height, table.eventIndex] }), index("gate_movements_denom").on(table.denom, table.height, table.eventIndex)],
);

/** What entered, left and was spent of a denom within one minute of block time. Units. */
export const demandMinutes = pgTable(
  "demand_minutes",
  {
    denom: text("denom").notNull(),
    /** Minutes since the Unix epoch; 0 is what genesis carries over from the chains before. */
    minute: counter("minute").notNull(),
    entered: units("entered").notNull(),
    left: units("left").notNull(),
    leftExternal: units("left_external").notNull(),
    external: units("external").notNull(),
    internal: units("internal").notNull(),
    /** Of all demand, what stakers, treasury and the burn got. */
    toProtocol: units("to_protocol").notNull(),
  },
  (table) => [primaryKey({ columns: [table.denom, table.minute] })],
);
