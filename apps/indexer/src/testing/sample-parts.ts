import { createHash } from "node:crypto";
import { packAny, type MessageCodec } from "@openledger/messages";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { AuthInfo, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressFromBytes, type Sha256 } from "@openledger/primitives";
import type { SourceEvent, SourceTx } from "../source/committed-block.ts";

export const CHAIN_ID = "indexer-test-1";
export const PREFIX = "open";
export const DENOM = "udemo";

export const sha256: Sha256 = (bytes) => Uint8Array.from(createHash("sha256").update(bytes).digest());

/** An address that depends on the name alone. */
export function account(name: string): string {
  return addressFromBytes(PREFIX, sha256(Buffer.from(name)).slice(0, 20));
}

/** A message with the response that the chain gives to it. */
export interface Call {
  readonly codec: MessageCodec<object>;
  readonly message: object;
  readonly responseCodec: MessageCodec<object>;
  readonly response: object;
}

export function call<Message extends object, Response extends object>(
  codec: MessageCodec<Message>,
  message: Parameters<MessageCodec<Message>["create"]>[0],
  responseCodec: MessageCodec<Response>,
  response?: Parameters<MessageCodec<Response>["create"]>[0],
): Call {
  return madeCall(codec, codec.create(message), responseCodec, responseCodec.create(response));
}

/** The same of a message and a response that are complete. */
export function madeCall<Message extends object, Response extends object>(
  codec: MessageCodec<Message>,
  message: Message,
  responseCodec: MessageCodec<Response>,
  response: Response,
): Call {
  return {
    codec: codec as unknown as MessageCodec<object>,
    message,
    responseCodec: responseCodec as unknown as MessageCodec<object>,
    response,
  };
}

export function event(type: string, attributes: Readonly<Record<string, string | bigint | number>>): SourceEvent {
  return { type, attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: String(value) })) };
}

/** A transaction of these messages as a wallet encodes it, with the result of a successful execution. */
export function tx(calls: readonly Call[], events: readonly SourceEvent[], memo = ""): SourceTx {
  const body = TxBody.create({ messages: calls.map(({ codec, message }) => packAny(codec, message)), memo });
  const bytes = TxRaw.toBytes({
    bodyBytes: TxBody.toBytes(body),
    authInfoBytes: AuthInfo.toBytes(AuthInfo.create({ fee: { amount: [{ denom: DENOM, amount: "10" }], gasLimit: 200_000n } })),
    signatures: [new Uint8Array(64)],
  });
  const data = TxMsgData.toBytes(TxMsgData.create({ msgResponses: calls.map(({ responseCodec, response }) => packAny(responseCodec, response)) }));
  return { bytes, code: 0, codespace: "", log: "", data, gasWanted: 200_000n, gasUsed: 90_000n, events };
}

export function failed(transaction: SourceTx, code: number, log: string): SourceTx {
  return { ...transaction, code, codespace: "market", log, data: new Uint8Array() };
}
