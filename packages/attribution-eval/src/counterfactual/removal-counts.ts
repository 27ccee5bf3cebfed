import type { TrainingText } from "@openledger/ngram";

/** An output token and its contexts, as numbers into {@link RemovalCounts}. */
export interface PlacedToken {
  /** Node of the context of 0, 1, ... words before the token, as far as any n-gram of the training text begins so. */
  readonly contexts: readonly number[];
  /** Count of the token after each of those contexts. */
  readonly continuations: readonly number[];
}

/** By contributor, how often each context of the outputs, and each output token after it, stands in the training text. */
export interface RemovalCounts {
  readonly contributors: number;
  /** Outputs as placed tokens. */
  readonly outputs: readonly (readonly PlacedToken[])[];
  /** contexts[node * contributors + contributor] */
  readonly contexts: Uint32Array;
  /** continuations[number * contributors + contributor] */
  readonly continuations: Uint32Array;
}

/** Numbers of words are below this, so that a pair of numbers is one safe integer. */
const RADIX = 2 ** 26;

/**
 * Counts the n-grams of one to `order` words that the outputs ask for, by contributor, in one pass over the training text.
 * Leaving contributors out of the sums gives the counts of a model that was trained without them. Outputs are
 * rows of words of the text's vocabulary.
 */
export function countForRemoval(text: TrainingText, order: number, outputs: readonly (readonly number[])[]): RemovalCounts {
  const children = new Map<number, number>();
  const wanted = new Map<number, number>();
  let nodes = 1;
  const placed = outputs.map((words) =>
    words.map((word, at): PlacedToken => {
      const contexts = [0];
      for (let length = 1; length < order && length <= at; length++) {
        const key = (contexts[length - 1] as number) * RADIX + (words[at - length] as number);
        const node = children.get(key) ?? nodes++;
        children.set(key, node);
        contexts.push(node);
      }
      const continuations = contexts.map((node) => numberOf(wanted, node * RADIX + word));
      return { contexts, continuations };
    }),
  );
  const contributors = text.sequences.length;
  const contexts = new Uint32Array(nodes * contributors);
  const continuations = new Uint32Array(wanted.size * contributors);
  for (let contributor = 0; contributor < contributors; contributor++) {
    const end = text.contributionStart[contributor + 1] as number;
    for (let at = text.contributionStart[contributor] as number; at < end; at++) {
      const word = text.words[at] as number;
      const depth = Math.min(order - 1, text.depth[at] as number);
      let node: number | undefined = 0;
      for (let length = 0; node !== undefined; length++) {
        contexts[node * contributors + contributor]!++;
        const continuation = wanted.get(node * RADIX + word);
        if (continuation !== undefined) continuations[continuation * contributors + contributor]!++;
        if (length === depth) break;
        node = children.get(node * RADIX + (text.words[at - length - 1] as number));
      }
    }
  }
  return { contributors, outputs: placed, contexts, continuations };
}

function numberOf(numbers: Map<number, number>, key: number): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
