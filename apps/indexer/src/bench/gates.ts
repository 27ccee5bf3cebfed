import { deepPage, lineage, nestedRead, statements } from "./api-gates.ts";
import { embedded, endToEnd, headToHead } from "./backfill-gates.ts";
import type { Gate } from "./gate.ts";
import { delivery, emptyBlocks, liveCommit } from "./live-gates.ts";
import { deferredIndexes, writePath } from "./write-gates.ts";

/** Every performance gate that is run by `npm run bench:indexer`, in the order of the reference page. */
export const gates: readonly Gate[] = [writePath, endToEnd, deferredIndexes, liveCommit, delivery, emptyBlocks, nestedRead, statements, deepPage, lineage, embedded, headToHead];
