import type { LightBlock } from "@openledger/comet";

/** Light blocks that are trusted, in memory, the highest ones up to a number. */
export interface LightStore {
  /** Adds one, and forgets the lowest when there are too many. */
  add(block: LightBlock): void;
  at(height: bigint): LightBlock | undefined;
  /** The highest one below `height`. */
  before(height: bigint): LightBlock | undefined;
  first(): LightBlock | undefined;
  last(): LightBlock | undefined;
}

export function createLightStore(sizeMax: number): LightStore {
  const blocks: LightBlock[] = [];
  /** Number of blocks below `height`. */
  const below = (height: bigint): number => {
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((blocks[middle] as LightBlock).header.height < height) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const at = (height: bigint): LightBlock | undefined => {
    const found = blocks[below(height)];
    return found?.header.height === height ? found : undefined;
  };
  return {
    at,
    before: (height) => blocks[below(height) - 1],
    first: () => blocks[0],
    last: () => blocks.at(-1),
    add(block) {
      const { height } = block.header;
      if (at(height) !== undefined) return;
      blocks.splice(below(height), 0, block);
      if (blocks.length > sizeMax) blocks.shift();
    },
  };
}
