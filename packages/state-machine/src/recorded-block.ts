import { equalBytes } from "@openledger/primitives";
import type { BlockInfo } from "./context.ts";

/** A block that remembers which of its fields were looked at. */
export interface RecordedBlock {
  readonly block: BlockInfo;
  /** True when every field that was looked at, present or not, is the same in `other`. */
  isSameIn(other: BlockInfo): boolean;
}

/** Whatever fields a block has or gets, a run that looks at one depends on it. */
export function recordBlock(block: BlockInfo): RecordedBlock {
  const seen = new Set<string | symbol>();
  const recorded = new Proxy(block, {
    get(target, name): unknown {
      seen.add(name);
      return Reflect.get(target, name);
    },
    has(target, name) {
      seen.add(name);
      return Reflect.has(target, name);
    },
  });
  return {
    block: recorded,
    isSameIn: (other) => [...seen].every((name) => areSame(Reflect.get(block, name), Reflect.get(other, name))),
  };
}

/** Values that cannot be compared at once count as different: then the run is done again. */
function areSame(a: unknown, b: unknown): boolean {
  return a === b || (a instanceof Uint8Array && b instanceof Uint8Array && equalBytes(a, b));
}
