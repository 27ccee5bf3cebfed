import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { moduleAddress } from "../source/genesis-money.ts";
import type { Facts } from "./facts.ts";

/** Broken cases that one identity shows. */
const SHOWN = 20;

/** A law of the chain's money, with how often it was checked and where it does not hold. */
export interface CheckedIdentity {
  readonly says: string;
  readonly checked: number;
  readonly broken: readonly string[];
}

/** Every conservation identity at a height that the index alone can tell, to the base unit. */
export async function checkIdentities(db: Db, facts: Facts, height: bigint): Promise<readonly CheckedIdentity[]> {
  return [
    await decisionsAreStated(db, height),
    await splitsAddUp(db, height),
    await payoutsAddUp(db, height),
    await ownersAddUp(db, height),
    await dataPartAddsUp(db, height),
    await rolesAddUp(db, height),
    await voidsReturnAll(db, height),
    await ledgerContinues(db, height),
    await statementsContinue(db, height),
    await heightsFollow(db, height),
    supplyIsHeld(facts),
    externalIsHeld(facts),
    demandEntered(facts),
  ];
}

type Sql = ReturnType<typeof sql>;

/** `checked` counts cases, `broken` selects a sentence for each case that does not hold. */
async function identity(db: Db, says: string, checked: Sql, broken: Sql): Promise<CheckedIdentity> {
  const [counted] = rowsOf<{ readonly n: string }>(await db.execute(sql`select (${checked})::text as n`));
  const found = rowsOf<{ readonly says: string }>(await db.execute(sql`select says from (${broken}) found limit ${SHOWN}`));
  return { says, checked: Number(counted?.n ?? 0), broken: found.map((row) => row.says) };
}

/** The laws below ask for rows of a decision; without this one a decision without rows would break none. */
function decisionsAreStated(db: Db, height: bigint): Promise<CheckedIdentity> {
  const decided = sql`from settlements s where s.state <> 'PENDING' and s.decided_height <= ${height}`;
  const rows = sql`case s.state when 'FINAL' then (select count(*) from settlement_splits x where x.settlement_id = s.id) else (select count(*) from settlement_voids v where v.settlement_id = s.id) end`;
  return identity(
    db,
    "each final settlement states one split, each void one what it returned",
    sql`select count(*) ${decided}`,
    sql`select 'settlement ' || s.id || ' is ' || s.state || ' and states ' || (${rows}) as says ${decided} and (${rows}) <> 1 order by s.id`,
  );
}

function splitsAddUp(db: Db, height: bigint): Promise<CheckedIdentity> {
  const parts = sql`x.owned + x.priors + x.curators + x.returned + x.host + x.model + x.stakers + x.treasury + x.burned + x.gas_refunded`;
  const final = sql`from settlement_splits x join settlements s on s.id = x.settlement_id where s.decided_height <= ${height}`;
  return identity(
    db,
    "owners + priors + curators + returned + shares of host, model, stakers, treasury and burn = amount, for each final settlement",
    sql`select count(*) ${final}`,
    sql`select 'settlement ' || s.id || ': parts sum to ' || (${parts}) || ', its amount is ' || s.amount as says ${final} and ((${parts}) <> s.amount or x.amount <> s.amount) order by s.id`,
  );
}

function payoutsAddUp(db: Db, height: bigint): Promise<CheckedIdentity> {
  const final = sql`from settlement_splits x join settlements s on s.id = x.settlement_id where s.decided_height <= ${height}`;
  const paid = sql`(select coalesce(sum(p.amount), 0) from payouts p where p.settlement_id = s.id) + x.gas_refunded`;
  return identity(
    db,
    "payouts and refunded fees of each final settlement sum to its amount",
    sql`select count(*) ${final}`,
    sql`select 'settlement ' || s.id || ': payouts sum to ' || (${paid}) || ', its amount is ' || s.amount as says ${final} and (${paid}) <> s.amount order by s.id`,
  );
}

