import { createChain } from "@openledger/chain";
import { height, toHex, type Crypto } from "@openledger/primitives";
import type { ExecutedBlock, InitChainRequest } from "@openledger/state-machine";
import { executeBlock } from "./simulated-chain.ts";

/**
 * Runs the same blocks on two more stores: one executes them anew, one applies their change sets without executing.
 * Returns the app hash of every height on each, lower-case hex.
 */
export function replayOnNewChain(
  crypto: Crypto,
  genesis: InitChainRequest,
  blocks: readonly ExecutedBlock[],
): { readonly executed: string[]; readonly restored: string[] } {
  const executing = createChain({ crypto });
  const restoring = createChain({ crypto });
  executing.initChain(genesis);
  restoring.initChain(genesis);
  const executed: string[] = [];
  const restored: string[] = [];
  for (const { request, response, changeSet } of blocks) {
    executing.commit(executeBlock(executing, request));
    executed.push(toHex(executing.info().appHash));
    restoring.restore({ height: height(request.height), time: request.time, appHash: response.appHash, changeSet });
    restored.push(toHex(restoring.info().appHash));
  }
  return { executed, restored };
}
