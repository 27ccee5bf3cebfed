import { describe, expect, test } from "vitest";
import { createTypeRegistry, packAny, unpackAny } from "./any.ts";
import { MsgExec } from "./generated/cosmos/authz/v1beta1.ts";
import { MsgSend } from "./generated/cosmos/bank/v1beta1.ts";
import { LegacyAminoPubKey } from "./generated/cosmos/crypto/multisig.ts";
import { PubKey } from "./generated/cosmos/crypto/secp256k1.ts";
import { AuthInfo, TxBody, TxRaw } from "./generated/cosmos/tx/v1beta1.ts";
import type { Any } from "./generated/google/protobuf.ts";
import { DecodeError } from "./runtime/errors.ts";
import { decodeAuthInfo, decodeTxBody, decodeTxRaw } from "./tx.ts";

const registry = createTypeRegistry([MsgSend, MsgExec, PubKey, LegacyAminoPubKey]);
const send = MsgSend.create({ fromAddress: "a", toAddress: "b", amount: [{ denom: "uopen", amount: "5" }] });
const join = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
/** Field 1024 (bit 11 of the number set) and field 1000 (not set), both empty byte strings. */
const nonCritical = [0x82, 0x40, 0x00];
const critical = [0xc2, 0x3e, 0x00];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("transaction decoding", () => {
  test("a body yields its messages and the codecs that read them", () => {
    const decoded = decodeTxBody(TxBody.toBytes(TxBody.create({ messages: [packAny(MsgSend, send)], memo: "hi" })), registry);
    expect(decoded.messages).toEqual([{ typeUrl: "/cosmos.bank.v1beta1.MsgSend", codec: MsgSend, message: send }]);
    expect(decoded.sawUnknownField).toBe(false);
  });
  test("unknown fields of body and messages pass only when non-critical, and are reported", () => {
    const bodyOf = (value: Uint8Array): Uint8Array => TxBody.toBytes(TxBody.create({ messages: [{ typeUrl: MsgSend.typeUrl, value }] }));
    const clean = MsgSend.toBytes(send);
    expect(decodeTxBody(join(bodyOf(clean), nonCritical), registry).sawUnknownField).toBe(true);
    expect(decodeTxBody(bodyOf(join(clean, nonCritical)), registry).sawUnknownField).toBe(true);
    expect(codeOf(() => decodeTxBody(join(bodyOf(clean), critical), registry))).toBe("unknown-field");
    expect(codeOf(() => decodeTxBody(bodyOf(join(clean, critical)), registry))).toBe("unknown-field");
  });
  test("a message type that the chain does not know is refused", () => {
    const body = TxBody.toBytes(TxBody.create({ messages: [{ typeUrl: "/nowhere.Msg" }] }));
    expect(codeOf(() => decodeTxBody(body, registry))).toBe("unknown-type");
    const option = TxBody.toBytes(TxBody.create({ nonCriticalExtensionOptions: [{ typeUrl: "/nowhere.Option" }] }));
    expect(codeOf(() => decodeTxBody(option, registry))).toBe("unknown-type");
  });
  test("auth info refuses unknown fields, also inside a key inside a multisig key", () => {
    const authOf = (key: Uint8Array): Uint8Array => {
      const multisig = LegacyAminoPubKey.create({ threshold: 1, publicKeys: [{ typeUrl: PubKey.typeUrl, value: key }] });
      return AuthInfo.toBytes(AuthInfo.create({ signerInfos: [{ publicKey: packAny(LegacyAminoPubKey, multisig) }] }));
    };
    const key = PubKey.toBytes({ key: new Uint8Array(33) });
    expect(codeOf(() => decodeAuthInfo(authOf(key), registry))).toBe("accepted");
    expect(codeOf(() => decodeAuthInfo(authOf(join(key, nonCritical)), registry))).toBe("unknown-field");
    expect(codeOf(() => decodeAuthInfo(join(authOf(key), nonCritical), registry))).toBe("unknown-field");
  });
  test("a multisig key that holds itself many times over is refused", () => {
    let any = packAny(PubKey, PubKey.create({ key: new Uint8Array(33) }));
    for (let i = 0; i < 40; i++) any = packAny(LegacyAminoPubKey, LegacyAminoPubKey.create({ publicKeys: [any] }));
    const bytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [{ publicKey: any }] }));
    expect(codeOf(() => decodeAuthInfo(bytes, registry))).toBe("too-deep");
  });
  test("ten messages may lie in one another, and a hundred in all, the outermost included", () => {
    const bodyOf = (any: Any): Uint8Array => TxBody.toBytes(TxBody.create({ messages: [any, any] }));
    const execOf = (msgs: readonly Any[]): Any => packAny(MsgExec, MsgExec.create({ grantee: "a", msgs }));
    const nested = (depth: number): Any => (depth === 1 ? packAny(MsgSend, send) : execOf([nested(depth - 1)]));
    const sends = (count: number): Any[] => Array.from({ length: count }, () => packAny(MsgSend, send));
    const codeOfBody = (any: Any): string => codeOf(() => decodeTxBody(bodyOf(any), registry));
    expect([10, 11].map((depth) => codeOfBody(nested(depth)))).toEqual(["accepted", "too-deep"]);
    expect([99, 100].map((count) => codeOfBody(execOf(sends(count))))).toEqual(["accepted", "too-many-elements"]);
    expect(codeOfBody(execOf([execOf(sends(49)), execOf(sends(48))]))).toBe("accepted");
    expect(codeOfBody(execOf([execOf(sends(49)), execOf(sends(49))]))).toBe("too-many-elements");
  });
  test("a sign mode that nobody defined decodes to its number", () => {
    const bytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [{ modeInfo: { single: { mode: 9999 } } }] }));
    expect(decodeAuthInfo(bytes, registry).signerInfos[0]?.modeInfo?.single?.mode).toBe(9999);
  });
  test("TxRaw has one encoding only", () => {
    const bytes = TxRaw.toBytes(TxRaw.create({ bodyBytes: Uint8Array.of(1), authInfoBytes: Uint8Array.of(2), signatures: [new Uint8Array(0)] }));
    expect(codeOf(() => decodeTxRaw(bytes))).toBe("accepted");
    expect(codeOf(() => decodeTxRaw(join(bytes.slice(3, 6), bytes.slice(0, 3))))).toBe("not-canonical");
    expect(codeOf(() => decodeTxRaw(join(bytes, nonCritical)))).toBe("unknown-field");
  });
  test("an Any gives back what was packed", () => {
    expect(unpackAny(registry, packAny(MsgSend, send)).message).toEqual(send);
  });
});
