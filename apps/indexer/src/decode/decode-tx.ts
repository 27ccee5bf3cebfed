import { decodeAuthInfo, decodeTxBody, decodeTxRaw, type UnpackedAny } from "@openledger/messages";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import type { MsgExec } from "@openledger/messages/cosmos/authz/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { registry } from "./registry.ts";

/** A transaction's contents; `responses` is empty for a failed one. */
export interface DecodedTx {
  readonly memo: string;
  /** Coins as text, for example `2500uopen`. */
  readonly fee: string;
  readonly feePayer: string;
  readonly messages: readonly UnpackedAny[];
  readonly responses: readonly Any[];
}

export type TxDecoding = { readonly ok: true; readonly tx: DecodedTx } | { readonly ok: false; readonly reason: string };

/** Decodes a transaction and the responses in its result. Whatever can't be read is reported, never thrown. */
export function decodeTx(bytes: Uint8Array, resultData: Uint8Array): TxDecoding {
  try {
    const raw = decodeTxRaw(bytes);
    const { body, messages } = decodeTxBody(raw.bodyBytes, registry);
    const { fee } = decodeAuthInfo(raw.authInfoBytes, registry);
    return {
      ok: true,
      tx: {
        memo: body.memo,
        fee: (fee?.amount ?? []).map(({ amount, denom }) => `${amount}${denom}`).join(","),
        feePayer: fee?.payer ?? "",
        messages,
        responses: TxMsgData.decode(resultData).msgResponses,
      },
    };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A message with its type. */
export type ExecutedMessage = Pick<UnpackedAny, "typeUrl" | "message">;

/** The messages inside of one that was executed, read as the chain reads them. */
export function innerMessages({ msgs }: MsgExec): readonly ExecutedMessage[] {
  return msgs.flatMap(({ typeUrl, value }) => {
    const codec = registry.lookup(typeUrl);
    return codec === undefined ? [] : [{ typeUrl, message: codec.decodeLenient(value).message }];
  });
}
