/** Bytes from strangers end in a message or in a DecodeError, never in another exception. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTypeRegistry, packAny } from "./any.ts";
import { MsgMultiSend, MsgSend } from "./generated/cosmos/bank/v1beta1.ts";
import { LegacyAminoPubKey } from "./generated/cosmos/crypto/multisig.ts";
import { PubKey } from "./generated/cosmos/crypto/secp256k1.ts";
import { AuthInfo, TxBody, TxRaw } from "./generated/cosmos/tx/v1beta1.ts";
import { DecodeError } from "./runtime/errors.ts";
import { decodeAuthInfo, decodeTxBody, decodeTxRaw } from "./tx.ts";

const registry = createTypeRegistry([MsgSend, MsgMultiSend, PubKey, LegacyAminoPubKey]);
const send = MsgSend.create({ fromAddress: "a", toAddress: "b", amount: [{ denom: "uopen", amount: "5" }] });
const key = packAny(PubKey, { key: new Uint8Array(33) });
const multisig = packAny(LegacyAminoPubKey, { threshold: 1, publicKeys: [key, key] });
const body = TxBody.toBytes(TxBody.create({ messages: [packAny(MsgSend, send)], memo: "hi", timeoutHeight: 9n }));
const authInfo = AuthInfo.toBytes(
  AuthInfo.create({
    signerInfos: [{ publicKey: multisig, modeInfo: { multi: { bitarray: { extraBitsStored: 2 }, modeInfos: [{ single: { mode: 127 } }] } }, sequence: 300n }],
    fee: { amount: [{ denom: "uopen", amount: "1" }], gasLimit: 200_000n },
  }),
);
const raw = TxRaw.toBytes({ bodyBytes: body, authInfoBytes: authInfo, signatures: [new Uint8Array(64)] });

function endsWell(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}

function decodeAll(bytes: Uint8Array): void {
  endsWell(() => decodeTxRaw(bytes));
  endsWell(() => decodeTxBody(bytes, registry));
  endsWell(() => decodeAuthInfo(bytes, registry));
}

/** Valid bytes with up to three of them overwritten, and cut at the end. */
const damaged = fc
  .tuple(fc.constantFrom(raw, body, authInfo), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), fc.nat(400))
  .map(([bytes, changes, length]) => {
    const copy = bytes.slice(0, Math.max(1, length));
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return copy;
  });

describe("hostile input", () => {
  test("any bytes at all", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), decodeAll), { numRuns: 500 });
  });
  test("damaged transactions", () => {
    fc.assert(fc.property(damaged, decodeAll), { numRuns: 2000 });
  });
  test("a flipped bit of a TxRaw never yields the same transaction", () => {
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.nat(7), (at, bit) => {
        const copy = raw.slice();
        copy[at] = (copy[at] ?? 0) ^ (1 << bit);
        endsWell(() => expect(decodeTxRaw(copy)).not.toEqual(decodeTxRaw(raw)));
      }),
      { numRuns: 500 },
    );
  });
});
