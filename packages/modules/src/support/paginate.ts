import { concatBytes, prefixEnd } from "@openledger/primitives";
import type { PageRequest, PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import { queryInvalid } from "@openledger/state-machine";
import type { KeyRange, KeyValueReader } from "@openledger/store";

const DEFAULT_LIMIT = 100n;
const MAX_LIMIT = 1000n;
const MAX_OFFSET = 100_000n;

/**
 * One page of the values under `prefix`; limits are bounded at 1,000 entries and an offset of 100,000. `decode` gets
 * copies of the value and of the key behind the prefix. Entries that `keep` refuses count as not there.
 */
export function paginate<T>(
  reader: KeyValueReader,
  prefix: Uint8Array,
  request: PageRequest | undefined,
  decode: (value: Uint8Array, key: Uint8Array) => T,
  keep: (value: Uint8Array, key: Uint8Array) => boolean = () => true,
): { readonly items: T[]; readonly pagination: PageResponse } {
  if (request !== undefined && request.key.length > 0 && request.offset > 0n) {
    throw queryInvalid("invalid request, either offset or key is expected, got both");
  }
  const limit = pageLimit(request);
  // As in the SDK, a request without a limit also asks for the count.
  const isCounting = request === undefined || request.limit === 0n || request.countTotal;
  const reverse = request?.reverse ?? false;
  const from = request !== undefined && request.key.length > 0 ? request.key : undefined;
  let skip = from !== undefined ? 0n : smaller(request?.offset ?? 0n, MAX_OFFSET);
  const items: T[] = [];
  let nextKey: Uint8Array = new Uint8Array(0);
  let total = 0n;
  for (const [key, value] of reader.iterate(rangeFrom(prefix, from, reverse))) {
    if (!keep(value, key.subarray(prefix.length))) continue;
    total += 1n;
    if (skip > 0n) {
      skip -= 1n;
    } else if (BigInt(items.length) < limit) {
      items.push(decode(value.slice(), key.slice(prefix.length)));
    } else {
      if (nextKey.length === 0) nextKey = key.slice(prefix.length);
      if (!isCounting || from !== undefined) break;
    }
  }
  return { items, pagination: { nextKey, total: isCounting && from === undefined ? total : 0n } };
}

function pageLimit(request: PageRequest | undefined): bigint {
  const limit = request?.limit ?? 0n;
  return limit === 0n ? DEFAULT_LIMIT : smaller(limit, MAX_LIMIT);
}

/** Keys under `prefix` beginning with the one that a former page named. */
function rangeFrom(prefix: Uint8Array, from: Uint8Array | undefined, reverse: boolean): KeyRange {
  const all = { start: prefix, end: prefixEnd(prefix), reverse };
  if (from === undefined) return all;
  return reverse
    ? { ...all, end: concatBytes(prefix, from, Uint8Array.of(0)) }
    : { ...all, start: concatBytes(prefix, from) };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
