import { asc } from "drizzle-orm";
import { decodeTx } from "../decode/decode-tx.ts";
import { deadLetters } from "../schema/chain.ts";
import { guarded } from "./database-error.ts";
import type { Db } from "./database.ts";

/** A transaction that the index lacks, and why this version can't decode it either; undefined when it can. */
export interface DeadLetter {
  readonly height: bigint;
  readonly txIndex: number;
  readonly reason: string | undefined;
}

/** Every dead letter of the schema that `db` reads, tried with this version's decoder. */
export async function readDeadLetters(db: Db): Promise<readonly DeadLetter[]> {
  const rows = await guarded(async () => db.select().from(deadLetters).orderBy(asc(deadLetters.height), asc(deadLetters.txIndex)));
  return rows.map(({ height, txIndex, bytes, reason }) => {
    // What no transaction holds can't be decoded by any version.
    if (bytes.length === 0) return { height, txIndex, reason };
    const decoding = decodeTx(bytes, new Uint8Array());
    return { height, txIndex, reason: decoding.ok ? undefined : decoding.reason };
  });
}
