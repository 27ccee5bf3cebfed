import type { Checkpoint } from "./checkpoint.ts";

/** Which blocks were found on DA, and which of them where it is final. */
export interface Included {
  /** Last DA height that was read. */
  readonly readTo: bigint;
  /** Last block that was found on DA. */
  readonly height: bigint;
  /** Last one at a DA height that is final. */
  readonly final: bigint;
  add(height: bigint, daHeight: bigint): void;
  read(daHeight: bigint): void;
  /** DA is final up to here. */
  finalize(daHeight: bigint): void;
  /** What comes after a DA height is read again. */
  rewind(daHeight: bigint): void;
}

export function createIncluded({ readTo: from, next }: Checkpoint): Included {
  let readTo = from;
  let height = next - 1n;
  let final = 0n;
  /** What became included at which DA height, until that is final. */
  let unfinished: { readonly height: bigint; readonly at: bigint }[] = [{ height, at: from }];
  return {
    get readTo() {
      return readTo;
    },
    get height() {
      return height;
    },
    get final() {
      return final;
    },
    add(added, at) {
      if (added <= height) return;
      height = added;
      const last = unfinished.at(-1);
      if (last?.at === at) unfinished.pop();
      unfinished.push({ height, at });
    },
    read: (at) => void (readTo = at),
    finalize(upTo) {
      for (const one of unfinished) if (one.at <= upTo) final = one.height;
      unfinished = unfinished.filter(({ at }) => at > upTo);
    },
    rewind: (at) => void (readTo = at),
  };
}
