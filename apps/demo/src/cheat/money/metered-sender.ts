import { ClientError, createTxSender, type ChainClient, type CommittedTx, type SentTx, type TxSender } from "@openledger/client";
import type { Signer } from "../../home/demo-keys.ts";
import { coinsOf } from "../../steps/chain-history.ts";
import { GAS_PRICE } from "../../steps/demo-terms.ts";

/** Gas fees that each address paid, units by denom. */
export type FeeBook = Map<string, Map<string, bigint>>;

/** A sender that writes down the fee of every transaction which a block holds, also of those that failed there. */
export function createMeteredSender(client: ChainClient, { wallet, address }: Signer, fees: FeeBook): TxSender {
  const sender = createTxSender({ client, wallet, address, gasPrice: GAS_PRICE });
  return {
    ...sender,
    async send(messages, options): Promise<SentTx> {
      try {
        const sent = await sender.send(messages, options);
        note(fees, sent);
        return sent;
      } catch (error) {
        const hash = error instanceof ClientError && error.code === "tx-failed" ? error.txHash : undefined;
        const failed = hash === undefined ? undefined : await client.tx(hash);
        if (failed !== undefined) note(fees, failed);
        throw error;
      }
    },
  };
}

function note(fees: FeeBook, { events }: Pick<CommittedTx, "events">): void {
  for (const { type, attributes } of events) {
    const { fee, fee_payer: payer } = attributes;
    if (type !== "tx" || fee === undefined || payer === undefined) continue;
    const book = fees.get(payer) ?? new Map<string, bigint>();
    fees.set(payer, book);
    for (const { denom, amount } of coinsOf(fee)) book.set(denom, (book.get(denom) ?? 0n) + amount);
  }
}
