import type { MessageCodec } from "@openledger/messages";
import { fatal } from "../errors.ts";
import type { BlockRows } from "./block-rows.ts";
import { readEvent, type EventReader, type PlacedEvent } from "./event-reader.ts";

/** Where in the chain a message or event stands. */
export interface BlockPlace {
  readonly height: bigint;
  /** Header time, Unix nanoseconds. */
  readonly timeNs: bigint;
}

/** A successful transaction of the block. */
export interface TxPlace extends BlockPlace {
  readonly txIndex: number;
  readonly events: readonly PlacedEvent[];
}

/** Turns a message of a successful transaction, with its response, into rows. */
export interface MessageProjection {
  readonly typeUrl: string;
  project(rows: BlockRows, place: TxPlace, message: object, response: Uint8Array): void;
}

/** Turns an event into rows; `place.height` is the block's. */
export interface EventProjection {
  readonly type: string;
  project(rows: BlockRows, place: BlockPlace, event: PlacedEvent, read: EventReader): void;
}

/** Keeps the message types inside, so that projections of all types fit in one table. */
export function onMessage<Message extends object, Response extends object>(
  codec: MessageCodec<Message>,
  responseCodec: MessageCodec<Response>,
  project: (rows: BlockRows, place: TxPlace, message: Message, response: Response) => void,
): MessageProjection {
  return {
    typeUrl: codec.typeUrl,
    project: (rows, place, message, response) => project(rows, place, message as Message, responseCodec.decode(response)),
  };
}

export function onEvent(type: string, project: EventProjection["project"]): EventProjection {
  return { type, project };
}

/** The transaction's event of this type whose attribute `key` is `id`. */
export function eventOf(place: TxPlace, type: string, ids: Readonly<Record<string, bigint>>): EventReader {
  for (const event of place.events) {
    if (event.type !== type) continue;
    const read = readEvent(place.height, event);
    if (Object.entries(ids).every(([key, id]) => read.optionalNumber(key) === id)) return read;
  }
  const names = Object.entries(ids).map(([key, id]) => `${key}=${id}`);
  throw fatal("UNEXPECTED_EVENT", `transaction ${place.txIndex} of block ${place.height} has no event ${type} with ${names.join(", ")}`);
}

/** The name of an enum's number without its prefix, for example `ACCEPT` of `VERDICT_ACCEPT`. */
export function enumText(table: Readonly<Record<string, number>>, prefix: string, value: number): string {
  const name = Object.entries(table).find(([, number]) => number === value)?.[0];
  return name === undefined ? String(value) : name.slice(prefix.length);
}

/** The same, for an enum of which the index knows every name. */
export function enumOf<Name extends string>(
  names: readonly Name[],
  table: Readonly<Record<string, number>>,
  prefix: string,
  value: number,
): Name {
  const found = names.find((name) => name === enumText(table, prefix, value));
  if (found === undefined) throw fatal("UNEXPECTED_EVENT", `a message holds number ${value} for ${prefix}${names.join("|")}; this indexer is older than the chain`);
  return found;
}

/** Null for the empty text with which protobuf says that nobody is named. */
export function namedOrNull(text: string): string | null {
  return text === "" ? null : text;
}
