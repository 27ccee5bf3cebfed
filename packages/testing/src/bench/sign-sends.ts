import type { Crypto } from "@openledger/primitives";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";

const GAS_LIMIT = 150_000n;

/** `count` transactions, the senders taking turns, so that two of one sender are far apart. */
export function* signSends(crypto: Crypto, chainId: string, senders: readonly SimulatedAccount[], count: number): Generator<Uint8Array, void> {
  for (let i = 0; i < count; i++) {
    const sender = senders[i % senders.length];
    const receiver = senders[(i + 1) % senders.length];
    if (sender === undefined || receiver === undefined) continue;
    const amount = [{ denom: "uopen", amount: "1" }];
    const message = toAny(MsgSend, { fromAddress: sender.address, toAddress: receiver.address, amount });
    const sequence = BigInt(Math.floor(i / senders.length));
    yield signTx(crypto, sender, [message], { chainId, sequence, gasLimit: GAS_LIMIT, fee: undefined });
  }
}
