import { parseCoins } from "../decode/coins.ts";
import { storableText } from "../decode/text.ts";
import type { demandMinutes } from "../schema/gate.ts";
import { unexpected, type EventReader, type PlacedEvent } from "./event-reader.ts";
import { onEvent, type BlockPlace, type EventProjection } from "./projection.ts";

const NANOS_PER_MINUTE = 60_000_000_000n;

type Flows = typeof demandMinutes.$inferInsert;

/** What entered, left, and was spent on answers, told apart by where it came from. */
export const gateEvents: readonly EventProjection[] = [
  onEvent("gate_deposited", (rows, place, event, read) => {
    const { denom, amount } = coinOf(place, event, read);
    rows.gateMovements.push({ ...movementOf(place, event, read), denom, amount, direction: "ENTERED", holder: read.text("recipient"), external: amount });
    rows.demandFlows.push({ ...noFlows(place, denom), entered: amount });
  }),
  onEvent("gate_withdrawn", (rows, place, event, read) => {
    const { denom, amount } = coinOf(place, event, read);
    const external = read.number("external");
    rows.gateMovements.push({ ...movementOf(place, event, read), denom, amount, direction: "LEFT", holder: read.text("holder"), external });
    rows.demandFlows.push({ ...noFlows(place, denom), left: amount, leftExternal: external });
  }),
  onEvent("demand_counted", (rows, place, _event, read) => {
    const spent = { external: read.number("external"), internal: read.number("internal"), toProtocol: read.number("to_protocol") };
    rows.demandFlows.push({ ...noFlows(place, read.text("denom")), ...spent });
  }),
];

function movementOf({ height }: BlockPlace, event: PlacedEvent, read: EventReader) {
  return { height, eventIndex: event.index, txIndex: event.txIndex, number: read.number("number"), reference: storableText(read.text("reference")) };
}

function noFlows({ timeNs }: BlockPlace, denom: string): Flows {
  return { denom, minute: timeNs / NANOS_PER_MINUTE, entered: 0n, left: 0n, leftExternal: 0n, external: 0n, internal: 0n, toProtocol: 0n };
}

function coinOf({ height }: BlockPlace, event: PlacedEvent, read: EventReader): { readonly denom: string; readonly amount: bigint } {
  const [coin, ...more] = parseCoins(read.text("amount")) ?? [];
  if (coin === undefined || more.length > 0) throw unexpected(height, event, "attribute amount is not one coin");
  return coin;
}
