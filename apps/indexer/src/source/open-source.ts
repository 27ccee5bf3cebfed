import { toHex } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import { openArchiveSource } from "./archive-source.ts";
import type { BlockSource, SourceStatus } from "./committed-block.ts";
import { createHeadWatcher, createPollingWatcher, type HeadWatcher } from "./head-watcher.ts";
import { createNodeSource } from "./node-source.ts";

/** Where blocks come from, and what tells of new ones. */
export interface OpenedSource {
  readonly source: BlockSource;
  readonly heads: HeadWatcher;
}

/** URL of a node's RPC, folder of an archive. */
export interface SourceOptions {
  readonly node?: string | undefined;
  readonly archive?: string | undefined;
}

/** Opens a source and watches its head. */
export async function openSource(options: SourceOptions): Promise<OpenedSource> {
  const source = await openBlockSource(options);
  return { source, heads: options.node === undefined ? createPollingWatcher() : createHeadWatcher(options.node) };
}

/** Opens a node, an archive, or both: then the archive serves the heights that it has, and the node the others. */
export async function openBlockSource({ node, archive }: SourceOptions): Promise<BlockSource> {
  const archived = archive === undefined ? undefined : await openArchiveSource(archive);
  const served = node === undefined ? undefined : createNodeSource(node);
  if (archived !== undefined && served !== undefined) return joined(archived, served);
  const source = archived ?? served;
  if (source === undefined) throw fatal("NO_SOURCE", "say where blocks come from: --node URL, --archive FOLDER, or both");
  return source;
}

function joined(archive: BlockSource, node: BlockSource): BlockSource {
  let range: SourceStatus | undefined;
  const archived = async (height: bigint): Promise<boolean> => {
    range ??= await archive.status();
    return height >= range.earliestHeight && height <= range.height;
  };
  return {
    async status(signal) {
      range = await archive.status(signal);
      return node.status(signal);
    },
    async genesis(signal) {
      const [written, served] = await Promise.all([archive.genesis(signal), node.genesis(signal)]);
      if (toHex(written.hash) !== toHex(served.hash)) {
        throw fatal("WRONG_GENESIS", `the archive begins at genesis ${toHex(written.hash)} of ${written.chainId} and the node at ${toHex(served.hash)} of ${served.chainId}`);
      }
      return served;
    },
    block: async (height, signal) => ((await archived(height)) ? archive : node).block(height, signal),
  };
}
