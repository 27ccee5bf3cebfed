import { createNodeCrypto } from "@openledger/crypto";
import { encodeOpenEnvelope, namespacesOf } from "@openledger/derivation";
import { toHex } from "@openledger/primitives";
import { loadConfig } from "../config.ts";
import { openDa } from "./open-da.ts";

/**
 * Posts a signed transaction for the sequencer to take, as anyone may: the same bytes again change nothing. Returns its
 * hash in upper-case hex, and where it is. Throws as a DA; what failed may be there all the same.
 */
export async function postToDa(where: string, chainId: string, tx: Uint8Array): Promise<{ readonly hash: string; readonly daHeight: bigint }> {
  const { sha256 } = createNodeCrypto();
  const daHeight = await postOpenly(where, chainId, encodeOpenEnvelope(sha256, chainId, "forced-tx", tx));
  return { hash: toHex(sha256(tx)).toUpperCase(), daHeight };
}

/** Posts a blob where anyone may; returns its DA height. Throws as a DA; what failed may be there all the same. */
export async function postOpenly(where: string, chainId: string, blob: Uint8Array): Promise<bigint> {
  const { sha256 } = createNodeCrypto();
  const { da, da_auth_token: token } = loadConfig("", { da: where });
  const opened = await openDa({ config: { da, da_auth_token: token, da_laddr: "" }, home: ".", sha256, nowMs: Date.now });
  try {
    const { height } = await opened.da.submit(namespacesOf(sha256, chainId).forced, [blob]);
    return height;
  } finally {
    await opened.close();
  }
}