/**
 * The chain pays an owner, for each datanet with his rows, ceil(stated x (10,000 - curator_bps) / 10,000), and the curators
 * the rest. What was stated for the one datanet is so a whole number above (paid - 1) x 10,000 / (10,000 - curator_bps) and not above
 * paid x 10,000 / (10,000 - curator_bps): just what was paid where curators take nothing, and one of two numbers at usual shares.
 */
function ownersAddUp(db: Db, height: bigint): Promise<CheckedIdentity> {
  const kept = sql`(10000 - d.curator_bps)`;
  const paid = sql`select p.settlement_id, p.receiver as owner, sum(p.amount) as paid, bool_or(d.id is null) as is_unknown,
      sum(case when ${kept} > 0 then div((p.amount - 1) * 10000, ${kept}) + 1 end) as least, sum(case when ${kept} > 0 then div(p.amount * 10000, ${kept}) end) as most
    from payouts p left join datanets d on d.id = p.datanet_id where p.role = 'OWNER' and p.settlement_id is not null group by 1, 2`;
  // Datanets of an earlier chain are not in the index, and whoever leaves everything to curators gets no payout that would name the datanet.
  const cases = sql`from (select settlement_id, owner, amount from settlement_owners where amount > 0) o full join (${paid}) g using (settlement_id, owner)
    join settlements s on s.id = settlement_id where s.state = 'FINAL' and s.decided_height <= ${height} and not coalesce(is_unknown, false)
    and not (g.paid is null and exists (select 1 from datanets where curator_bps = 10000))`;
  return identity(
    db,
    "what was stated for each owner of a final settlement, less corrections, is what he got and the curators' exact part of it",
    sql`select count(*) ${cases}`,
    sql`select 'settlement ' || settlement_id || ': ' || owner || ' has ' || coalesce(o.amount, 0) || ' stated and got ' || coalesce(g.paid, 0) || ', which is paid for ' || coalesce(least, 0) || ' to ' || coalesce(most, 0) as says
        ${cases} and not (coalesce(o.amount, 0) between coalesce(least, 0) and coalesce(most, 0)) order by settlement_id, owner`,
  );
}

/**
 * The split by the parameters before the block that decided it. Every part is rounded down; what the curators' equal parts leave is dust
 * in the treasury, less than a unit for each curator and income, as is what rounding leaves of the whole. A prior without payout is one whose weight was struck, which returns
 * to the buyer. What names records of an earlier chain, which the index does not have, is left out.
 */
function dataPartAddsUp(db: Db, height: bigint): Promise<CheckedIdentity> {
  const bps = (name: string): Sql => sql.raw(`div(x.amount * (p.params->>'${name}_bps')::numeric, 10000) as ${name}`);
  const cases = sql`from settlement_splits x join settlements s on s.id = x.settlement_id join sessions e on e.id = s.session_id join offers f on f.id = e.offer_id
    join model_versions v on v.model_id = f.model_id and v.version = f.model_version
    cross join lateral (select params from params_changes where module = 'rewards' and height < s.decided_height order by height desc limit 1) p
    cross join lateral (select ${bps("data")}, ${bps("host")}, ${bps("model")}, ${bps("stakers")}, ${bps("burn")}) part
    cross join lateral (select coalesce(sum(amount), 0) as stated from settlement_owners where settlement_id = s.id) o
    cross join lateral (select coalesce(sum(div((part.data - o.stated - x.gas_refunded) * m.prior_bps, 10000)), 0) as priors from manifest_entries m
      where m.model_id = f.model_id and m.model_version = f.model_version
        and exists (select 1 from payouts y where y.settlement_id = s.id and y.role = 'PRIOR' and y.datanet_id = m.datanet_id and y.datanet_version = m.datanet_version)) g
    cross join lateral (select x.treasury + x.burned - (x.amount - part.data - part.host - part.model - part.stakers) as units) dust
    where s.decided_height <= ${height} and not exists (select 1 from params_changes where module = 'rewards' and height = s.decided_height)
      and not exists (select 1 from datanets where curator_bps = 10000)
      and not exists (select 1 from manifest_entries m left join datanets d on d.id = m.datanet_id where m.model_id = f.model_id and m.model_version = f.model_version and d.id is null)`;
  const dustMost = sql`(select coalesce(sum(cardinality(d.curators) - 1), 0) from payouts y join datanets d on d.id = y.datanet_id where y.settlement_id = s.id and y.role in ('OWNER', 'PRIOR'))`;
  const holds = sql`x.host = part.host and x.model = part.model and x.stakers = part.stakers and x.burned in (0, part.burn) and dust.units between 0 and ${dustMost}
    and o.stated + g.priors + x.returned + x.gas_refunded = part.data and x.owned + x.priors + x.curators + dust.units = o.stated + g.priors`;
  return identity(
    db,
    "by the parameters of its time: owners as stated + priors + returned + refunded fees = the data part, and owners + priors + curators as paid + dust = the first two, for each final settlement",
    sql`select count(*) ${cases}`,
    sql`select 'settlement ' || s.id || ': ' || o.stated || ' stated, priors of ' || g.priors || ', ' || x.returned || ' returned and ' || x.gas_refunded || ' refunded of a data part of ' || part.data
        || '; paid ' || x.owned || ' + ' || x.priors || ' + ' || x.curators || ', dust ' || dust.units as says ${cases} and not (${holds}) order by s.id`,
  );
}

