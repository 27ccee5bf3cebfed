import { round } from "./open-loop.ts";
import { startPostgres, type Postgres } from "./postgres.ts";
import type { ClaimedAnswer } from "./settle-txs.ts";

const CLIENTS: readonly number[] = [1, 2, 4, 8];
/** Who is paid beside the owners: host, builder, stakers, treasury; shares out of 10,000. */
const OTHER_SHARES: readonly number[] = [2_500, 2_000, 1_000, 300];

/** Answers a second that a plain database books, each in a transaction of its own. */
export interface LedgerResult {
  readonly version: string;
  readonly payoutsPerAnswer: number;
  /** Each payee's balance is updated. */
  readonly balances: readonly Rate[];
  /** A line is added for each payee, and nobody's balance is kept: no transaction waits for another one's row. */
  readonly lines: readonly Rate[];
  readonly bestBalances: number;
  readonly bestLines: number;
}

export interface Rate {
  readonly clients: number;
  readonly answersPerSecond: number;
}

/** Books the payouts of these answers again and again, without any proof. */
export function benchLedger(
  answers: readonly ClaimedAnswer[],
  seconds: number,
  say: (text: string) => void,
): LedgerResult | { readonly missing: string } {
  const { server, missing } = startPostgres();
  if (server === undefined) return { missing };
  using postgres = server;
  const accounts = [...new Set(answers.flatMap(({ owned }) => owned.map(({ owner }) => owner)))];
  const payouts = answers.map(({ receipt, owned }) => {
    const owners = owned.map(({ owner, amount }) => ({ account: accounts.indexOf(owner), units: Number(amount) }));
    const rest = OTHER_SHARES.map((bps, i) => ({
      account: accounts.length + i,
      units: Math.floor((Number(receipt.amount) * bps) / 10_000),
    }));
    // In order of accounts, so that no two transactions wait for each other; those that all share come last.
    return [...owners.sort((a, b) => a.account - b.account), ...rest];
  });
  fill(postgres, payouts, accounts.length + OTHER_SHARES.length);
  const rates = (name: string): Rate[] =>
    CLIENTS.map((clients) => {
      say(`PostgreSQL ${postgres.version}: ${name}, ${clients} connections`);
      const script = `\\set answer random(0, ${payouts.length - 1})\nSELECT ${name}(:answer);\n`;
      return { clients, answersPerSecond: round(postgres.transactionsPerSecond(script, clients, seconds)) };
    });
  const balances = rates("book_balances");
  const lines = rates("book_lines");
  return {
    version: postgres.version,
    payoutsPerAnswer: round(payouts.reduce((sum, list) => sum + list.length, 0) / payouts.length),
    ...{ balances, lines },
    ...{ bestBalances: bestOf(balances), bestLines: bestOf(lines) },
  };
}

function bestOf(rates: readonly Rate[]): number {
  return Math.max(...rates.map(({ answersPerSecond }) => answersPerSecond));
}

function fill(postgres: Postgres, payouts: readonly (readonly { account: number; units: number }[])[], accounts: number): void {
  const arrays = payouts.map((list, id) => {
    const column = (values: readonly number[]): string => values.join(",");
    const accountsOf = column(list.map(({ account }) => account));
    return `(${id}, ARRAY[${accountsOf}], ARRAY[${column(list.map(({ units }) => units))}]::bigint[])`;
  });
  postgres.query(`
    CREATE TABLE balance (account int PRIMARY KEY, units bigint NOT NULL) WITH (fillfactor = 50);
    INSERT INTO balance SELECT generate_series(0, ${accounts - 1}), 0;
    CREATE TABLE receipt (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, answer int NOT NULL, hash bytea NOT NULL);
    CREATE TABLE line (receipt bigint NOT NULL, account int NOT NULL, units bigint NOT NULL);
    CREATE TABLE payout (answer int PRIMARY KEY, accounts int[] NOT NULL, units bigint[] NOT NULL);
    INSERT INTO payout VALUES ${arrays.join(",\n")};
    CREATE FUNCTION book_balances(asked int) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE paid payout;
      BEGIN
        SELECT * INTO paid FROM payout WHERE answer = asked;
        INSERT INTO receipt (answer, hash) VALUES (asked, sha256(int4send(asked)));
        FOR i IN 1 .. array_length(paid.accounts, 1) LOOP
          UPDATE balance SET units = balance.units + paid.units[i] WHERE account = paid.accounts[i];
        END LOOP;
      END $$;
    CREATE FUNCTION book_lines(asked int) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE paid payout; made bigint;
      BEGIN
        SELECT * INTO paid FROM payout WHERE answer = asked;
        INSERT INTO receipt (answer, hash) VALUES (asked, sha256(int4send(asked))) RETURNING id INTO made;
        INSERT INTO line SELECT made, * FROM unnest(paid.accounts, paid.units);
      END $$;
  `);
  postgres.query("VACUUM ANALYZE");
}
