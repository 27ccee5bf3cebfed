import type { ValidatorUpdate } from "@openledger/messages/tendermint/abci";
import { compareBytes, equalBytes, type Sha256 } from "@openledger/primitives";

export interface EngineValidator {
  /** 20 bytes. */
  readonly address: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** CometBFT's `MaxTotalVotingPower`. */
const MAX_TOTAL = ((1n << 63n) - 1n) / 8n;

/** A set after an App's updates, by power and address. Throws where CometBFT would end: duplicates, strangers removed, too much power, nobody left. */
export function applyUpdates(set: readonly EngineValidator[], updates: readonly ValidatorUpdate[], sha256: Sha256): readonly EngineValidator[] {
  const next = [...set];
  const seen: Uint8Array[] = [];
  for (const { pubKey, power } of updates) {
    const publicKey = pubKey?.ed25519;
    if (publicKey?.length !== 32) throw new Error("a validator update without an ed25519 key");
    if (seen.some((key) => equalBytes(key, publicKey))) throw new Error("two updates of one validator");
    seen.push(publicKey);
    if (power < 0n) throw new Error("a negative power");
    const at = next.findIndex((one) => equalBytes(one.publicKey, publicKey));
    if (power === 0n && at < 0) throw new Error("a validator is removed that is not in the set");
    if (at >= 0) next.splice(at, 1);
    if (power > 0n) next.push({ address: sha256(publicKey).slice(0, 20), publicKey, power });
  }
  if (next.length === 0) throw new Error("applying the updates would leave an empty set");
  if (next.reduce((sum, { power }) => sum + power, 0n) > MAX_TOTAL) throw new Error("more power than a set may have");
  return next.sort((a, b) => (a.power === b.power ? compareBytes(a.address, b.address) : a.power > b.power ? -1 : 1));
}
