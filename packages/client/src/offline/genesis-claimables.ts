/** What accounts may claim before a chain's first block: an exported genesis carries it over from the chain before. */
import { addressFromBytes, EncodingError, fromHex, fromUtf8 } from "@openledger/primitives";

export interface GenesisClaimable {
  readonly address: string;
  readonly denom: string;
  /** Units, above zero. */
  readonly amount: bigint;
}

/**
 * The claimable balances in a genesis document's `app_state`, in the order of the document; none in one that begins from
 * nothing. An export lists the pairs of the store of `rewards`: under 0x01 ‖ length ‖ address ‖ denom stand units as text.
 * Throws EncodingError for a pair of another shape.
 */
export function claimablesOfGenesis(bech32Prefix: string, appState: unknown): readonly GenesisClaimable[] {
  const store = fieldOf(fieldOf(appState, "rewards"), "store");
  if (typeof store !== "object" || store === null) return [];
  return Object.entries(store).flatMap(([key, value]) => (key.startsWith("01") ? [claimableOf(bech32Prefix, key, value)] : []));
}

function claimableOf(bech32Prefix: string, key: string, value: unknown): GenesisClaimable {
  const bytes = fromHex(key);
  const end = 2 + (bytes[1] ?? 0);
  const text = typeof value === "string" ? fromUtf8(fromHex(value)) : "";
  if (end >= bytes.length || !/^\d{1,78}$/.test(text)) throw new EncodingError(`rewards.store.${key.slice(0, 80)} of genesis is no claimable balance`);
  return { address: addressFromBytes(bech32Prefix, bytes.slice(2, end)), denom: fromUtf8(bytes.slice(end)), amount: BigInt(text) };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
