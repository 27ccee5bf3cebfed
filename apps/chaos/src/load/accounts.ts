import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toUtf8 } from "@openledger/primitives";

/** Somebody who pays others. */
export interface Payer {
  readonly address: string;
  readonly wallet: DirectSecp256k1Wallet;
  /** A signed transfer, as bytes to broadcast. */
  pay(to: string, units: bigint, at: { readonly chainId: string; readonly accountNumber: bigint; readonly sequence: bigint }): Promise<Uint8Array>;
}

export const PREFIX = "open";
export const DENOM = "uopen";
const GAS = "150000";

/** Payers whose keys follow from a seed: worth nothing outside a network that lives for one run. */
export async function createPayers(seed: number, count: number): Promise<readonly Payer[]> {
  const { sha256 } = createNodeCrypto();
  return Promise.all(Array.from({ length: count }, (_, i) => createPayer(sha256(toUtf8(`openledger chaos ${seed} payer ${i}`)))));
}

async function createPayer(key: Uint8Array): Promise<Payer> {
  const wallet = await DirectSecp256k1Wallet.fromKey(new Uint8Array(key), PREFIX);
  const [account] = await wallet.getAccounts();
  const address = account?.address ?? "";
  const signer = await SigningStargateClient.offline(wallet);
  return {
    ...{ address, wallet },
    async pay(to, units, { chainId, accountNumber, sequence }) {
      const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: address, toAddress: to, amount: [{ denom: DENOM, amount: `${units}` }] } };
      const data = { chainId, accountNumber, sequence: Number(sequence) };
      return TxRaw.toBytes(await signer.sign(address, [message], { amount: [], gas: GAS }, "", data));
    },
  };
}
