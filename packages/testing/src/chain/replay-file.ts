import { readFileSync, writeFileSync } from "node:fs";
import { createChain, parseGenesis } from "@openledger/chain";
import { fromBase64, height, toBase64, toHex, unixNanos, type Crypto } from "@openledger/primitives";
import type { FinalizeBlockRequest } from "@openledger/state-machine";
import { executeBlock, type SimulatedChain } from "./simulated-chain.ts";

interface FileBlock {
  readonly height: string;
  readonly time: string;
  readonly proposer: string;
  readonly hash: string;
  readonly txs: readonly string[];
}

/** Writes a chain's genesis and blocks, so that another process can execute them. */
export function writeReplayFile(path: string, { genesisText, blocks }: SimulatedChain): void {
  const lines = blocks.map(({ request }): FileBlock => ({
    height: request.height.toString(),
    time: request.time.toString(),
    proposer: toBase64(request.proposer),
    hash: toBase64(request.hash),
    txs: request.txs.map(toBase64),
  }));
  writeFileSync(path, [genesisText, ...lines.map((line) => JSON.stringify(line))].join("\n"));
}

/** Executes the blocks of a replay file and returns the app hash of every height, lower-case hex. */
export function replayFile(crypto: Crypto, path: string): string[] {
  const [genesis = "", ...lines] = readFileSync(path, "utf8").split("\n");
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis(JSON.parse(genesis)));
  return lines.map((line) => {
    chain.commit(executeBlock(chain, requestOf(JSON.parse(line) as FileBlock)));
    return toHex(chain.info().appHash);
  });
}

function requestOf(block: FileBlock): FinalizeBlockRequest {
  return {
    height: height(BigInt(block.height)),
    time: unixNanos(BigInt(block.time)),
    proposer: fromBase64(block.proposer),
    hash: fromBase64(block.hash),
    txs: block.txs.map(fromBase64),
  };
}
