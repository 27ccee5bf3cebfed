import { createPace } from "./pace.ts";
import { failed } from "./rpc-error.ts";

const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

/** The asked page of a list. Pages count from 1. Throws -32603 outside the pages there are. */
export function pageOf<T>(items: readonly T[], page: number | undefined, perPage: number | undefined): readonly T[] {
  const size = pageSize(perPage);
  const pages = Math.max(Math.ceil(items.length / size), 1);
  const at = page ?? 1;
  if (at < 1 || at > pages) throw failed(`page should be within [1, ${pages}] range, given ${at}`);
  return items.slice((at - 1) * size, at * size);
}

/** CometBFT's clamp: 30 when absent or below 1, at most 100. */
export function pageSize(perPage: number | undefined): number {
  if (perPage === undefined || perPage < 1) return DEFAULT_PER_PAGE;
  return Math.min(perPage, MAX_PER_PAGE);
}

/** Of transactions or blocks in one answer; as text they take twice to three times as much. */
const ANSWER_BYTES_LIMIT = 64 * 1024 * 1024;

/**
 * Turns a page into JSON, in slices, as a proof takes milliseconds. Throws -32603 when the `bytes` of its items
 * together would make too large an answer.
 */
export async function answerPage<T, Json>(
  page: readonly T[],
  bytes: (item: T) => number,
  toJson: (item: T) => Json,
): Promise<readonly Json[]> {
  let size = 0;
  for (const item of page) {
    size += bytes(item);
    if (size > ANSWER_BYTES_LIMIT) throw failed(`this page has more than ${ANSWER_BYTES_LIMIT} bytes; ask for fewer by per_page`);
  }
  const answers: Json[] = [];
  const pace = createPace();
  for (const item of page) {
    answers.push(toJson(item));
    await pace();
  }
  return answers;
}

/** Items in the asked order; ascending when `orderBy` is absent or empty. Throws -32603 for another word. */
export function ordered<T>(items: readonly T[], orderBy: string | undefined): readonly T[] {
  if (orderBy === undefined || orderBy === "" || orderBy === "asc") return items;
  if (orderBy === "desc") return items.toReversed();
  throw failed("expected order_by to be either `asc` or `desc` or empty");
}

/** Height of a request; the last one when absent. Throws as CometBFT does outside what is stored. */
export function heightFrom(asked: bigint | undefined, first: bigint, last: bigint): bigint {
  if (asked === undefined) return last;
  if (asked <= 0n) throw failed(`height must be greater than 0, but got ${asked}`);
  if (asked > last) throw failed(`height ${asked} must be less than or equal to the current blockchain height ${last}`);
  if (asked < first) throw failed(`height ${asked} is not available, lowest height is ${first}`);
  return asked;
}
