import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { toBase64 } from "@openledger/primitives";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "@openledger/testing";
import { inPlace, startBareNode } from "./bench-network.ts";
import { runOpenLoop, type LoopResult } from "./open-loop.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 1_000;
const PROBE_PER_SECOND = 2_500;
const PROBE_SECONDS = 4;
const GAS_LIMIT = 150_000n;
/** Of what the probe committed, in percent. */
const LOAD_PERCENT = 80n;

/** Signed sends through a node's HTTP: first more than it can take, then `seconds` at four fifths of what it took. */
export function benchSends(seconds: number, say: (text: string) => void): Promise<{ overload: LoopResult; steady: LoopResult }> {
  return inPlace(async (place) => {
    const crypto = createNodeCrypto();
    const accounts = createAccounts(crypto, 2 * SENDERS);
    const coins = [{ denom: "uopen", amount: 1_000_000n }];
    const client = await startBareNode(place, accounts.map(({ address }) => ({ address, coins })));
    const file = (name: string): string => join(place.home.root, name);
    say("signing the probe");
    // Refused transactions leave holes in sequences, so the probe has senders of its own.
    signSends(file("probe"), accounts.slice(0, SENDERS), PROBE_PER_SECOND * PROBE_SECONDS);
    const overload = await runOpenLoop(client, file("probe"), PROBE_PER_SECOND);
    const rate = Number((BigInt(Math.floor(overload.committedPerSecond)) * LOAD_PERCENT) / 100n);
    say(`the node commits ${overload.committedPerSecond} sends/s under overload; signing ${rate * seconds} for ${rate}/s`);
    signSends(file("steady"), accounts.slice(SENDERS), rate * seconds);
    const steady = await runOpenLoop(client, file("steady"), rate);
    client.disconnect();
    return { overload, steady };
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
