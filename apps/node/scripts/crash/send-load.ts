import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64 } from "@openledger/primitives";
import type { TestHome } from "../../src/node.fixture.ts";

/** Signs and sends transfers, one after the other, until the node no longer answers. */
export async function sendUntilGone(home: TestHome, rpcUrl: string): Promise<number> {
  let sent = 0;
  try {
    const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
    const [from = "", to = ""] = home.addresses;
    const { accountNumber, sequence } = await client.getSequence(from);
    const chainId = await client.getChainId();
    const fee = { amount: coins(100, "uopen"), gas: "120000" };
    const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: to, amount: coins(1, "uopen") } };
    for (let next = sequence; ; next++) {
      const signed = await client.sign(from, [message], fee, "", { accountNumber, sequence: next, chainId });
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "broadcast_tx_sync", params: { tx: toBase64(TxRaw.toBytes(signed)) } });
      await (await fetch(rpcUrl, { method: "POST", body })).json();
      sent += 1;
    }
  } catch {
    // The node was killed: that is how every round ends.
    return sent;
  }
}
