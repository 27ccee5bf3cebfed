import { createHash } from "node:crypto";
import type { StatementBlock } from "@openledger/client/offline";
import type { SimulatedChain } from "@openledger/testing";
import type { DeepPartial, MethodDefinition } from "@openledger/messages";
import type { ComparedNode } from "../reconcile/reconcile.ts";
import type { StateQuery } from "../reconcile/state-query.ts";
import type { CommittedBlock, SourceGenesis } from "../source/committed-block.ts";
import { readGenesis } from "../source/join-block.ts";
import { nanosToRfc3339 } from "../source/timestamps.ts";

/** A chain in memory with all of its blocks. */
export type PlayedChain = Pick<SimulatedChain, "chainId" | "genesisText" | "blocks" | "machine">;

/** The genesis of a chain in memory, as a node would serve it. */
export function genesisOfChain(chain: PlayedChain): SourceGenesis {
  return readGenesis("the simulation", JSON.parse(chain.genesisText) as Record<string, unknown>);
}

/** The blocks of a chain in memory, as a node would serve them; their hashes follow from what they did. */
export function blocksOfChain({ chainId, blocks }: PlayedChain): readonly CommittedBlock[] {
  let [parentHash, appHash] = [new Uint8Array(), new Uint8Array()];
  return blocks.map(({ request, response }) => {
    const hash = Uint8Array.from(createHash("sha256").update(parentHash).update(response.appHash).digest());
    const block: CommittedBlock = {
      chainId,
      height: request.height,
      hash,
      parentHash,
      timeNs: request.time,
      proposer: request.proposer,
      lastCommit: { round: 0, slots: (request.votes ?? []).map(({ address, signed }) => (signed ? { flag: "COMMIT" as const, address, timeNs: request.time } : { flag: "ABSENT" as const })) },
      appHash,
      resultAppHash: response.appHash,
      txs: request.txs.map((bytes, i) => {
        const result = response.txResults[i];
        if (result === undefined) throw new Error(`block ${request.height} has no result of transaction ${i}`);
        const { code, codespace, log, data, gasWanted, gasUsed, events } = result;
        return { bytes, code, codespace, log, data, gasWanted, gasUsed, events };
      }),
      events: response.events,
    };
    [parentHash, appHash] = [Uint8Array.from(hash), Uint8Array.from(response.appHash)];
    return block;
  });
}

/** The blocks of a chain in memory, as statements are derived from them. */
export function statementBlocksOf(chain: PlayedChain): readonly StatementBlock[] {
  return blocksOfChain(chain).map(({ height, timeNs, txs, events }) => {
    const ofTxs = txs.flatMap((tx, txIndex) => tx.events.map((event) => ({ ...event, txIndex })));
    const txHashes = txs.map(({ bytes }) => createHash("sha256").update(bytes).digest("hex"));
    return { height, time: nanosToRfc3339(timeNs), txHashes, events: [...ofTxs, ...events.map((event) => ({ ...event, txIndex: null }))] };
  });
}

/** The state of a chain in memory, which keeps its last four heights. */
export function nodeOfChain(chain: PlayedChain): ComparedNode {
  const blocks = blocksOfChain(chain);
  return {
    stateAt(height): StateQuery {
      return async <Request extends object, Response extends object>(method: MethodDefinition<Request, Response>, request: DeepPartial<Request>) => {
        const data = method.request.toBytes(method.request.create(request));
        const answer = chain.machine.query({ path: method.path, data, height, prove: false });
        if (answer.code !== 0) throw new Error(`${method.path}: ${answer.log}`);
        return method.response.decode(answer.value);
      };
    },
    blockHash: async (height) => blocks.find((block) => block.height === height)?.hash ?? new Uint8Array(),
  };
}
