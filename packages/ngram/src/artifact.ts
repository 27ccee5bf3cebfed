import { createMerkleTree, type MerkleTree } from "@openledger/attribution";
import { leafHash, sizedRoot, type Sha256 } from "@openledger/primitives";
import { countNgrams, type NgramCounts } from "./counts.ts";
import { createLeafReader, leafCount, type LeafReader } from "./leaves.ts";
import { checkRecipe, orderOf, type NgramRecipe } from "./recipe.ts";
import { readTrainingText, type NgramContribution } from "./training-text.ts";

/** A trained model: it generates from `counts` and opens leaves under `root`. */
export interface NgramArtifact {
  readonly recipe: NgramRecipe;
  readonly counts: NgramCounts;
  /** Of the number of leaves and their RFC 6962 root, 32 bytes. */
  readonly root: Uint8Array;
  readonly leafCount: number;
  /** RFC 6962 tree whose leaf hashes are the roots of blocks of leaves; what is below is hashed again when opened. */
  readonly blocks: MerkleTree;
}

/** A leaf and its way to the root. */
export interface LeafOpening {
  readonly index: number;
  readonly leaf: Uint8Array;
  /** 32 bytes each, the leaf's own sibling first. */
  readonly aunts: readonly Uint8Array[];
}

/** A power of two, so that a full block is a subtree of the RFC's tree. */
const BLOCK_LEAVES = 256;

/**
 * Trains a model on `contributions` (ascending sequence) and commits to it. Anybody with the same rows and recipe gets
 * the same root. Throws NgramError `bad_recipe`, `not_utf8`, `not_in_order`, `too_large` or `empty_corpus`.
 *
 * @example
 * const rows = [{ sequence: 1n, documents: [toUtf8("to be or not to be")] }];
 * const artifact = buildNgramArtifact(rows, smoothedRecipe(3, 1_000), crypto.sha256);
 */
export function buildNgramArtifact(
  contributions: readonly NgramContribution[],
  recipe: NgramRecipe,
  sha256: Sha256,
): NgramArtifact {
  checkRecipe(recipe);
  return commitToCounts(countNgrams(readTrainingText(contributions), orderOf(recipe)), recipe, sha256);
}

/** The artifact of counts that are there already; they go up to the recipe's order. */
export function commitToCounts(counts: NgramCounts, recipe: NgramRecipe, sha256: Sha256): NgramArtifact {
  const total = leafCount(counts);
  const reader = createLeafReader(counts, recipe);
  const roots: Uint8Array[] = [];
  for (let from = 0; from < total; from += BLOCK_LEAVES) roots.push(blockTree(reader, from, total, sha256).root);
  const blocks = createMerkleTree(sha256, roots);
  return { recipe, counts, root: sizedRoot(sha256, BigInt(total), blocks.root), leafCount: total, blocks };
}

/** Opens leaf `index`, 0..leafCount-1: hashes its block of 256 leaves again. */
export function openLeaf({ counts, recipe, leafCount: total, blocks }: NgramArtifact, index: number, sha256: Sha256): LeafOpening {
  const reader = createLeafReader(counts, recipe);
  const leaf = reader.read(index).slice();
  const block = Math.floor(index / BLOCK_LEAVES);
  const inside = blockTree(reader, block * BLOCK_LEAVES, total, sha256).inclusionPath(index % BLOCK_LEAVES);
  return { index, leaf, aunts: [...inside, ...blocks.inclusionPath(block)] };
}

function blockTree(reader: LeafReader, from: number, total: number, sha256: Sha256): MerkleTree {
  const hashes: Uint8Array[] = [];
  const to = Math.min(total, from + BLOCK_LEAVES);
  for (let index = from; index < to; index++) hashes.push(leafHash(sha256, reader.read(index)));
  return createMerkleTree(sha256, hashes);
}
