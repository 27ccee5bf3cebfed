import { InvalidArgumentError, type Command } from "commander";
import { openDatabase } from "../compose.ts";
import { reconcile, type ComparedNode, type ReconcileReport } from "../reconcile/reconcile.ts";
import { createStateQuery } from "../reconcile/state-query.ts";
import { createNodeSource } from "../source/node-source.ts";
import { databaseOf, fail, sourceOf, withDatabase, type DatabaseFlags } from "./flags.ts";

const SHOWN_DIFFERENCES = 50;

interface ReconcileFlags extends DatabaseFlags {
  readonly node?: string;
  readonly height?: bigint;
  readonly json: boolean;
}

/** `reconcile`: compares the live index with a node's state, record by record, and checks every conservation identity. */
export function registerReconcile(program: Command): void {
  withDatabase(program.command("reconcile").description("compare the index with a node's state at one height; ends with 1 on any difference"))
    .option("--node <url>", "JSON-RPC of the node; default: http://127.0.0.1:26657")
    .option("--height <number>", "height to compare; default: the last indexed one", parseHeight)
    .option("--json", "print one JSON object", false)
    .action(async (flags: ReconcileFlags) => {
      try {
        const report = await run(flags);
        process.stdout.write(flags.json ? `${JSON.stringify(report, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n` : reportText(report));
        if (!report.ok) process.exitCode = 1;
      } catch (error) {
        fail(error);
      }
    });
}

async function run(flags: ReconcileFlags): Promise<ReconcileReport> {
  await using database = await openDatabase({ db: databaseOf(flags), schema: undefined, reset: false });
  return reconcile(database, nodeAt(sourceOf(flags).node ?? ""), flags.height);
}

function nodeAt(url: string): ComparedNode {
  const source = createNodeSource(url);
  return {
    stateAt: (height) => createStateQuery(url, height),
    blockHash: async (height) => (await source.block(height)).hash,
  };
}

function parseHeight(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError("a height is a whole number from 1 on");
  return BigInt(text);
}

/** The report for people: what was compared, each law, and each difference. */
export function reportText({ ok, chainId, height, blockHash, digest, compared, differences, identities, deadLetters }: ReconcileReport): string {
  const lines = [
    `${chainId} at height ${height}, block ${blockHash}`,
    `digest ${digest}`,
    ...Object.entries(compared).map(([name, count]) => `  ${name}: ${count} compared, ${differences.filter(({ of }) => of === name).length} differ`),
    ...identities.flatMap(({ says, checked, broken }) => [`  ${broken.length === 0 ? "holds" : "BROKEN"}: ${says} (${checked} checked)`, ...broken.map((sentence) => `    ${sentence}`)]),
    ...differences.slice(0, SHOWN_DIFFERENCES).map(({ of, key, index, node }) => `  ${of} ${key}: the index says ${index ?? "nothing"}, the node ${node ?? "nothing"}`),
    ...(differences.length > SHOWN_DIFFERENCES ? [`  and ${differences.length - SHOWN_DIFFERENCES} more; --json lists all`] : []),
    ...(deadLetters === 0 ? [] : [`  ${deadLetters} transactions could not be decoded; replay them with a version that can`]),
    ok ? "index and node agree" : "index and node DISAGREE",
  ];
  return `${lines.join("\n")}\n`;
}