function rolesAddUp(db: Db, height: bigint): Promise<CheckedIdentity> {
  const parts = sql.raw(
    "(values ('owned', x.owned, array['OWNER']), ('priors', x.priors, array['PRIOR']), ('curators', x.curators, array['CURATOR']), ('returned', x.returned, array['BUYER'])," +
      " ('host', x.host, array['HOST']), ('model', x.model, array['MODEL', 'ROYALTY']), ('stakers', x.stakers, array['STAKERS'])," +
      " ('treasury', x.treasury, array['TREASURY']), ('burned', x.burned, array['BURN'])) part(name, amount, roles)",
  );
  const from = sql`from settlement_splits x join settlements s on s.id = x.settlement_id cross join lateral ${parts} where s.decided_height <= ${height}`;
  const paid = sql`(select coalesce(sum(p.amount), 0) from payouts p where p.settlement_id = s.id and p.role = any(part.roles))`;
  return identity(
    db,
    "the payouts of each role sum to its part of the split, for each final settlement",
    sql`select count(*) ${from}`,
    sql`select 'settlement ' || s.id || ': ' || part.name || ' is ' || part.amount || ', its payouts sum to ' || ${paid} as says ${from} and ${paid} <> part.amount order by s.id, part.name`,
  );
}

function voidsReturnAll(db: Db, height: bigint): Promise<CheckedIdentity> {
  const voided = sql`from settlement_voids v join settlements s on s.id = v.settlement_id where s.decided_height <= ${height}`;
  return identity(
    db,
    "a void settlement returns all of its amount to the buyer",
    sql`select count(*) ${voided}`,
    sql`select 'settlement ' || s.id || ' returned ' || v.returned || ' of ' || s.amount as says ${voided} and v.returned <> s.amount order by s.id`,
  );
}

function ledgerContinues(db: Db, height: bigint): Promise<CheckedIdentity> {
  return identity(
    db,
    "each row of the ledger goes on from the balance of the one before",
    sql`select count(*) from ledger where height <= ${height}`,
    sql`select 'row ' || index || ' of height ' || height || ' (' || address || '): ' || before || ' + ' || change || ' is not ' || balance_after || denom as says
        from (select *, coalesce(lag(balance_after) over (partition by address, denom order by height, index), 0) as before from ledger where height <= ${height}) rows
        where before + change <> balance_after order by height, index`,
  );
}

