import { createSecp256k1Key, type Secp256k1Key } from "@openledger/crypto";
import { packAny, type DeepPartial, type MessageCodec } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { AuthInfo, SignDoc, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressBytesFromSecp256k1, addressFromBytes, assertDefined, toUtf8, type Address, type Crypto } from "@openledger/primitives";

const SIGN_MODE_DIRECT = 1;

/** A person of a simulated chain. */
export interface SimulatedAccount {
  readonly address: Address;
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly accountNumber: bigint;
}

/** Accounts in the order in which genesis numbers them. */
export function createAccounts(crypto: Crypto, count: number, prefix = "open"): SimulatedAccount[] {
  return Array.from({ length: count }, (_, i) => {
    const privateKey = crypto.sha256(toUtf8(`simulated account ${i}`));
    const { publicKey } = keyOf(privateKey);
    const address = addressFromBytes(prefix, addressBytesFromSecp256k1(crypto, publicKey));
    return { address, publicKey, privateKey, accountNumber: BigInt(i) };
  });
}

/** 64 bytes r‖s with low S over a 32-byte hash. */
export function signHash(hash: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return keyOf(privateKey).sign(hash);
}

function keyOf(privateKey: Uint8Array): Secp256k1Key {
  return assertDefined(createSecp256k1Key(privateKey), "a simulated account has a private key");
}

/** A message of a transaction. */
export function toAny<T extends object>(codec: MessageCodec<T>, value: DeepPartial<T>): Any {
  return packAny(codec, codec.create(value));
}

export interface TxTerms {
  readonly chainId: string;
  readonly sequence: bigint;
  readonly gasLimit: bigint;
  readonly fee: { readonly denom: string; readonly amount: string } | undefined;
  /** Who pays the fee by a grant. */
  readonly granter?: string | undefined;
}

/** A transaction in SIGN_MODE_DIRECT, as bytes to broadcast. */
export function signTx(crypto: Crypto, account: SimulatedAccount, messages: readonly Any[], terms: TxTerms): Uint8Array {
  const bodyBytes = TxBody.toBytes(TxBody.create({ messages: [...messages] }));
  const authInfoBytes = AuthInfo.toBytes(
    AuthInfo.create({
      signerInfos: [
        {
          publicKey: packAny(PubKey, { key: account.publicKey }),
          modeInfo: { single: { mode: SIGN_MODE_DIRECT } },
          sequence: terms.sequence,
        },
      ],
      fee: { amount: terms.fee === undefined ? [] : [terms.fee], gasLimit: terms.gasLimit, granter: terms.granter ?? "" },
    }),
  );
  const { accountNumber } = account;
  const doc = SignDoc.toBytes({ bodyBytes, authInfoBytes, chainId: terms.chainId, accountNumber });
  const signatures = [signHash(crypto.sha256(doc), account.privateKey)];
  return TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures });
}
