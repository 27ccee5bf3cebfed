import { EncodingError, fromHex } from "@openledger/primitives";
import type { RpcBackend, RpcTxLocation } from "../backend.ts";
import { hexProblem } from "../go-texts.ts";
import { createPace } from "../pace.ts";
import { failed } from "../rpc-error.ts";
import { parseQuery, type Condition } from "./parse-query.ts";
import { matchesOneEvent, planSearch, type SearchPlan } from "./search-plan.ts";

/** Transactions whose results one search may read; a wider search must name an attribute with `=`. */
const SCAN_LIMIT = 20_000;

/**
 * Transactions that a query selects, ascending by height and index. One event must satisfy all conditions but those on
 * `tx.height`; a condition on `tx.hash` answers alone. Throws -32603 for a query that cannot be answered.
 */
export async function searchTxs(backend: RpcBackend, query: string): Promise<readonly RpcTxLocation[]> {
  const conditions = parseQuery(query);
  const { chain } = backend;
  const byHash = conditions.find(({ tag }) => tag === "tx.hash");
  if (byHash !== undefined) {
    const location = chain.txs.byHash(hashOf(byHash));
    return location === undefined ? [] : [location];
  }
  const plan = planSearch(conditions, "tx.height", chain.firstHeight, chain.lastHeight);
  const candidates = candidatesOf(backend, plan);
  if (isIndexedAlone(plan)) return candidates;
  if (candidates.length > SCAN_LIMIT) {
    throw failed(`the query selects ${candidates.length} transactions to read; narrow it by tx.height or an = condition`);
  }
  const found: RpcTxLocation[] = [];
  const pace = createPace();
  for (const location of candidates) {
    const result = chain.results(location.height)?.txResults[location.index];
    if (result !== undefined && matchesOneEvent(plan, result.events)) found.push(location);
    await pace();
  }
  return found;
}

/** What the index answers without a look at results: heights, or one exact value. */
function isIndexedAlone({ texts, ranges }: SearchPlan): boolean {
  return ranges.length === 0 && (texts.length === 0 || (texts.length === 1 && texts[0]?.op === "="));
}

/** The smallest set that an index gives for one of the conditions. */
function candidatesOf({ chain }: RpcBackend, plan: SearchPlan): readonly RpcTxLocation[] {
  const { from, to, texts, includesHeight } = plan;
  let smallest: readonly RpcTxLocation[] | undefined;
  for (const condition of texts) {
    if (condition.op !== "=") continue;
    const found = chain.txs.withAttribute(condition.tag, condition.operand.text);
    if (smallest === undefined || found.length < smallest.length) smallest = found;
  }
  const inHeights = from > to ? [] : chain.txs.between(from, to);
  if (smallest === undefined || (inHeights.length < smallest.length && !isIndexedAlone(plan))) smallest = inHeights;
  return smallest.filter(({ height }) => includesHeight(height));
}

function hashOf(condition: Condition): Uint8Array {
  const text = condition.op === "EXISTS" ? "" : condition.operand.text;
  if (text === "") throw failed("error while retrieving the result: transaction hash cannot be empty");
  try {
    return fromHex(text);
  } catch (error) {
    if (error instanceof EncodingError) throw failed(`error during searching for a hash in the query: ${hexProblem(text)}`);
    throw error;
  }
}
