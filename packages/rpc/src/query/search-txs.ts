import { EncodingError, fromHex } from "@openledger/primitives";
import type { RpcBackend, RpcTxLocation } from "../backend.ts";
import { createPace } from "../pace.ts";
import { failed } from "../rpc-error.ts";
import { heightRange } from "./height-range.ts";
import { matchesEvents } from "./match-query.ts";
import { parseQuery, type Condition } from "./parse-query.ts";

/** Transactions whose results one search may read; a wider search must name an attribute with `=`. */
const SCAN_LIMIT = 20_000;

/** Transactions that a query selects, ascending by height and index. Throws -32603 for a query that cannot be answered. */
export async function searchTxs(backend: RpcBackend, query: string): Promise<readonly RpcTxLocation[]> {
  const conditions = parseQuery(query);
  const { chain } = backend;
  const range = heightRange(conditions, "tx.height", chain.firstHeight, chain.lastHeight);
  const onEvents = conditions.filter(({ tag }) => tag !== "tx.height" && tag !== "tx.hash");
  const indexed = indexedAlone(backend, conditions, onEvents);
  if (indexed !== undefined) return indexed.filter(({ height }) => height >= range.from && height <= range.to);
  const inRange = candidates(backend, conditions, onEvents, range.from, range.to);
  if (onEvents.length === 0) return inRange;
  if (inRange.length > SCAN_LIMIT) {
    throw failed(`the query selects ${inRange.length} transactions to read; narrow it by tx.height or an = condition`);
  }
  const found: RpcTxLocation[] = [];
  const pace = createPace();
  for (const location of inRange) {
    const result = chain.results(location.height)?.txResults[location.index];
    if (result !== undefined && matchesEvents(onEvents, result.events)) found.push(location);
    await pace();
  }
  return found;
}

/** What the index answers without a look at results: one exact value, perhaps with heights. */
function indexedAlone({ chain }: RpcBackend, conditions: readonly Condition[], onEvents: readonly Condition[]): readonly RpcTxLocation[] | undefined {
  const [only, ...others] = onEvents;
  if (only === undefined || others.length > 0 || !isExact(only) || conditions.some(({ tag }) => tag === "tx.hash")) return undefined;
  return chain.txs.withAttribute(only.tag, only.operand.text);
}

/** The smallest set that an index gives for one of the conditions. */
function candidates(
  { chain }: RpcBackend,
  conditions: readonly Condition[],
  onEvents: readonly Condition[],
  from: bigint,
  to: bigint,
): readonly RpcTxLocation[] {
  const within = ({ height }: RpcTxLocation): boolean => height >= from && height <= to;
  const byHash = conditions.find(({ tag }) => tag === "tx.hash");
  if (byHash !== undefined) {
    const found = byHash.op === "=" && byHash.operand.kind === "text" ? hashOf(byHash.operand.text) : undefined;
    const location = found === undefined ? undefined : chain.txs.byHash(found);
    return location !== undefined && within(location) ? [location] : [];
  }
  let smallest = from > to ? [] : chain.txs.between(from, to);
  for (const condition of onEvents) {
    if (!isExact(condition)) continue;
    const found = chain.txs.withAttribute(condition.tag, condition.operand.text);
    if (found.length < smallest.length) smallest = found;
  }
  return smallest.filter(within);
}

/** The index holds whole values. */
function isExact(condition: Condition): condition is Condition & { readonly op: "="; readonly operand: { readonly kind: "text" } } {
  return condition.op === "=" && condition.operand.kind === "text";
}

function hashOf(text: string): Uint8Array | undefined {
  try {
    return fromHex(text);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}
