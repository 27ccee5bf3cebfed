import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { toBase64 } from "@openledger/primitives";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "@openledger/testing";
import { inPlace, startBareNode } from "./bench-network.ts";
import { runOpenLoop, type LoopResult } from "./open-loop.ts";
import { climb, type StairResult } from "./staircase.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 1_000;
const RATES: readonly number[] = [250, 500, 750, 1_000, 1_250, 1_500, 2_000];
const STAIR_SECONDS = 6;
/** More than the node can take, to see how it behaves then. */
const OVERLOAD_PER_SECOND = 2_500;
const OVERLOAD_SECONDS = 4;
/** Divides the number of senders, so that each keeps to one connection. */
const LANES = 50;
const GAS_LIMIT = 150_000n;

export interface SendsResult extends StairResult {
  readonly overload: LoopResult;
}

/** Signed sends through a node's HTTP: rising rates, a long run below the last one that was carried, and an overload. */
export function benchSends(seconds: number, say: (text: string) => void): Promise<SendsResult> {
  return inPlace(async (place) => {
    // Refused transactions leave holes in sequences, so each run has senders of its own.
    const accounts = createAccounts(createNodeCrypto(), (RATES.length + 2) * SENDERS);
    const coins = [{ denom: "uopen", amount: 1_000_000n }];
    const client = await startBareNode(place, accounts.map(({ address }) => ({ address, coins })));
    const run = (rate: number, count: number, stage: number): Promise<LoopResult> => {
      say(`signing ${count} sends for ${rate}/s`);
      const file = join(place.home.root, `sends-${stage}`);
      signSends(file, accounts.slice(stage * SENDERS, (stage + 1) * SENDERS), count);
      return runOpenLoop(client, file, rate, LANES);
    };
    const climbed = await climb(RATES, STAIR_SECONDS, seconds, (rate, count, stage) => {
      return run(rate, count, stage === "steady" ? RATES.length : stage);
    });
    const overload = await run(OVERLOAD_PER_SECOND, OVERLOAD_PER_SECOND * OVERLOAD_SECONDS, RATES.length + 1);
    client.disconnect();
    return { ...climbed, overload };
  });
}

/** Writes `count` transactions, the senders taking turns, so that two of one sender are far apart. */
function signSends(path: string, senders: readonly SimulatedAccount[], count: number): void {
  const crypto = createNodeCrypto();
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const sender = senders[i % senders.length];
    const receiver = senders[(i + 1) % senders.length];
    if (sender === undefined || receiver === undefined) continue;
    const amount = [{ denom: "uopen", amount: "1" }];
    const message = toAny(MsgSend, { fromAddress: sender.address, toAddress: receiver.address, amount });
    const sequence = BigInt(Math.floor(i / senders.length));
    lines.push(toBase64(signTx(crypto, sender, [message], { chainId: CHAIN_ID, sequence, gasLimit: GAS_LIMIT, fee: undefined })));
  }
  writeFileSync(path, lines.join("\n"));
}
