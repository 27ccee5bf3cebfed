import { Secp256k1HdWallet } from "@cosmjs/amino";
import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { adr036SignDoc, signAdr036, verifyAdr036 } from "./adr036.ts";

const crypto = createNodeCrypto();
const wallet = await Secp256k1HdWallet.fromMnemonic("test test test test test test test test test test test junk", { prefix: "open" });
const [account] = await wallet.getAccounts();
const signer = account?.address ?? "";

test("what a wallet signs is verified, text and bytes alike", async () => {
  for (const data of ["", "I own this & <that>\n\u2028é", Uint8Array.of(0, 255, 128)]) {
    const signature = await signAdr036(wallet, signer, data);
    expect(verifyAdr036(crypto, { signer, data, signature })).toBe(true);
    expect(verifyAdr036(crypto, { signer, data: `${String(data)}.`, signature })).toBe(false);
  }
});

test("another's address, another prefix, a high S and malformed parts are refused", async () => {
  const data = "hello";
  const signature = await signAdr036(wallet, signer, data);
  const claim = { signer, data, signature };
  const [other] = await (await Secp256k1HdWallet.generate(12, { prefix: "open" })).getAccounts();
  const [cosmos] = await (await Secp256k1HdWallet.fromMnemonic(wallet.mnemonic, { prefix: "cosmos" })).getAccounts();
  for (const address of [other?.address, cosmos?.address, "", "open1", signer.toUpperCase()]) {
    expect(verifyAdr036(crypto, { ...claim, signer: address ?? "" })).toBe(false);
  }
  const raw = Buffer.from(signature.signature, "base64");
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const high = (order - BigInt(`0x${raw.subarray(32).toString("hex")}`)).toString(16).padStart(64, "0");
  const highS = Buffer.concat([raw.subarray(0, 32), Buffer.from(high, "hex")]).toString("base64");
  for (const text of [highS, "", "%%", "AAAA"]) expect(verifyAdr036(crypto, { ...claim, signature: { ...signature, signature: text } })).toBe(false);
  for (const key of [{ type: "tendermint/PubKeyEd25519", value: signature.pub_key.value }, { type: signature.pub_key.type, value: "AA==" }, { type: signature.pub_key.type, value: 7 }]) {
    expect(verifyAdr036(crypto, { ...claim, signature: { ...signature, pub_key: key } })).toBe(false);
  }
});

test("a wallet that signs something else is not believed", async () => {
  const liar = { getAccounts: () => wallet.getAccounts(), signAmino: () => wallet.signAmino(signer, adr036SignDoc(signer, "else")) };
  await expect(signAdr036(liar, signer, "this")).rejects.toThrow("another document");
});
