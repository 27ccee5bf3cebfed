import { encodePubkey, makeAuthInfoBytes, makeSignDoc, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { encodeSecp256k1Pubkey } from "@cosmjs/amino";
import { type MessageCodec } from "@openledger/messages";
import { BaseAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { ServiceService, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { fromBase64 } from "@openledger/primitives";
import type { ChainClient, CommittedTx } from "../chain/chain-client.ts";
import { ClientError, orNotFound } from "../errors.ts";
import type { OutgoingMessage } from "./messages.ts";

/** What a transaction pays for its gas: units of `denom` per unit of gas, as decimal text such as `0.025`. */
export interface GasPrice {
  readonly denom: string;
  readonly amount: string;
}

export interface TxSenderOptions {
  readonly client: ChainClient;
  readonly wallet: OfflineDirectSigner;
  readonly address: string;
  /** No fee when absent. */
  readonly gasPrice?: GasPrice;
  /** Hands the signed bytes over and returns their hash in upper-case hex; to the node by default. */
  readonly broadcast?: (tx: Uint8Array) => Promise<string>;
}

export interface SendOptions {
  readonly memo?: string;
  /** Skips the simulation. */
  readonly gasLimit?: bigint;
  /** By what the simulated gas is multiplied for the limit, in thousandths; 1,400 by default. */
  readonly gasThousandths?: bigint;
  /** The fee as a whole, sorted by denom; instead of one that the gas price gives. */
  readonly fee?: readonly { readonly denom: string; readonly amount: string }[];
  /** Further signers, in the order in which the messages name them. */
  readonly cosigners?: readonly { readonly wallet: OfflineDirectSigner; readonly address: string }[];
  readonly timeoutMs?: number;
  /** Ends the wait for the block, not what was sent. */
  readonly signal?: AbortSignal;
}

/** A transaction that succeeded. */
export interface SentTx extends CommittedTx {
  /** The response of message `index`. */
  response<T extends object>(codec: MessageCodec<T>, index?: number): T;
}

/** Signs and sends the transactions of one account, one after the other, keeping count of the account's sequence. */
export interface TxSender {
  readonly address: string;
  /**
   * Simulates, signs, broadcasts and waits for the block. Several calls may run at once: they are signed in
   * order and wait together. Throws {@link ClientError} `tx-refused`, `tx-failed`, `tx-timeout` or `unreachable`.
   */
  send(messages: readonly OutgoingMessage[], options?: SendOptions): Promise<SentTx>;
  /**
   * Hands a transaction to the mempool without waiting for a block, and returns its hash: for many transactions in an
   * order of one's own. Give a gas limit when an earlier one still waits, since the simulation runs on committed state.
   */
  submit(messages: readonly OutgoingMessage[], options?: SendOptions): Promise<string>;
}

const SEQUENCE_MISMATCH = 32;
const ATTEMPTS = 4;

interface Signer {
  readonly wallet: OfflineDirectSigner;
  readonly address: string;
  readonly publicKey: Uint8Array;
  accountNumber: bigint;
  sequence: bigint;
}

export function createTxSender(options: TxSenderOptions): TxSender {
  const { client, wallet, address } = options;
  let own: Signer | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const broadcastNext = async (messages: readonly OutgoingMessage[], send: SendOptions): Promise<string> => {
    for (let attempt = 1; ; attempt++) {
      own ??= await loadSigner(client, wallet, address);
      const cosigners = await Promise.all(
        (send.cosigners ?? []).map((one) => loadSigner(client, one.wallet, one.address)),
      );
      try {
        const hash = await signAndBroadcast(options, [own, ...cosigners], messages, send);
        own.sequence += 1n;
        return hash;
      } catch (error) {
        own = undefined;
        if (attempt === ATTEMPTS || !isSequenceMismatch(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300 * attempt));
      }
    }
  };

  const submit = (messages: readonly OutgoingMessage[], send: SendOptions = {}): Promise<string> => {
    const turn = last.then(() => broadcastNext(messages, send));
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    address,
    submit,
    async send(messages, send = {}) {
      return succeeded(await client.waitForTx(await submit(messages, send), send.timeoutMs, send.signal));
    },
  };
}

function isSequenceMismatch(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false;
  if (error.chainCode?.codespace === "sdk" && error.chainCode.code === SEQUENCE_MISMATCH) return true;
  return error.message.includes("account sequence mismatch");
}

function succeeded(tx: CommittedTx): SentTx {
  if (tx.code !== 0) {
    throw new ClientError("tx-failed", `the transaction failed: ${tx.log} (${tx.codespace} ${tx.code})`, {
      chainCode: { codespace: tx.codespace, code: tx.code },
      txHash: tx.hash,
    });
  }
  return {
    ...tx,
    response(codec, index = 0) {
      const any = TxMsgData.decode(tx.data).msgResponses[index];
      if (any === undefined) throw new ClientError("malformed", `transaction ${tx.hash} has no response ${index}`);
      return codec.decode(any.value);
    },
  };
}

async function loadSigner(client: ChainClient, wallet: OfflineDirectSigner, address: string): Promise<Signer> {
  const key = (await wallet.getAccounts()).find((account) => account.address === address);
  if (key === undefined) throw new ClientError("malformed", `the wallet holds no key for ${address}`);
  const { account } = (await orNotFound(client.query(AuthQuery.Account, { address }))) ?? {};
  if (account === undefined) {
    throw new ClientError("query", `account ${address} does not exist on ${client.chainId} yet; send it some coins first`);
  }
  const { accountNumber, sequence } = BaseAccount.decode(account.value);
  return { wallet, address, publicKey: key.pubkey, accountNumber, sequence };
}

async function signAndBroadcast(
  options: TxSenderOptions,
  signers: readonly Signer[],
  messages: readonly OutgoingMessage[],
  send: SendOptions,
): Promise<string> {
  const { client, gasPrice } = options;
  const bodyBytes = TxBody.toBytes(TxBody.create({ messages: messages.map(({ any }) => any), memo: send.memo ?? "" }));
  const gasLimit = send.gasLimit ?? (await simulatedGas(client, signers, bodyBytes, send.gasThousandths));
  const priced = gasPrice === undefined ? [] : [{ denom: gasPrice.denom, amount: feeOf(gasPrice, gasLimit).toString() }];
  const fee = send.fee ?? priced;
  const authInfoBytes = authInfo(signers, fee.filter(({ amount }) => amount !== "0"), gasLimit);
  const signatures: Uint8Array[] = [];
  for (const { wallet, address, accountNumber } of signers) {
    const doc = makeSignDoc(bodyBytes, authInfoBytes, client.chainId, accountNumber);
    signatures.push(fromBase64((await wallet.signDirect(address, doc)).signature.signature));
  }
  const broadcast = options.broadcast ?? ((tx: Uint8Array) => client.broadcast(tx));
  return broadcast(TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures }));
}

function authInfo(
  signers: readonly Signer[],
  fee: readonly { readonly denom: string; readonly amount: string }[],
  gasLimit: bigint,
): Uint8Array {
  const infos = signers.map(({ publicKey, sequence }) => ({
    pubkey: encodePubkey(encodeSecp256k1Pubkey(publicKey)),
    sequence,
  }));
  return makeAuthInfoBytes(infos, fee, Number(gasLimit), undefined, undefined);
}

async function simulatedGas(
  client: ChainClient,
  signers: readonly Signer[],
  bodyBytes: Uint8Array,
  thousandths = 1_400n,
): Promise<bigint> {
  const txBytes = TxRaw.toBytes({
    bodyBytes,
    authInfoBytes: authInfo(signers, [], 0n),
    signatures: signers.map(() => new Uint8Array(64)),
  });
  const { gasInfo } = await client.query(ServiceService.Simulate, { txBytes }).catch(asRefusal);
  if (gasInfo === undefined) throw new ClientError("malformed", "the node's simulation gives no gas");
  return (gasInfo.gasUsed * thousandths) / 1_000n + 1n;
}

/** What the chain says against the messages, without the frame that a query puts around it. */
function asRefusal(error: unknown): never {
  if (!(error instanceof ClientError) || error.code !== "query") throw error;
  const match = /desc = (?:failed to execute message; message index: \d+: )?(.*?) with gas used: /is.exec(error.message);
  if (match === null) throw error;
  throw new ClientError("tx-refused", `the chain refuses the transaction: ${match[1]}`, {
    cause: error,
    ...(error.chainCode === undefined ? {} : { chainCode: error.chainCode }),
  });
}

/** ceil(price x gas) in whole units. */
function feeOf({ amount }: GasPrice, gas: bigint): bigint {
  const match = /^([0-9]{1,18})(?:\.([0-9]{1,18}))?$/.exec(amount);
  if (match === null) throw new RangeError(`a gas price is a decimal number such as 0.025, not ${amount}`);
  const scale = 10n ** 18n;
  const price = BigInt(match[1] ?? "0") * scale + BigInt((match[2] ?? "").padEnd(18, "0"));
  return (price * gas + scale - 1n) / scale;
}

/** Reads `0.025uopen`. Throws RangeError with the form that is expected. */
export function parseGasPrice(text: string): GasPrice {
  const match = /^([0-9]+(?:\.[0-9]+)?)([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(text);
  if (match === null) throw new RangeError(`a gas price looks like 0.025uopen, not ${text}`);
  return { amount: match[1] ?? "0", denom: match[2] ?? "" };
}
