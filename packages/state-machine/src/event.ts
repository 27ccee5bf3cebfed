/** An event in the shape of the Cosmos SDK: every attribute is text and indexed. */
export interface Event {
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

export interface EventAttribute {
  readonly key: string;
  readonly value: string;
}

/** Builds an event from pairs in the given order; bigint and number values become decimal text. */
export function event(type: string, attributes: Readonly<Record<string, string | bigint | number>>): Event {
  return {
    type,
    attributes: Object.keys(attributes).map((key) => ({ key, value: String(attributes[key]) })),
  };
}
