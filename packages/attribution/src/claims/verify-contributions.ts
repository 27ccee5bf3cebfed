import type {
  ContributionLeaf,
  ContributionOpening,
  ContributionRef,
  RowOpening,
} from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import { equalBytes, merkleRootFromProof, type Sha256 } from "@openledger/primitives";
import type { Standing } from "../ownership/attribute.ts";
import { rowsRoot, verifyRowOpenings } from "../rows/row-tree.ts";
import { compareRefs, contributionKey } from "./contribution-key.ts";
import { ClaimError, demand } from "./errors.ts";
import { openedWindows, type SourceWindow } from "./source-window.ts";
import { contributionLeafHash } from "./hashes.ts";
import type { ReceiptContext } from "./receipt-context.ts";

/** Chunks of a contribution with what proves them. */
export type OpenedChunks = Pick<ContributionOpening, "rows" | "rowHashes"> & { chunks: readonly RowOpening[] };

/** A contribution whose place in a frozen version and whose opened chunks are proved. */
export type ProvedContribution = {
  leaf: ContributionLeaf;
  /** Whose it was when the session was opened. */
  owner: string;
  standing: Standing;
  /** Rows that were revoked when the session was opened, when not all of it was. */
  revokedRows: readonly RowRange[];
  /**
   * Proved tokens around byte `offset` of a document; refuses with "row-opening" when the chunk is not opened. Undefined
   * where the rows are believed, because only what is committed is checked.
   */
  windowAt(document: number, offset: number): SourceWindow | undefined;
  /** Proved bytes start..end-1 of a document, or undefined when they are not opened. */
  bytesAt(document: number, start: number, end: number): Uint8Array | undefined;
};

/**
 * Checks every contribution opening: order, leaf under the root of the named frozen version, registration before the
 * model was published, rows root, every chunk. Keyed by `datanet/seq`. Throws {@link ClaimError}.
 */
export function verifyContributions(
  sha256: Sha256,
  openings: readonly ContributionOpening[],
  context: ReceiptContext,
): Map<string, ProvedContribution> {
  const proved = new Map<string, ProvedContribution>();
  let previous: ContributionRef | undefined;
  for (const opening of openings) {
    const { leaf, rows } = opening;
    demand(leaf !== undefined && rows !== undefined, "contribution-missing", "an opening lacks its leaf or its rows");
    const name = `contribution ${contributionKey(leaf)}`;
    const inOrder = previous === undefined || compareRefs(previous, leaf) < 0;
    demand(inOrder, "contribution-order", `${name} is opened twice or out of order`);
    previous = leaf;
    demand(leaf.chainId === context.chainId, "contribution-chain", `${name} is of chain ${leaf.chainId}`);
    const ref = { datanetId: leaf.datanetId, seq: leaf.seq };
    const inTime = context.isAcceptedInTime(ref);
    demand(inTime, "contribution-late", `${name} was not accepted before the model version was published, or struck`);
    verifyInLog(sha256, opening, leaf, name, context);
    demand(equalBytes(rowsRoot(sha256, rows), leaf.rowsRoot), "rows-root", `the rows of ${name} do not give its root`);
    verifyChunks(sha256, opening, name);
    const standing = standingOf(opening, leaf, context);
    const revokedRows = context.revokedRows?.(ref) ?? [];
    const owner = context.ownerOf?.(ref) ?? leaf.contributor;
    proved.set(contributionKey(leaf), { leaf, owner, standing, revokedRows, ...rowReaders(opening.chunks, name) });
  }
  return proved;
}

function verifyInLog(
  sha256: Sha256,
  opening: ContributionOpening,
  leaf: ContributionLeaf,
  name: string,
  context: ReceiptContext,
): void {
  const frozen = context.frozenLog(leaf.datanetId, opening.version);
  demand(frozen !== undefined, "contribution-log", `datanet ${leaf.datanetId} has no version ${opening.version}`);
  demand(opening.logIndex < frozen.size, "contribution-log", `${name} lies outside version ${opening.version}`);
  const root = merkleRootFromProof(sha256, {
    total: Number(frozen.size),
    index: Number(opening.logIndex),
    leafHash: contributionLeafHash(sha256, leaf),
    aunts: opening.logPath,
  });
  const isIn = root !== undefined && equalBytes(root, frozen.root);
  demand(isIn, "contribution-log", `${name} is not in the log of version ${opening.version}`);
}

/** Checks opened chunks: ascending by document and chunk, all rows of `rows`. Throws {@link ClaimError}. */
export function verifyChunks(sha256: Sha256, opening: OpenedChunks, name: string): void {
  const { rows, chunks } = opening;
  let previous: RowOpening | undefined;
  for (const chunk of chunks) {
    const ascends =
      previous === undefined ||
      chunk.document > previous.document ||
      (chunk.document === previous.document && chunk.chunk > previous.chunk && !previous.last);
    demand(ascends, "row-opening", `chunks of ${name} are opened twice or out of order`);
    previous = chunk;
  }
  const areRows = rows !== undefined && verifyRowOpenings(sha256, rows, opening);
  demand(areRows, "row-opening", `the opened chunks are not rows of ${name}`);
}

/** The log index decides: a later version of a datanet extends the one in the manifest. */
function standingOf(opening: ContributionOpening, leaf: ContributionLeaf, context: ReceiptContext): Standing {
  if (opening.logIndex >= context.manifestLogSize(leaf.datanetId)) return "outside";
  return context.isRevoked({ datanetId: leaf.datanetId, seq: leaf.seq }) ? "revoked" : "manifest";
}

function rowReaders(chunks: readonly RowOpening[], name: string): Pick<ProvedContribution, "windowAt" | "bytesAt"> {
  const windows = openedWindows(chunks);
  return {
    windowAt(document, offset) {
      const window = windows.at(document, offset);
      if (window !== undefined) return window;
      throw new ClaimError("row-opening", `byte ${offset} of document ${document} of ${name} is not opened`);
    },
    bytesAt: windows.bytes,
  };
}
