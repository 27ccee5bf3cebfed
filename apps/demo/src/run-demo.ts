import { writeFileSync } from "node:fs";
import { createNodeCrypto } from "@openledger/crypto";
import { assertDefined } from "@openledger/primitives";
import { beginningOf, clearHome, demoError, notePorts, portsOf, type Beginning, type DemoHome } from "./home/demo-home.ts";
import type { DemoKeys } from "./home/demo-keys.ts";
import { questionsOf } from "./load-demo-corpus.ts";
import type { DemoOptions } from "./options.ts";
import { prepareNetwork, type PreparedNetwork } from "./prepare-network.ts";
import { awaitEnd, killMidStream } from "./market/failover.ts";
import { reportPause } from "./market/incident.ts";
import { openMarket, publishSpoken, type Market } from "./market/open-market.ts";
import { createProgress, type Progress } from "./progress/progress.ts";
import { renderReport } from "./report/render-report.ts";
import { createReport, type DemoReport } from "./report/report.ts";
import { createStyle } from "./report/style.ts";
import { answered, askQuestions } from "./steps/ask.ts";
import { awaitSettlements } from "./steps/await-settlements.ts";
import { createHistoryReader, type ChainHistory } from "./steps/chain-history.ts";
import { claimRewards } from "./steps/claim-rewards.ts";
import { allBalances } from "./steps/conservation.ts";
import { settlePorts, type Ports } from "./supervisor/ports.ts";
import { explorerSpec, gatewaySpec, indexerSpec, proxySpec } from "./supervisor/services.ts";
import { createSupervisor, type Supervisor } from "./supervisor/supervisor.ts";

/** How long a port may stay taken by a process that is on its way out. */
const PORT_PATIENCE_MS = 3_000;
/** How long the session of a killed host may take to end. */
const END_PATIENCE_MS = 60_000;

interface Run {
  readonly options: DemoOptions;
  readonly home: DemoHome;
  readonly beginning: Beginning;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
}

/** The main job from registered rows to paid authors, then serving until Ctrl-C unless `once`. */
export async function runDemo(options: DemoOptions, home: DemoHome): Promise<void> {
  const progress = createProgress(process.stderr);
  if (options.fresh) clearHome(home);
  const beginning = beginningOf(home, options.data);
  const ports = await settlePorts(options.ports, PORT_PATIENCE_MS, portsOf(home));
  notePorts(home, ports);
  const supervisor = createSupervisor(home.root, home.logs);
  const interrupted = interruption();
  try {
    const work = serveAndWork({ options, home, beginning, ports, supervisor, progress }, interrupted);
    await Promise.race([work, supervisor.failed, interrupted]);
  } finally {
    await supervisor.stopAll();
  }
}

