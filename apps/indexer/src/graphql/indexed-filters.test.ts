import { PGlite, type Transaction } from "@electric-sql/pglite";
import { getNamedType, isEnumType, isRequiredArgument, type GraphQLArgument } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { databaseOf } from "../db/pglite.ts";
import { writeGenesis } from "../db/write-block.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { people, sampleGenesis } from "../testing/sample-chain.ts";
import { schema } from "./schema.ts";

const PAGING = new Set(["first", "last", "after", "before", "order"]);
/** Filters that mean something only beside another one. */
const COMPANIONS: Readonly<Record<string, string>> = { "ledger.denom": "address: $address", "spans.seq": "datanetId: 1", "spans.datanetId": "seq: 1", "spans.receiptIndex": "sessionId: 1" };

interface Statement {
  readonly text: string;
  readonly parameters: unknown[];
}

interface Plan {
  readonly "Node Type": string;
  readonly Filter?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

let client: PGlite;
let database: Database;
let api: TestApi;
const statements: Statement[] = [];

beforeAll(async () => {
  client = await PGlite.create();
  const transaction = client.transaction.bind(client);
  client.transaction = (work) => transaction((tx) => work(recording(tx)));
  database = await databaseOf(client, undefined, () => undefined);
  await migrate(database, await readMigrations());
  await writeGenesis(database, sampleGenesis);
  api = createTestApi(database);
  // Without rows the planner can't tell the index of an account from that of an account and denom.
  await client.query("insert into ledger select at, 0, null, null, case when at % 10 = 0 then $1 else 'open' || at % 10 end, 'coin' || at % 97, 0, 0, 0, '', null from generate_series(1000, 3000) at", [people.alice]);
  await client.exec("analyze ledger");
  for (const way of ["seqscan", "bitmapscan", "sort", "incremental_sort"]) await client.exec(`set enable_${way} = off`);
});

afterAll(async () => database.close());

function recording(tx: Transaction): Transaction {
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== "query" || typeof value !== "function") return typeof value === "function" ? value.bind(target) : value;
      return (text: string, parameters: unknown[] = [], ...more: unknown[]) => {
        statements.push({ text, parameters });
        return Reflect.apply(value, target, [text, parameters, ...more]);
      };
    },
  });
}

/** Lists of the root that can be ordered, with the names of what they can be filtered by. */
const lists = Object.values(schema.getQueryType()?.getFields() ?? {})
  .filter(({ args }) => args.some(({ name }) => name === "order"))
  .map((field) => ({ name: field.name, args: field.args.filter(({ name }) => !PAGING.has(name)) }));

const cases = lists.flatMap(({ name, args }) => {
  const required = args.filter(isRequiredArgument);
  const chosen = required.length > 0 ? [] : [""];
  return [...chosen, ...args.flatMap((argument) => valuesOf(argument).map((value) => `${argument.name}: ${value}`))].map((filter) => ({ list: name, filter }));
});

function valuesOf({ type }: GraphQLArgument): readonly string[] {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().map((value) => value.name);
  return { Boolean: ["true", "false"], Address: [`"${people.alice}"`], String: ['"text"'] }[named.name] ?? ["1"];
}

/** The whole page's statement, and how the database runs it. */
async function planOf(list: string, filter: string, order: string): Promise<readonly Plan[]> {
  const companion = COMPANIONS[`${list}.${filter.split(":")[0]}`]?.replace("$address", `"${people.alice}"`);
  statements.length = 0;
  const { errors } = await api.ask(`{ ${list}(${[filter, companion, `order: ${order}`, "first: 5"].filter(Boolean).join(", ")}) { edges { cursor } } }`);
  expect(errors).toBeUndefined();
  const page = statements.findLast(({ text }) => / limit \$\d+$/.test(text));
  const { rows } = await client.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>(`explain (format json) ${page?.text ?? ""}`, page?.parameters);
  return steps(rows[0]?.["QUERY PLAN"][0]?.Plan);
}

function steps(plan: Plan | undefined): readonly Plan[] {
  return plan === undefined ? [] : [plan, ...(plan.Plans ?? []).flatMap(steps)];
}

/** An index over bits of a text finds its rows, and nearly always those alone. */
function isOfTextFoundByItsBits({ Filter: filter, "Index Cond": condition }: Plan): boolean {
  const column = /^\((\w+) = '[^']*'::text\)$/.exec(filter ?? "")?.[1];
  return column !== undefined && condition?.includes(`hashtextextended(${column}, `) === true;
}

test("there are lists and filters to look at", () => {
  expect(lists.length).toBeGreaterThan(15);
  expect(cases.length).toBeGreaterThan(60);
});

test.each(cases)("$list($filter) is read from an index in both directions, with no row that is thrown away", async ({ list, filter }) => {
  for (const order of ["NEWEST_FIRST", "OLDEST_FIRST"]) {
    const plan = await planOf(list, filter, order);
    const wrong = plan.filter((step) => (step.Filter !== undefined && !isOfTextFoundByItsBits(step)) || ["Seq Scan", "Sort", "Incremental Sort"].includes(step["Node Type"]));
    expect(wrong).toEqual([]);
    expect(plan.length).toBeGreaterThan(1);
  }
});

test("half of a name is refused, for no index begins with it", async () => {
  for (const half of ["seq: 1", "datanetId: 1", "receiptIndex: 1"]) {
    const { errors } = await api.ask(`{ spans(${half}) { edges { cursor } } }`);
    expect(errors[0].extensions.code).toBe("BAD_USER_INPUT");
  }
});
