import { hash } from "node:crypto";
import { openBlockArchive, type ArchivedBlock } from "@openledger/block-archive";
import type { Sha256 } from "@openledger/primitives";
import { z } from "zod";
import { fatal } from "../errors.ts";
import type { BlockSource, CommittedBlock } from "./committed-block.ts";
import { joinBlock, readGenesis } from "./join-block.ts";
import { readBlockAnswer, readResultsAnswer } from "./read-answers.ts";
import { blockResultsShape, blockShape } from "./rpc-shapes.ts";

const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");
const documentShape = z.record(z.string(), z.unknown());

/** Reads blocks from a folder that `openledgerd export-blocks` wrote; each is checked against its hashes. */
export async function openArchiveSource(folder: string): Promise<BlockSource> {
  const archive = await openBlockArchive(folder, sha256);
  let stream: AsyncGenerator<ArchivedBlock, void> | undefined;
  let next = 0n;
  const read = async (height: bigint): Promise<CommittedBlock> => {
    // Heights are asked for in order, so one pass over the chunks serves them; another height begins a new pass.
    if (stream === undefined || height !== next) stream = archive.blocks(height, archive.lastHeight);
    const current = stream;
    next = height + 1n;
    const { value } = await current.next().catch((error: unknown) => {
      if (stream === current) stream = undefined;
      throw error;
    });
    if (value === undefined) throw fatal("ARCHIVE_SHORT", `${folder} ends at height ${archive.lastHeight} and block ${height} is asked for`);
    const block = readBlockAnswer(value.block) ?? parsed(folder, blockShape, value.block);
    const results = readResultsAnswer(value.results) ?? parsed(folder, blockResultsShape, value.results);
    return joinBlock(folder, height, block, results);
  };
  return {
    async status() {
      const before = archive.lastHeight;
      await archive.refresh();
      if (archive.lastHeight !== before) stream = undefined;
      return { chainId: archive.chainId, height: archive.lastHeight, earliestHeight: archive.firstHeight };
    },
    genesis: async () => readGenesis(folder, parsed(folder, documentShape, await archive.genesis())),
    block: read,
  };
}

function parsed<T>(folder: string, shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw fatal("NODE_ANSWER", `${folder} holds another shape than CometBFT 0.38 answers: ${issue?.path.join(".")}: ${issue?.message}`);
}
