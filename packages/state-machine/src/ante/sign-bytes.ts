import { aminoSignBytes, DecodeError, EncodeError } from "@openledger/messages";
import { SignMode } from "@openledger/messages/cosmos/tx/signing/v1beta1";
import { SignDoc } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Account } from "../expected-keepers.ts";
import type { BlockInfo, ChainConfig } from "../context.ts";
import type { DecodedTx } from "../tx.ts";

/** What a sign document holds beside the account. */
export interface SignedUnder {
  readonly ctx: { readonly chain: ChainConfig; readonly block: Pick<BlockInfo, "isGenesis"> };
  readonly tx: DecodedTx;
}

/** The bytes that a mode signs, or in words why there are none. */
export type SignBytes = (mode: SignMode) => Uint8Array | string;

/** The sign bytes of one signer, built from the executing state and kept, since the keys of a multisig share them. */
export function createSignBytes(input: SignedUnder, account: Account): SignBytes {
  let direct: Uint8Array | undefined;
  let amino: Uint8Array | string | undefined;
  return (mode) => {
    switch (mode) {
      case SignMode.SIGN_MODE_DIRECT:
        return (direct ??= directBytes(input, account));
      case SignMode.SIGN_MODE_LEGACY_AMINO_JSON:
        return (amino ??= aminoBytes(input, account));
      case SignMode.SIGN_MODE_TEXTUAL:
        return "unable to verify single signer signature";
      default:
        return `unsupported sign mode ${nameOf(mode)}`;
    }
  };
}

/** Account number in a sign document: none has been given out yet when genesis transactions are signed. */
export function signedAccountNumber({ ctx }: Pick<SignedUnder, "ctx">, account: Account): bigint {
  return ctx.block.isGenesis === true ? 0n : account.accountNumber;
}

function directBytes(input: SignedUnder, account: Account): Uint8Array {
  const { ctx, tx } = input;
  const { bodyBytes, authInfoBytes } = tx.raw;
  return SignDoc.toBytes({ bodyBytes, authInfoBytes, chainId: ctx.chain.chainId, accountNumber: signedAccountNumber(input, account) });
}

function aminoBytes(input: SignedUnder, account: Account): Uint8Array | string {
  const { ctx, tx } = input;
  if (tx.sawUnknownField) return "amino JSON does not cover unknown fields";
  const doc = { body: tx.body, fee: tx.fee, chainId: ctx.chain.chainId, sequence: account.sequence };
  try {
    return aminoSignBytes(tx.types, { ...doc, accountNumber: signedAccountNumber(input, account) });
  } catch (error) {
    if (error instanceof EncodeError || error instanceof DecodeError) return error.message;
    throw error;
  }
}

function nameOf(mode: SignMode): string {
  return Object.entries(SignMode).find(([, value]) => value === mode)?.[0] ?? String(mode);
}
