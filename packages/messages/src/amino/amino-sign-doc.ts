import { toUtf8 } from "@openledger/primitives";
import type { TypeRegistry } from "../any.ts";
import { Coin } from "../generated/cosmos/base/v1beta1.ts";
import type { Fee, TxBody } from "../generated/cosmos/tx/v1beta1.ts";
import { EncodeError } from "../runtime/errors.ts";
import { aminoJson, aminoJsonOfAny, quote } from "./amino-json.ts";

/** What a signature in SIGN_MODE_LEGACY_AMINO_JSON covers. */
export interface AminoSignDoc {
  readonly body: TxBody;
  readonly fee: Fee;
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/**
 * The bytes that SIGN_MODE_LEGACY_AMINO_JSON signs. The caller refuses bodies with unknown fields, which the document
 * does not cover.
 *
 * @throws EncodeError for extension options and for what {@link aminoJson} cannot write.
 */
export function aminoSignBytes(registry: TypeRegistry, { body, fee, chainId, accountNumber, sequence }: AminoSignDoc): Uint8Array {
  if (body.extensionOptions.length > 0 || body.nonCriticalExtensionOptions.length > 0) {
    throw new EncodeError("amino JSON does not cover extension options; sign in SIGN_MODE_DIRECT");
  }
  const msgs = body.messages.map((any) => aminoJsonOfAny(registry, any));
  const parts = [
    `"account_number":"${accountNumber}"`,
    `"chain_id":${quote(chainId)}`,
    `"fee":${feeJson(registry, fee)}`,
    `"memo":${quote(body.memo)}`,
    `"msgs":${msgs.length === 0 ? "null" : `[${msgs.join(",")}]`}`,
    `"sequence":"${sequence}"`,
    ...(body.timeoutHeight === 0n ? [] : [`"timeout_height":"${body.timeoutHeight}"`]),
  ];
  return toUtf8(`{${parts.join(",")}}`);
}

function feeJson(registry: TypeRegistry, { amount, gasLimit, granter, payer }: Fee): string {
  const coins = amount.map((coin) => aminoJson(registry, Coin, coin));
  const parts = [`"amount":[${coins.join(",")}]`, `"gas":"${gasLimit}"`];
  if (granter !== "") parts.push(`"granter":${quote(granter)}`);
  if (payer !== "") parts.push(`"payer":${quote(payer)}`);
  return `{${parts.join(",")}}`;
}
