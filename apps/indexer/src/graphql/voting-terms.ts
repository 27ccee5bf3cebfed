import { parseDec } from "@openledger/primitives";
import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { ledger } from "../schema/ledger.ts";
import { paramsChanges } from "../schema/params.ts";
import { moduleAddress } from "../source/genesis-money.ts";
import type { Key } from "./loaders.ts";

/** By which numbers votes are decided; decimals are integers of 10^-18. */
export interface VotingTerms {
  readonly quorum: bigint;
  readonly threshold: bigint;
  readonly expeditedThreshold: bigint;
  readonly vetoThreshold: bigint;
  /** Units of the bonded pool. */
  readonly bonded: bigint;
}

/**
 * Terms of governance; keys are the prefix of addresses and the height at whose end votes were counted, 0 for now. The
 * count comes before the messages that it lets pass and before stakes move at the end of that block. Null where no block
 * has told parameters.
 */
export async function votingTerms(db: Db, keys: readonly Key[]): Promise<(VotingTerms | null)[]> {
  const heights = sql.param(keys.map(([, height]) => String(height)));
  const pools = sql.param(keys.map(([prefix]) => moduleAddress(String(prefix), "bonded_tokens_pool")));
  const [l, p] = [ledger, paramsChanges];
  const before = sql`asked.height = 0 or ${p.height} < asked.height`;
  const result = await db.execute(sql`
    select asked.at::int as at, gov.params, coalesce(pool.units, '0') as bonded
    from unnest(${pools}::text[], ${heights}::bigint[]) with ordinality as asked(pool, height, at)
    cross join lateral (select ${p.params} as params from ${p} where ${p.module} = 'gov' order by (${before}) desc, case when ${before} then -${p.height} else ${p.height} end limit 1) as gov
    left join lateral (select ${p.params} ->> 'bond_denom' as denom from ${p} where ${p.module} = 'staking' order by ${p.height} desc limit 1) as staking on true
    left join lateral (
      select ${l.balanceAfter}::text as units from ${l} where ${l.address} = asked.pool and ${l.denom} = staking.denom
        and (asked.height = 0 or ${l.height} < asked.height or (${l.height} = asked.height and ${l.reason} <> 'end_block'))
      order by ${l.height} desc, ${l.index} desc limit 1
    ) as pool on true`);
  interface Row {
    readonly at: number;
    readonly params: Readonly<Record<string, unknown>>;
    readonly bonded: string;
  }
  const terms: (VotingTerms | null)[] = keys.map(() => null);
  for (const { at, params, bonded } of rowsOf<Row>(result)) {
    const decimal = (name: string): bigint => parseDec(String(params[name])) ?? 0n;
    terms[at - 1] = {
      quorum: decimal("quorum"),
      threshold: decimal("threshold"),
      expeditedThreshold: decimal("expedited_threshold"),
      vetoThreshold: decimal("veto_threshold"),
      bonded: BigInt(bonded),
    };
  }
  return terms;
}
