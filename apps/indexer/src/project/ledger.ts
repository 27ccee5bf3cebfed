import { parseCoins } from "../decode/coins.ts";
import type { SourceGenesis } from "../source/committed-block.ts";
import { readEvent, unexpected, type PlacedEvent } from "./event-reader.ts";

/** A change of a balance as the chain's events tell it; what the balance is then depends on earlier blocks. */
export interface LedgerMove {
  readonly height: bigint;
  /** Counts the moves of the block. */
  readonly index: number;
  readonly eventIndex: number | null;
  readonly txIndex: number | null;
  readonly address: string;
  readonly denom: string;
  /** Signed. */
  readonly change: bigint;
  /** External units of the balance afterwards, where the chain says that they changed. */
  externalAfter: bigint | null;
  readonly reason: string;
  counterparty: string | null;
}

/** What is minted, or burned where it is negative. */
export interface SupplyMove {
  readonly height: bigint;
  readonly index: number;
  readonly denom: string;
  readonly change: bigint;
}

export interface LedgerRows {
  readonly moves: readonly LedgerMove[];
  readonly supply: readonly SupplyMove[];
}

const SIGNS: Readonly<Record<string, readonly [holder: string, sign: bigint]>> = {
  coin_received: ["receiver", 1n],
  coin_spent: ["spender", -1n],
};
const SUPPLY_SIGNS: Readonly<Record<string, bigint>> = { coinbase: 1n, burn: -1n };

/** The movements of money in all events of a block, in the order in which they happened. Throws a fatal error for malformed ones. */
export function ledgerRows(height: bigint, all: readonly PlacedEvent[]): LedgerRows {
  // A node lists the begin of a block with its end, behind the transactions.
  const events = [...all.filter(isOfBegin), ...all.filter((event) => !isOfBegin(event))];
  const moves: LedgerMove[] = [];
  const supply: SupplyMove[] = [];
  const reasonOf = createReasons();
  let announced: readonly External[] = [];
  for (const [position, event] of events.entries()) {
    const reason = reasonOf(event);
    const holding = SIGNS[event.type];
    const sign = SUPPLY_SIGNS[event.type];
    if (event.type === "external_part") {
      const external = externalOf(height, event);
      if (isBeforeSpending(height, events, position, external.address)) announced = [...announced, external];
      else noteExternal(moves, height, event, external, reason);
      continue;
    }
    if (holding !== undefined) addMoves(moves, height, event, holding, reason, announced);
    else if (sign !== undefined) addSupply(supply, height, event, sign);
    else if (event.type === "transfer") noteCounterparties(moves, height, event);
    announced = [];
  }
  return { moves, supply };
}

/** What accounts hold before the first block, and the supply that this is. */
export function genesisLedger(height: bigint, balances: SourceGenesis["balances"]): LedgerRows {
  const moves = balances.map(({ address, denom, amount, external = 0n }, index): LedgerMove => {
    const nowhere = { eventIndex: null, txIndex: null, counterparty: null };
    return { height, index, ...nowhere, address, denom, change: amount, externalAfter: external, reason: "genesis" };
  });
  const totals = new Map<string, bigint>();
  for (const { denom, amount } of balances) totals.set(denom, (totals.get(denom) ?? 0n) + amount);
  const denoms = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  return { moves, supply: denoms.map(([denom, change], index) => ({ height, index, denom, change })) };
}

function isOfBegin({ txIndex, attributes }: PlacedEvent): boolean {
  return txIndex === null && attributes.some(({ key, value }) => key === "mode" && value === "BeginBlock");
}

/** What the chain says of the external part of a balance. */
interface External {
  readonly address: string;
  readonly denom: string;
  readonly units: bigint;
}

function addMoves(
  moves: LedgerMove[],
  height: bigint,
  event: PlacedEvent,
  [holder, sign]: readonly [string, bigint],
  reason: string,
  announced: readonly External[],
): void {
  const address = readEvent(height, event).text(holder);
  for (const { denom, amount } of coinsOf(height, event)) {
    const externalAfter = announced.findLast((one) => one.address === address && one.denom === denom)?.units ?? null;
    const at = { height, index: moves.length, eventIndex: event.index, txIndex: event.txIndex };
    moves.push({ ...at, address, denom, change: sign * amount, externalAfter, reason, counterparty: null });
  }
}

function addSupply(supply: SupplyMove[], height: bigint, event: PlacedEvent, sign: bigint): void {
  for (const { denom, amount } of coinsOf(height, event)) supply.push({ height, index: supply.length, denom, change: sign * amount });
}

function coinsOf(height: bigint, event: PlacedEvent): NonNullable<ReturnType<typeof parseCoins>> {
  const coins = parseCoins(readEvent(height, event).text("amount"));
  if (coins === undefined) throw unexpected(height, event, "attribute amount is not coins");
  return coins;
}

/** A transfer stands behind the two moves that it names. */
function noteCounterparties(moves: LedgerMove[], height: bigint, event: PlacedEvent): void {
  const read = readEvent(height, event);
  const [recipient, sender] = [read.text("recipient"), read.text("sender")];
  for (const { denom } of coinsOf(height, event)) {
    for (const [address, other, sign] of [[recipient, sender, 1n], [sender, recipient, -1n]] as const) {
      const move = moves.findLast((one) => one.address === address && one.denom === denom && one.txIndex === event.txIndex && one.change * sign > 0n);
      if (move !== undefined) move.counterparty ??= other;
    }
  }
}

function externalOf(height: bigint, event: PlacedEvent): External {
  const read = readEvent(height, event);
  return { address: read.text("address"), denom: read.text("denom"), units: read.number("units") };
}

/** What takes external units along says so right before its `coin_spent`, what brings some behind its `coin_received`. */
function isBeforeSpending(height: bigint, events: readonly PlacedEvent[], position: number, address: string): boolean {
  let next = position + 1;
  while (events[next]?.type === "external_part") next += 1;
  const event = events[next];
  return event?.type === "coin_spent" && readEvent(height, event).text("spender") === address;
}

function noteExternal(moves: LedgerMove[], height: bigint, event: PlacedEvent, { address, denom, units }: External, reason: string): void {
  const brought = moves.findLast((move) => move.address === address && move.denom === denom && move.txIndex === event.txIndex);
  if (brought !== undefined) {
    brought.externalAfter = units;
    return;
  }
  const at = { height, index: moves.length, eventIndex: event.index, txIndex: event.txIndex };
  moves.push({ ...at, address, denom, change: 0n, externalAfter: units, reason, counterparty: null });
}

/** Of a transaction's events those of its messages carry `msg_index`, and the first of each message its type. */
function createReasons(): (event: PlacedEvent) => string {
  let [txIndex, message, type]: [number | null, string | undefined, string] = [null, undefined, ""];
  return (event) => {
    const find = (key: string): string | undefined => event.attributes.find((attribute) => attribute.key === key)?.value;
    if (event.txIndex === null) return find("mode") === "BeginBlock" ? "begin_block" : "end_block";
    const index = find("msg_index");
    if (index === undefined) return "fee";
    if (event.txIndex !== txIndex || index !== message) {
      [txIndex, message] = [event.txIndex, index];
      type = (event.type === "message" ? (find("action") ?? "") : "").replace(/^\//, "");
    }
    return type;
  };
}
