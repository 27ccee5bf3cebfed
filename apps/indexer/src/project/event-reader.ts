import { fatal, type IndexerError } from "../errors.ts";
import type { SourceEvent } from "../source/committed-block.ts";

/** An event with its place in the block. */
export interface PlacedEvent extends SourceEvent {
  /** Position among all events of the block. */
  readonly index: number;
  /** Null for an event of the block's begin or end. */
  readonly txIndex: number | null;
}

const DECIMAL = /^-?\d{1,78}$/;

/** Reads the attributes of one event; what is missing or malformed is fatal, because rows would be wrong. */
export interface EventReader {
  text(key: string): string;
  /** The attribute, or undefined when it is absent or empty. */
  optional(key: string): string | undefined;
  number(key: string): bigint;
  optionalNumber(key: string): bigint | undefined;
  /** `key:number` items separated by commas; none when the attribute is empty. */
  pairs(key: string): readonly { readonly key: string; readonly value: bigint }[];
}

export function readEvent(height: bigint, event: PlacedEvent): EventReader {
  const find = (key: string): string | undefined => event.attributes.find((attribute) => attribute.key === key)?.value;
  const number = (key: string, text: string): bigint => {
    if (!DECIMAL.test(text)) throw unexpected(height, event, `attribute ${key} is not a number: ${text.slice(0, 80)}`);
    return BigInt(text);
  };
  const text = (key: string): string => {
    const value = find(key);
    if (value === undefined) throw unexpected(height, event, `attribute ${key} is missing`);
    return value;
  };
  const optional = (key: string): string | undefined => find(key) || undefined;
  return {
    text,
    optional,
    number: (key) => number(key, text(key)),
    optionalNumber(key) {
      const value = optional(key);
      return value === undefined ? undefined : number(key, value);
    },
    pairs(key) {
      const items = text(key).split(",").filter((item) => item !== "");
      return items.map((item) => {
        const colon = item.indexOf(":");
        return { key: item.slice(0, colon), value: number(key, item.slice(colon + 1)) };
      });
    },
  };
}

export function unexpected(height: bigint, event: PlacedEvent, problem: string): IndexerError {
  return fatal("UNEXPECTED_EVENT", `event ${event.index} of block ${height}, ${event.type}: ${problem}; this indexer is older or newer than the chain`);
}
