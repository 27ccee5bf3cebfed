import { Response } from "@openledger/messages/tendermint/abci";
import { height, unixNanos } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { encodeFinalized } from "./encode-finalized.ts";
import { blockToComet, resultToComet } from "./to-comet.ts";

const NOTHING = new Uint8Array(0);

function executed(count: number): ExecutedBlock {
  const event = { type: "transfer", attributes: [{ key: "amount", value: "5uopen", index: true }] };
  const result = { code: 0, data: Uint8Array.of(1), log: "", info: "", gasWanted: 200_000n, gasUsed: 70_000n, events: [event, event], codespace: "" };
  return {
    request: { height: height(7n), time: unixNanos(1n), proposer: NOTHING, hash: NOTHING, txs: [] },
    response: {
      appHash: new Uint8Array(32).fill(3),
      txResults: Array.from({ length: count }, (_, i) => ({ ...result, code: i % 3, codespace: i % 3 === 0 ? "" : "sdk" })),
      events: [event],
      validatorUpdates: [{ publicKey: new Uint8Array(32).fill(4), power: 9n }],
    },
    changeSet: [],
    consensusParams: {
      ...{ maxBlockBytes: 1_000_000n, maxBlockGas: -1n, pubKeyTypes: ["ed25519"] },
      evidence: { maxAgeBlocks: 10n, maxAgeNanos: 5_000_000_001n, maxBytes: 100n },
    },
    quarantined: [],
  };
}

test.each([0, 1, 500])("what is encoded in pieces is the answer with %i results, one step for each", (count) => {
  const block = executed(count);
  const steps = encodeFinalized(block);
  let yields = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yields += 1;
  expect(yields).toBe(count);
  const { finalizeBlock } = Response.decode(Buffer.concat(step.value));
  expect(finalizeBlock).toEqual({ ...blockToComet(block), txResults: block.response.txResults.map(resultToComet) });
  expect(finalizeBlock?.consensusParamUpdates?.evidence?.maxAgeDuration).toEqual({ seconds: 5n, nanos: 1 });
});
