import type { Block } from "@openledger/comet";
import { crossingOf } from "@openledger/derivation";
import type { Sha256 } from "@openledger/primitives";
import type { BlockResults } from "./block-results.ts";
import { rotatedSet, type SetChange, type ValidatorHistory, type ValidatorSets } from "./validator-history.ts";

/** What a block made of the validator set; undefined when it left it as it was. */
export function setChangeOf(sha256: Sha256, block: Block, { txResults, validatorUpdates: updates }: Pick<BlockResults, "txResults" | "validatorUpdates">): SetChange | undefined {
  const { height } = block.header;
  const rotation = txResults[0]?.code === 0 ? crossingOf(sha256, block) : undefined;
  if (rotation !== undefined) return { height, updates, rotation };
  return updates.length === 0 ? undefined : { height, updates };
}

/** Which validators sign which block, for one that claims to cross an open break: executing it tells whether the claim holds. */
export function validatorsFor(sha256: Sha256, history: ValidatorHistory | ValidatorSets, block: Block): ValidatorSets {
  const rotation = crossingOf(sha256, block);
  if (rotation === undefined) return history;
  const { height } = block.header;
  return { at: (asked) => (asked < height ? history.at(asked) : rotatedSet(sha256, history.at(height - 1n), rotation)) };
}

/** Sentence about a block that claims to cross an open break, and that execution does not allow to; undefined for others. */
export function failedCrossing(sha256: Sha256, block: Block, { txResults }: Pick<BlockResults, "txResults">): string | undefined {
  const [first] = txResults;
  if (first?.code === 0 || crossingOf(sha256, block) === undefined) return undefined;
  return `block ${block.header.height} begins with a rotation that does not count: ${first?.log ?? "it was not executed"}`;
}
