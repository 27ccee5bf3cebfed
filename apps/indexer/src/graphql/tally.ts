import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import { and, eq, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { proposals, votes } from "../schema/governance.ts";
import { delegations, validators } from "../schema/stake.ts";
import type { Key } from "./loaders.ts";

const OPERATOR = "valoper1";

/** What votes weigh now, by option, as integers of 10^-18 units. */
export interface Counts {
  readonly yes: bigint;
  readonly abstain: bigint;
  readonly no: bigint;
  readonly noWithVeto: bigint;
  /** Everything that voted. */
  readonly voted: bigint;
}

const ONE = sql.raw("1000000000000000000");
const ONE_SQUARED = sql.raw(`1${"0".repeat(36)}`);

/** `numerator / 10^18`, half to even, as the chain rounds decimals; both are not negative. Without the offset the division is made several times. */
function chopped(numerator: SQL): SQL {
  return sql`(
    select whole + case when 2 * rest > ${ONE} or (2 * rest = ${ONE} and mod(whole, 2) = 1) then 1 else 0 end
    from (select div(exact, ${ONE}) as whole, mod(exact, ${ONE}) as rest from (select ${numerator} as exact offset 0) as given offset 0) as parts
  )`;
}

/** Units that `shares` of a validator are worth, as an integer of 10^-18. */
function power(shares: SQL): SQL {
  return chopped(sql`div(${shares} * validator.tokens * ${ONE_SQUARED}, validator.shares)`);
}

/**
 * Counts the votes on proposals by bonded stake, as x/gov/keeper/tally.go does and to the last decimal: a delegator's vote
 * takes the delegator's shares out of the validator's, and the last vote of each voter counts. One statement for all.
 */
export async function countVotes(db: Db, keys: readonly Key[]): Promise<Counts[]> {
  const bonded = await db
    .select({ operator: validators.operator, tokens: validators.tokens, shares: validators.shares })
    .from(validators)
    .where(and(eq(validators.status, "BONDED"), eq(validators.jailed, false)));
  const column = (values: readonly unknown[]): SQL => sql`${sql.param(values.map(String))}`;
  const result = await db.execute(sql`
    with asked as (select * from unnest(${column(keys.map(([id]) => id))}::bigint[]) with ordinality as one(id, at)),
    validator as (
      select * from unnest(${column(bonded.map(({ operator }) => operator))}::text[], ${column(bonded.map(({ operator }) => accountOf(operator)))}::text[],
        ${column(bonded.map(({ tokens }) => tokens))}::numeric[], ${column(bonded.map(({ shares }) => shares))}::numeric[]) as one(operator, account, tokens, shares)
    ),
    ballot as (
      select asked.at, cast_vote.voter, cast_vote.options from asked join ${proposals} on ${proposals.id} = asked.id
      cross join lateral (
        select distinct on (${votes.voter}) ${votes.voter} as voter, ${votes.options} as options from ${votes}
        where ${votes.proposalId} = asked.id and (${votes.height} > ${proposals.votesAfterHeight} or ${proposals.votesAfterHeight} = 0)
        order by ${votes.voter}, ${votes.height} desc, ${votes.eventIndex} desc
      ) as cast_vote
    ),
    delegated as (
      select ballot.at, ballot.options, validator.operator, ${delegations.shares} as shares, ${power(sql`${delegations.shares}`)} as power
      from ballot join ${delegations} on ${delegations.delegator} = ballot.voter and ${delegations.shares} > 0
      join validator on validator.operator = ${delegations.validator}
    ),
    taken as (select at, operator, sum(shares) as shares from delegated group by at, operator),
    rest as (
      select ballot.at, ballot.options, ${power(sql`(validator.shares - coalesce(taken.shares, 0))`)} as power
      from ballot join validator on validator.account = ballot.voter left join taken on taken.at = ballot.at and taken.operator = validator.operator
    ),
    weighed as (select at, options, power from delegated union all select at, options, power from rest),
    parted as (
      select weighed.at, part ->> 'option' as option, ${chopped(sql`(weighed.power * trunc((part ->> 'weight')::numeric * ${ONE}))`)} as units
      from weighed cross join lateral jsonb_array_elements(weighed.options) as part
    )
    select at::int as at, option, sum(units)::text as units from parted group by at, option
    union all select at::int, '', sum(power)::text from weighed group by at`);
  const found = keys.map((): Map<string, bigint> => new Map());
  for (const { at, option, units } of rowsOf<{ readonly at: number; readonly option: string; readonly units: string }>(result)) found[at - 1]?.set(option, BigInt(units));
  return found.map((units) => {
    const of = (option: string): bigint => units.get(option) ?? 0n;
    return { yes: of("YES"), abstain: of("ABSTAIN"), no: of("NO"), noWithVeto: of("NO_WITH_VETO"), voted: of("") };
  });
}

/** The account whose bytes an operator has. */
function accountOf(operator: string): string {
  const at = operator.lastIndexOf(OPERATOR);
  const prefix = operator.slice(0, at);
  return addressFromBytes(prefix, addressToBytes(`${prefix}valoper`, operator));
}
