import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { isEventType } from "../schema/chain.ts";
import type { UnbondingEntry } from "../schema/stake.ts";
import type { Facts } from "./facts.ts";
import { flowsText, NO_FLOWS, signingText, validatorText, type Asked } from "./node-facts.ts";

type Text = Readonly<Record<string, string>>;

/** What the index says of a height: of each record its last row at or below it. */
export async function readIndexFacts(db: Db, height: bigint): Promise<Facts> {
  const balances = await lastBalances(db, height);
  return {
    balances: new Map(balances.flatMap(({ key, amount }) => (amount === "0" ? [] : [[key ?? "", amount ?? ""]]))),
    external: new Map(balances.flatMap(({ key, external }) => (external === "0" ? [] : [[key ?? "", external ?? ""]]))),
    supply: await mapOf(db, sql`
      select denom as key, amount as value from (
        select distinct on (denom) denom, supply_after::text as amount from supply_changes where height <= ${height} order by denom, height desc, index desc
      ) last where amount <> '0'`),
    validators: await validatorsAt(db, height),
    signing: await signingAt(db, height),
    delegations: await mapOf(db, sql`
      select key, shares as value from (
        select distinct on (delegator, validator) delegator || ' ' || validator as key, shares::text as shares
        from delegation_changes where height <= ${height} order by delegator, validator, height desc
      ) last where shares <> '0'`),
    unbondings: await entriesAt(db, sql`
      select distinct on (delegator, validator) delegator || ' ' || validator as key, entries
      from unbonding_changes where height <= ${height} order by delegator, validator, height desc`),
    redelegations: await redelegationsAt(db, height),
    shares: await mapOf(db, sql`
      select key, amount::text as value from (
        select o.settlement_id || ' ' || o.owner as key, o.amount + coalesce((
          select sum(c.removed) from corrected_owners c join settlement_corrections s on s.height = c.height and s.event_index = c.event_index
          where s.settlement_id = o.settlement_id and c.owner = o.owner and c.height > ${height}), 0) as amount
        from settlement_owners o join settlements p on p.id = o.settlement_id
        where p.height <= ${height} and (p.decided_height is null or p.decided_height > ${height})
      ) owed where amount > 0`),
    demand: await demandAt(db, height),
  };
}

/** What a node must be asked for by name. */
export async function readAsked(db: Db, height: bigint): Promise<Asked> {
  const operators = rowsOf<Text>(await db.execute(sql`select distinct operator from validator_changes where height <= ${height} order by operator`));
  const pending = rowsOf<Text>(
    await db.execute(sql`select id::text as id from settlements where height <= ${height} and (decided_height is null or decided_height > ${height}) order by settlements.id`),
  );
  return { operators: operators.map(({ operator }) => operator ?? ""), settlements: pending.map(({ id }) => BigInt(id ?? 0)) };
}

async function mapOf(db: Db, query: ReturnType<typeof sql>): Promise<Map<string, string>> {
  return new Map(rowsOf<Text>(await db.execute(query)).map(({ key, value }) => [key ?? "", value ?? ""]));
}

async function lastBalances(db: Db, height: bigint): Promise<readonly Text[]> {
  return rowsOf<Text>(
    await db.execute(sql`
      select distinct on (address, denom) address || ' ' || denom as key, balance_after::text as amount, external_after::text as external
      from ledger where height <= ${height} order by address, denom, height desc, index desc`),
  );
}

async function validatorsAt(db: Db, height: bigint): Promise<Map<string, string>> {
  interface Row {
    readonly operator: string;
    readonly tokens: string;
    readonly shares: string;
    readonly status: string;
    readonly jailed: boolean;
    readonly removed: boolean;
  }
  const rows = rowsOf<Row>(
    await db.execute(sql`
      select distinct on (operator) operator, tokens::text as tokens, shares::text as shares, status, jailed, removed
      from validator_changes where height <= ${height} order by operator, height desc`),
  );
  return new Map(rows.flatMap((row) => (row.removed ? [] : [[row.operator, validatorText(row.tokens, row.shares, row.status, row.jailed)]])));
}

async function signingAt(db: Db, height: bigint): Promise<Map<string, string>> {
  interface Row {
    readonly address: string;
    readonly start: string;
    readonly until: string;
    readonly tombstoned: boolean;
  }
  const rows = rowsOf<Row>(
    await db.execute(sql`
      select distinct on (consensus_address) consensus_address as address, start_height::text as start, jailed_until_ns::text as until, tombstoned
      from signing_infos s where s.height <= ${height} order by consensus_address, s.height desc`),
  );
  return new Map(rows.map(({ address, start, until, tombstoned }) => [address, signingText(start, until, tombstoned)]));
}

async function entriesAt(db: Db, query: ReturnType<typeof sql>): Promise<Map<string, string>> {
  const rows = rowsOf<{ readonly key: string; readonly entries: readonly UnbondingEntry[] }>(await db.execute(query));
  return new Map(rows.flatMap(({ key, entries }) => (entries.length === 0 ? [] : [[key, entriesText(entries)]])));
}

async function redelegationsAt(db: Db, height: bigint): Promise<Map<string, string>> {
  return entriesAt(db, sql`
    select distinct on (delegator, source_validator, destination_validator)
      delegator || ' ' || source_validator || ' ' || destination_validator as key, entries
    from redelegation_changes where height <= ${height} order by delegator, source_validator, destination_validator, height desc`);
}

function entriesText(entries: readonly UnbondingEntry[]): string {
  return entries.map(({ creationHeight, has }) => `${creationHeight}:${has}`).join(", ");
}

async function demandAt(db: Db, height: bigint): Promise<Map<string, string>> {
  const attribute = (name: string) => sql`(select a ->> 'value' from jsonb_array_elements(attributes) a where a ->> 'key' = ${name} limit 1)`;
  const rows = rowsOf<Text>(
    await db.execute(sql`
      select denom, sum(entered)::text as entered, sum(gone)::text as gone, sum(gone_external)::text as gone_external,
        sum(external)::text as external, sum(internal)::text as internal, sum(to_protocol)::text as to_protocol
      from (
        select denom, case when direction = 'ENTERED' then amount else 0 end as entered, case when direction = 'LEFT' then amount else 0 end as gone,
          case when direction = 'LEFT' then external else 0 end as gone_external, 0::numeric as external, 0::numeric as internal, 0::numeric as to_protocol
        from gate_movements where height <= ${height}
        union all
        select ${attribute("denom")}, 0, 0, 0, ${attribute("external")}::numeric, ${attribute("internal")}::numeric, ${attribute("to_protocol")}::numeric
        from events where ${isEventType("demand_counted")} and height <= ${height}
        union all
        -- What genesis carries over stands in the minute before all.
        select denom, entered, "left", left_external, external, internal, to_protocol from demand_minutes where minute = 0
      ) flows group by denom order by denom`),
  );
  const texts = rows.map((row): readonly [string, string] => [row["denom"] ?? "", flowsOf(row)]);
  return new Map(texts.filter(([, text]) => text !== NO_FLOWS));
}

function flowsOf(row: Text): string {
  const { entered = "", gone = "", gone_external: leftExternal = "", external = "", internal = "", to_protocol: toProtocol = "" } = row;
  return flowsText({ entered, left: gone, leftExternal, externalDemand: external, internalDemand: internal, toProtocol });
}
