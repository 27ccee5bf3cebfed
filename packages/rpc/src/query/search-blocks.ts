import { height as heightOf, type Height } from "@openledger/primitives";
import type { RpcBackend } from "../backend.ts";
import { createPace } from "../pace.ts";
import { failed } from "../rpc-error.ts";
import { parseQuery } from "./parse-query.ts";
import { matchesOneEvent, planSearch, type SearchPlan } from "./search-plan.ts";

/** Blocks whose results one search may read; a wider search must name an attribute with `=`. */
const SCAN_LIMIT = 20_000;

/**
 * Heights of the blocks that a query selects, ascending: by `block.height`, and by one event of the block itself that
 * satisfies all other conditions. Throws -32603 for a query that cannot be answered.
 */
export async function searchBlocks({ chain }: RpcBackend, query: string): Promise<readonly Height[]> {
  const plan = planSearch(parseQuery(query), "block.height", chain.firstHeight, chain.lastHeight);
  const indexed = smallestIndexed(chain, plan);
  const included = (indexed ?? heights(plan)).filter(plan.includesHeight);
  const known = plan.ranges.length === 0 && plan.texts.length === (indexed === undefined ? 0 : 1);
  if (known) return included.map(heightOf);
  if (included.length > SCAN_LIMIT) {
    throw failed(`the query selects ${included.length} blocks to read; narrow it by block.height or an = condition`);
  }
  const found: Height[] = [];
  const pace = createPace();
  for (const at of included) {
    const height = heightOf(at);
    if (matchesOneEvent(plan, chain.results(height)?.events ?? [])) found.push(height);
    await pace();
  }
  return found;
}

function smallestIndexed(chain: RpcBackend["chain"], { texts }: SearchPlan): readonly bigint[] | undefined {
  let smallest: readonly number[] | undefined;
  for (const condition of texts) {
    if (condition.op !== "=") continue;
    const found = chain.blocksWithAttribute(condition.tag, condition.operand.text);
    if (smallest === undefined || found.length < smallest.length) smallest = found;
  }
  return smallest?.map(BigInt);
}

function heights({ from, to }: SearchPlan): readonly bigint[] {
  const first = from < 1n ? 1n : from;
  return Array.from({ length: to < first ? 0 : Number(to - first) + 1 }, (_, i) => first + BigInt(i));
}
