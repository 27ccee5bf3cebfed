import { attribute, createSpanIndex } from "@openledger/attribution";
import { connect, createBlobClient, loadCorpus, type ContentDocument } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as AttributionQuery } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as DatanetQuery, type Datanet, type Params } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import type { Command } from "commander";
import { withNodeFlags, withRestFlag, type NodeFlags } from "../cli/chain-flags.ts";
import { parseId } from "../cli/parse-arguments.ts";
import { readDocuments } from "../cli/read-documents.ts";

interface CheckFlags extends NodeFlags {
  readonly rest: string;
  readonly datanet: string;
  readonly json: boolean;
}

/** What `data check --json` prints. Bytes and tokens are counts; the bond is in units. */
interface DataReport {
  readonly documents: readonly DocumentReport[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  readonly bytes: number;
  readonly tokens: number;
  readonly registeredTokens: number;
  readonly bond: string;
  readonly problems: readonly string[];
}

interface DocumentReport {
  readonly path: string;
  readonly bytes: number;
  readonly tokens: number;
  /** Tokens in runs that are registered already, by owner. */
  readonly registered: readonly { readonly owner: string; readonly title: string; readonly tokens: number }[];
}

/** `openledgerd data check`: what a contribution would cost and earn before any fee is paid. */
export function registerData(program: Command): void {
  const data = program.command("data").description("look at data before it is registered");
  const check = data
    .command("check <folder>")
    .description("say what would be accepted, what is registered already and by whom, and the bond")
    .requiredOption("--datanet <id>", "datanet to contribute to")
    .option("--json", "print one JSON object", false);
  withRestFlag(withNodeFlags(check)).action(async (folder: string, flags: CheckFlags) => {
    const report = await checkFolder(folder, flags);
    if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(sentences(report));
    if (report.problems.length > 0) process.exitCode = 1;
  });
}

async function checkFolder(folder: string, flags: CheckFlags): Promise<DataReport> {
  const { documents, leftOut } = readDocuments(folder);
  const crypto = createNodeCrypto();
  const client = await connect(flags.node);
  const blobs = createBlobClient(flags.rest, crypto.sha256);
  const datanetId = parseId(flags.datanet, "--datanet");
  const [{ datanet }, { params }, { params: rule }, corpus] = await Promise.all([
    client.query(DatanetQuery.Datanet, { datanetId }),
    client.query(DatanetQuery.Params, {}),
    client.query(AttributionQuery.Params, {}),
    loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: (1n << 64n) - 1n, required: [] }),
  ]);
  client.disconnect();
  const found = assertDefined(datanet, "the chain answers with the datanet or an error");
  const limits = assertDefined(params, "the datanet module has parameters");
  const { minExcessBits, minWords } = assertDefined(rule, "the attribution module has parameters");
  const titles = new Map(corpus.entries.map(({ contribution: one }) => [`${one.datanetId}/${one.seq}`, one]));
  const index = createSpanIndex(corpus.entries.map(({ indexed }) => indexed));
  const manifestTokens = Number(found.acceptedTokens);
  const reports = documents.map((document): DocumentReport => {
    // Called outside, each known run cites its contribution, also where the document repeats itself.
    const ruleOf = { manifestTokens, minExcessBits, minWords };
    const attribution = attribute({ output: document.bytes, request: [], index, rule: ruleOf, standing: () => "outside" });
    const owners = new Map<string, { owner: string; title: string; tokens: number }>();
    for (const { match, tokenCount } of attribution.spans) {
      const cited = match?.contribution;
      const source = cited && titles.get(`${cited.datanetId}/${cited.seq}`);
      if (source === undefined) continue;
      const before = owners.get(source.contributor + source.title);
      const tokens = (before?.tokens ?? 0) + tokenCount;
      owners.set(source.contributor + source.title, { owner: source.contributor, title: source.title, tokens });
    }
    const registered = [...owners.values()].toSorted((a, b) => b.tokens - a.tokens);
    return { path: document.path, bytes: document.bytes.length, tokens: attribution.tokenCount, registered };
  });
  return summary(reports, leftOut, problemsOf(documents, limits), found);
}

function problemsOf(documents: readonly ContentDocument[], limits: Params): string[] {
  const bytes = documents.reduce((sum, document) => sum + document.bytes.length, 0);
  const problems: string[] = [];
  if (BigInt(bytes) > limits.maxContributionBytes) {
    problems.push(`${bytes} bytes are more than the ${limits.maxContributionBytes} of one contribution; split the folder`);
  }
  if (documents.length > limits.maxDocuments) {
    problems.push(`${documents.length} documents are more than the ${limits.maxDocuments} of one contribution; split the folder`);
  }
  return problems;
}

function summary(
  documents: readonly DocumentReport[],
  leftOut: DataReport["leftOut"],
  problems: readonly string[],
  datanet: Datanet,
): DataReport {
  const bytes = documents.reduce((sum, one) => sum + one.bytes, 0);
  const kib = BigInt(Math.ceil(bytes / 1024));
  const perKib = datanet.bondPerKib;
  return {
    documents,
    leftOut,
    bytes,
    tokens: documents.reduce((sum, one) => sum + one.tokens, 0),
    registeredTokens: documents.reduce((sum, one) => sum + one.registered.reduce((all, { tokens }) => all + tokens, 0), 0),
    bond: `${kib * BigInt(perKib?.amount ?? "0")}${perKib?.denom ?? ""}`,
    problems,
  };
}

function sentences(report: DataReport): string {
  const { documents, leftOut, bytes, tokens, registeredTokens, bond, problems } = report;
  const lines = [`${documents.length} documents, ${bytes} bytes, ${tokens} tokens would be registered.`];
  for (const { path, reason } of leftOut) lines.push(`  left out: ${path} (${reason})`);
  const share = tokens === 0 ? 0 : Math.round((registeredTokens * 1000) / tokens) / 10;
  if (registeredTokens === 0) lines.push("Nothing of it is registered yet.");
  else lines.push(`${registeredTokens} tokens (${share} %) are registered already and would earn nothing here:`);
  for (const { path, tokens: all, registered } of documents) {
    for (const { owner, title, tokens: known } of registered.slice(0, 3)) {
      lines.push(`  ${path}: ${known} of ${all} tokens stand in "${title}" of ${owner}`);
    }
  }
  lines.push(`The bond would be ${bond}. It stays locked while the contribution is accepted and returns if it lapses.`);
  for (const problem of problems) lines.push(`Refused: ${problem}.`);
  return `${lines.join("\n")}\n`;
}