function statementsContinue(db: Db, height: bigint): Promise<CheckedIdentity> {
  return identity(
    db,
    "each line of a statement goes on from the balance of the one before",
    sql`select count(*) from statement_lines where height <= ${height}`,
    sql`select 'line ' || event_index || ' of height ' || height || ' (' || address || '): ' || before || ' + ' || amount || ' is not ' || balance_after || denom as says
        from (select *, coalesce(lag(balance_after) over (partition by address, denom order by height, event_index, part), 0) as before from statement_lines where height <= ${height}) rows
        where before + amount <> balance_after order by height, event_index`,
  );
}

function heightsFollow(db: Db, height: bigint): Promise<CheckedIdentity> {
  return identity(
    db,
    "every block names the one before it",
    sql`select count(*) from blocks where height <= ${height}`,
    sql`select 'block ' || height || ' does not follow ' || before as says
        from (select height, parent_hash, lag(height) over (order by height) as before, lag(hash) over (order by height) as hash_before from blocks where height <= ${height}) rows
        where before is not null and (height <> before + 1 or parent_hash <> hash_before) order by height`,
  );
}

function supplyIsHeld({ balances, supply }: Facts): CheckedIdentity {
  const held = sumByDenom(balances);
  const denoms = [...new Set([...held.keys(), ...supply.keys()])];
  const broken = denoms.flatMap((denom) => {
    const [has, is] = [held.get(denom) ?? 0n, BigInt(supply.get(denom) ?? 0)];
    return has === is ? [] : [`balances of ${denom} sum to ${has}, its supply is ${is}`];
  });
  return { says: "the balances of each denom sum to its supply", checked: denoms.length, broken };
}

function externalIsHeld({ balances, external }: Facts): CheckedIdentity {
  const broken = [...external].flatMap(([key, units]) => (BigInt(units) <= BigInt(balances.get(key) ?? 0) ? [] : [`${key}: ${units} external of ${balances.get(key) ?? 0}`]));
  return { says: "no balance has more external units than units", checked: external.size, broken: broken.slice(0, SHOWN) };
}

function demandEntered({ demand }: Facts): CheckedIdentity {
  const broken = [...demand].flatMap(([denom, text]) => {
    const [entered = 0n, left = 0n, spent = 0n] = [/entered (\d+)/, /external (\d+)\)/, /demand external (\d+)/].map((part) => BigInt(part.exec(text)?.[1] ?? 0));
    return spent + left <= entered ? [] : [`${denom}: ${text}`];
  });
  return { says: "cumulative external demand and what left as external are no more than entered", checked: demand.size, broken };
}

/** `denom` is the one that the chain stakes; others that somebody may have sent to the pools do not count. */
export function poolsHoldStakes({ balances, validators, unbondings }: Facts, bech32Prefix: string, denom: string): CheckedIdentity {
  let [bonded, notBonded] = [0n, 0n];
  for (const text of validators.values()) {
    const tokens = BigInt(/^\d+/.exec(text)?.[0] ?? 0);
    if (text.includes(", BONDED")) bonded += tokens;
    else notBonded += tokens;
  }
  for (const text of unbondings.values()) for (const entry of text.split(", ")) notBonded += BigInt(entry.slice(entry.indexOf(":") + 1));
  const expected = [["bonded_tokens_pool", bonded], ["not_bonded_tokens_pool", notBonded]] as const;
  const broken = expected.flatMap(([name, tokens]) => {
    const held = BigInt(balances.get(`${moduleAddress(bech32Prefix, name)} ${denom}`) ?? 0);
    return held === tokens ? [] : [`${name} holds ${held}${denom}, stakes in it sum to ${tokens}`];
  });
  return { says: "the pools hold what validators and unbondings sum to", checked: validators.size + unbondings.size, broken };
}

function sumByDenom(balances: ReadonlyMap<string, string>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, units] of balances) {
    const denom = key.slice(key.indexOf(" ") + 1);
    sums.set(denom, (sums.get(denom) ?? 0n) + BigInt(units));
  }
  return sums;
}
