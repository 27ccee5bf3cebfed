import type { AbciEvent } from "@openledger/state-machine";

/** Finds things, known by ascending numbers, by what their events say. */
export interface AttributeIndex {
  /** Adds what has the number `ordinal`, which is not below any that was added before. */
  add(ordinal: number, events: readonly AbciEvent[]): void;
  /** Numbers of all whose events have an attribute `type.key` of exactly `value`, ascending. */
  find(tag: string, value: string): readonly number[];
}

/** Holds the attributes that ask for it by `index`, as CometBFT's indexers do; in memory. */
export function createAttributeIndex(): AttributeIndex {
  // Most values belong to one transaction alone, so a single ordinal goes without a list.
  const byTag = new Map<string, Map<string, number | number[]>>();

  const addAttribute = (tag: string, value: string, ordinal: number): void => {
    let byValue = byTag.get(tag);
    if (byValue === undefined) byTag.set(tag, (byValue = new Map<string, number | number[]>()));
    const known = byValue.get(value);
    if (known === undefined) byValue.set(value, ordinal);
    else if (typeof known === "number") {
      if (known !== ordinal) byValue.set(value, [known, ordinal]);
    } else if (known.at(-1) !== ordinal) known.push(ordinal);
  };

  return {
    add(ordinal, events) {
      for (const { type, attributes } of events) {
        for (const { key, value, index } of attributes) {
          if (index && type !== "" && key !== "") addAttribute(`${type}.${key}`, value, ordinal);
        }
      }
    },
    find(tag, value) {
      const known = byTag.get(tag)?.get(value) ?? [];
      return typeof known === "number" ? [known] : known;
    },
  };
}
