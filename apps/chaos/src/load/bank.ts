import { connect, createTxSender, outgoing, type OutgoingMessage } from "@openledger/client";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Member } from "../cluster/cluster.ts";
import { DENOM, type Payer } from "./accounts.ts";

/** Owns coins for those who join, and sends transactions of operators. */
export interface Bank {
  /** Sends coins to an address through a node, and waits for the block. */
  fund(through: Member, address: string, units: bigint): Promise<void>;
  /** Sends a transaction of the member's operator through a node, and waits for the block. Throws what the client throws. */
  operate(through: Member, operator: Member, messageOf: (address: string) => OutgoingMessage): Promise<void>;
}

export function createBank(owner: Payer): Bank {
  async function send(through: Member, wallet: OfflineDirectSigner, address: string, message: OutgoingMessage): Promise<void> {
    const client = await connect(through.validator.rpcUrl);
    try {
      await createTxSender({ client, wallet, address }).send([message]);
    } finally {
      client.disconnect();
    }
  }
  return {
    fund(through, toAddress, units) {
      const { address, wallet } = owner;
      const message = outgoing(MsgSend, { fromAddress: address, toAddress, amount: [{ denom: DENOM, amount: `${units}` }] });
      return send(through, wallet, address, message);
    },
    async operate(through, { keyring }, messageOf) {
      const { wallet, address } = await keyring.wallet("operator");
      await send(through, wallet, address, messageOf(address));
    },
  };
}
