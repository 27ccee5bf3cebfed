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
  const byAttribute = new Map<string, number[]>();
  return {
    add(ordinal, events) {
      for (const { type, attributes } of events) {
        for (const { key, value, index } of attributes) {
          if (!index || type === "" || key === "") continue;
          const name = `${type}.${key}=${value}`;
          const ordinals = byAttribute.get(name);
          if (ordinals === undefined) byAttribute.set(name, [ordinal]);
          else if (ordinals.at(-1) !== ordinal) ordinals.push(ordinal);
        }
      }
    },
    find: (tag, value) => byAttribute.get(`${tag}=${value}`) ?? [],
  };
}