/** Resolves at the first Ctrl-C or SIGTERM; the second one ends the process at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

async function serveAndWork(run: Run, interrupted: Promise<void>): Promise<void> {
  const { options, home, progress } = run;
  const { report, history } = await mainJob(run);
  const out = options.json === false ? process.stdout : process.stderr;
  out.write(renderReport(report, history, createStyle(out)));
  if (options.json !== false) printReport(report, options.json);
  if (!report.ok) {
    const failed = report.checks.filter(({ holds }) => !holds).map(({ name, detail }) => `${name} (${detail})`);
    throw demoError("CHECK", `not everything holds: ${failed.join("; ")}`);
  }
  if (options.once) return;
  progress.note(`\nServing until Ctrl-C. Data lies in ${home.root}; the next start goes on from it, --fresh begins anew.`);
  await interrupted;
}

function printReport(report: DemoReport, target: string | true): void {
  const line = `${JSON.stringify(report)}\n`;
  if (typeof target === "string") writeFileSync(target, line);
  process.stdout.write(line);
}

async function mainJob(run: Run): Promise<{ readonly report: DemoReport; readonly history: ChainHistory }> {
  const { options, home, beginning, ports, supervisor, progress } = run;
  const { blockTime, chain } = options;
  let opened: Promise<Market> | undefined;
  const prepared = await prepareNetwork({
    ...{ home, beginning, ports, blockTime, chain, supervisor, progress, crypto: createNodeCrypto() },
    // Hosts hold what was accepted before their model: these are up at once.
    async beforeText(world, node) {
      const spoken = await publishSpoken(world);
      opened = openMarket(world, spoken, { node, ports, supervisor });
      opened.catch(() => undefined);
    },
  });
  const { world, model, corpus } = prepared;
  const endpoints = await startServices(run, prepared);
  const market = await assertDefined(opened, "it is opened before any text is accepted");
  const before = await allBalances(world, await world.client.height());
  const questions = await questionsOf(beginning, corpus, options.ask);
  const asked = await progress.step("Asking", (detail) =>
    askQuestions(endpoints.proxy, questions, (done, of) => detail(`${done} of ${of} questions answered, each with a verified receipt`)),
  );
  const reader = createHistoryReader(world);
  const failover = await progress.step("Killing a host in the middle of its answer", (detail) => killMidStream(world, market, detail));
  if (!options.once) await market.hosts.find(({ role }) => role === failover.killed.host)?.restart();
  const settled = [...asked, { question: failover.question, file: failover.resumed.file }];
  await progress.step("Settling", async (detail) => {
    await awaitSettlements(world, reader, settled, detail);
    // What it returns must not meet the compensation in one block, whose movements are compared.
    await awaitEnd(world, failover, END_PATIENCE_MS);
  });
  const incident = await progress.step("Reporting an incident", async (detail) => {
    const found = await reportPause(world, market, failover);
    detail(`${found.respondent} answered for a pause with ${found.compensation}${found.denom} from its bond`);
    return found;
  });
  await progress.step("Claiming", async (detail) => {
    const paid = await claimRewards(world, (done, of) => detail(`${done} of ${of}`));
    detail(`${paid} accounts collected what they had earned`);
  });
  return progress.step("Checking", async () => {
    // The header after the last block read carries its app hash.
    const history = await reader.read();
    await waitForHeight(prepared, history.height + 1n);
    const after = await allBalances(world, history.height);
    const names = await nameAccounts(world.keys);
    const answers = await answered(endpoints.proxy, questions);
    const contributions = prepared.contributions.length;
    const { durations } = progress;
    const report = await createReport({
      ...{ world, model, contributions, answers, history, before, after, names, durations },
      endpoints: shownEndpoints(prepared, endpoints, market),
      market: { market, failover, incident },
    });
    return { report, history };
  });
}

async function waitForHeight({ world }: PreparedNetwork, height: bigint): Promise<void> {
  while ((await world.client.height()) < height) await new Promise((resolve) => setTimeout(resolve, 100));
}

interface ServiceUrls {
  readonly indexer: string;
  readonly gateway: string;
  readonly proxy: string;
  readonly explorer: string;
}

async function startServices(run: Run, { node, offer }: PreparedNetwork): Promise<ServiceUrls> {
  const { home, ports, supervisor, progress } = run;
  return progress.step("Starting services", async (detail) => {
    const [indexer, { gateway, proxy }] = await Promise.all([
      supervisor.start(indexerSpec(home, ports, node)),
      (async () => {
        const gateway = await supervisor.start(gatewaySpec(home, ports, node, offer.id));
        return { gateway, proxy: await supervisor.start(proxySpec(home, ports, node, gateway.ready)) };
      })(),
    ]);
    const explorer = await supervisor.start(explorerSpec(ports, node, indexer.ready, proxy.ready));
    detail("the host's gateway has rebuilt the artifact and found the same root");
    return {
      indexer: indexer.ready.url,
      gateway: gateway.ready.url,
      proxy: proxy.ready.url,
      explorer: explorer.ready.url,
    };
  });
}

function shownEndpoints({ node }: PreparedNetwork, urls: ServiceUrls, market: Market): Record<string, string> {
  return {
    pages: urls.explorer,
    openai: `${urls.proxy}/v1`,
    "three hosts": `${market.proxyUrl}/v1`,
    receipts: `${urls.proxy}/openledger/v1/receipts`,
    graphql: `${urls.indexer}/graphql`,
    rpc: node.rpcUrl,
    rest: node.restUrl,
    gateway: `${urls.gateway}/v1`,
  };
}

/** Who is behind an address, as the demo knows its people. */
async function nameAccounts({ roles, contributors }: DemoKeys): Promise<Map<string, string>> {
  const named = Object.entries(roles).map(([role, { address }]) => [address, role] as const);
  return new Map([...(await contributors.owners()), ...named]);
}
