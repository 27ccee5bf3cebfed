/** ADR-036: a signature over any data that no transaction can be made of, verified without a chain. */
import { pubkeyToAddress, serializeSignDoc, type OfflineAminoSigner, type Pubkey, type StdSignature, type StdSignDoc } from "@cosmjs/amino";
import { EncodingError, fromBase64, toBase64, toUtf8, type Crypto } from "@openledger/primitives";
import { ClientError } from "../errors.ts";

/** The document that is signed: a transaction without chain, fee and sequence, whose message no chain knows. */
export function adr036SignDoc(signer: string, data: Uint8Array | string): StdSignDoc {
  const bytes = typeof data === "string" ? toUtf8(data) : data;
  return {
    ...{ chain_id: "", account_number: "0", sequence: "0", memo: "" },
    fee: { gas: "0", amount: [] },
    msgs: [{ type: "sign/MsgSignData", value: { signer, data: toBase64(bytes) } }],
  };
}

/** Signs data with a wallet of one's own. Throws {@link ClientError} `malformed` when the wallet changes what it signs. */
export async function signAdr036(wallet: OfflineAminoSigner, signer: string, data: Uint8Array | string): Promise<StdSignature> {
  const doc = adr036SignDoc(signer, data);
  const { signed, signature } = await wallet.signAmino(signer, doc);
  const given = serializeSignDoc(doc);
  const got = serializeSignDoc(signed);
  if (toBase64(given) !== toBase64(got)) throw new ClientError("malformed", "the wallet signed another document than it was given");
  return signature;
}

/** A claim that the owner of `signer` signed `data`. */
export interface Adr036Claim {
  /** Bech32 address under any prefix. */
  readonly signer: string;
  readonly data: Uint8Array | string;
  /** Key and signature as wallets return them, both in base64. */
  readonly signature: StdSignature;
}

/** True when the key is the signer's and the signature covers exactly this data. Malformed claims are false. */
export function verifyAdr036(crypto: Crypto, { signer, data, signature }: Adr036Claim): boolean {
  const separator = signer.lastIndexOf("1");
  try {
    // A tampered key or signature may have any shape, so that CosmJS or base64 refuses it.
    if (addressOf(signature.pub_key, signer.slice(0, Math.max(separator, 0))) !== signer) return false;
    const key = fromBase64(String(signature.pub_key.value));
    const bytes = serializeSignDoc(adr036SignDoc(signer, data));
    return crypto.verifySecp256k1(key, crypto.sha256(bytes), fromBase64(signature.signature));
  } catch (error) {
    if (error instanceof EncodingError) return false;
    throw error;
  }
}

function addressOf(key: Pubkey, prefix: string): string | undefined {
  if (key.type !== "tendermint/PubKeySecp256k1" || prefix === "") return undefined;
  if (fromBase64(String(key.value)).length !== 33) return undefined;
  return pubkeyToAddress(key, prefix);
}
