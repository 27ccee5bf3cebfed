import { connect } from "@openledger/client";
import { networkHome, requireCometbft } from "@openledger/localnet";
import { BaseAccount, QueryService } from "@openledger/messages/cosmos/auth/v1beta1";
import { createAgreement } from "./checks/agreement.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { startCluster } from "./cluster/cluster.ts";
import { createLinks } from "./cluster/links.ts";
import { watchHeights } from "./cluster/watch.ts";
import { conclude } from "./conclude.ts";
import { chaosError } from "./errors.ts";
import { ALL_FAULTS } from "./faults/all-faults.ts";
import type { Fault } from "./faults/fault.ts";
import { waitUntil } from "./wait-until.ts";
import { createPayers, PREFIX, type Payer } from "./load/accounts.ts";
import { createBank } from "./load/bank.ts";
import { startLoad, type Load, type LoadOptions } from "./load/load.ts";
import { APP_SETTINGS, COMET_SETTINGS, GENESIS_NODES, makeChaosNetwork, TIMEOUT_COMMIT } from "./make-chaos-network.ts";
import type { ChaosOptions } from "./options.ts";
import { playFault, type Stage } from "./play-fault.ts";
import { createRandom } from "./random.ts";
import type { Console } from "./report/console.ts";
import { claimLine, FAULT_HEADINGS, faultLine, type ChaosReport, type FaultReport } from "./report/report.ts";

/** Each has one transfer under way at a time, which takes a few seconds where a node is hit. */
const PAYERS_PER_RATE = 4;
const PAYERS_MIN = 16;
/** Nodes that join in a round. */
const JOINS = 3;
const FIRST_BLOCKS = 3n;
const START_PATIENCE_MS = 60_000;
const SCREEN_MS = 500;

/** Makes a network in an empty folder, plays the faults and reports. Ends early, between two faults, when the signal says so. */
export async function runChaos(options: ChaosOptions, folder: string, screen: Console, signal: AbortSignal): Promise<ChaosReport> {
  const began = performance.now();
  const binary = requireCometbft();
  const random = createRandom(options.seed);
  const home = networkHome(folder);
  const [owner, ...payers] = await createPayers(options.seed, 1 + Math.max(PAYERS_MIN, options.rate * PAYERS_PER_RATE));
  if (owner === undefined) throw chaosError("SETUP", "there is nobody to pay");
  const { network, sparePorts } = await makeChaosNetwork(home, [owner, ...payers], options.rounds * JOINS);
  screen.line(`seed ${options.seed}: ${GENESIS_NODES} validators, ${options.rate} transfers/s from ${payers.length} accounts through all nodes`);

  await using links = createLinks();
  const settings = { cometSettings: COMET_SETTINGS, appSettings: APP_SETTINGS };
  await using cluster = await startCluster({ binary, home, network, links, sparePorts, prefix: PREFIX, timeoutCommit: TIMEOUT_COMMIT, ...settings });
  using watch = watchHeights(cluster);
  await waitUntil("the first blocks of the network", START_PATIENCE_MS, async () => (watch.maxHeight() >= FIRST_BLOCKS ? true : undefined));
  await using load = startLoad({ cluster, watch, payers: await numbered(cluster, payers), rate: options.rate, random });
  const agreement = createAgreement();
  const { advanceMs, faultMs } = options;
  const stage: Stage = { cluster, watch, agreement, bank: createBank(owner), faultMs, advanceMs, turn: random(GENESIS_NODES) };
  const faults = await playAll(stage, load, options, screen, signal);
  const run = { advanceMs, wanted: options.faults.length * options.rounds, addresses: payers.map(({ address }) => address) };
  const { claims, found } = await conclude({ ...run, cluster, watch, agreement, load }, faults);
  for (const claim of claims) screen.line(claimLine(claim));
  const { lost, ...foundCounts } = found;
  return {
    format: "openledger.chaos-report/1",
    ...{ seed: options.seed, rounds: options.rounds, seconds: Math.round((performance.now() - began) / 1_000), height: `${watch.maxHeight()}` },
    ...{ faults, load: load.counts, found: foundCounts, lost: lost.length },
    ...{ forks: agreement.forks.length, firstForks: agreement.forks.slice(0, 10), claims, ok: claims.every(({ holds }) => holds) },
  };
}

/** Every fault of every round, until one leaves the network standing still. */
async function playAll(stage: Stage, load: Load, { faults: names, rounds }: ChaosOptions, screen: Console, signal: AbortSignal): Promise<readonly FaultReport[]> {
  const wanted: readonly Fault[] = ALL_FAULTS.filter(({ name }) => names.includes(name));
  const reports: FaultReport[] = [];
  screen.line(FAULT_HEADINGS);
  for (const fault of Array.from({ length: rounds }, () => wanted).flat()) {
    if (signal.aborted) break;
    let doing = fault.says;
    const ticker = setInterval(() => {
      const { accepted, committed } = load.counts;
      screen.now(`${doing} | height ${stage.watch.maxHeight()}, ${committed} of ${accepted} transfers committed`);
    }, SCREEN_MS);
    try {
      const report = await playFault(stage, fault, (line) => (doing = line));
      reports.push(report);
      screen.line(faultLine(report));
      if (report.recoveredMs === null) break;
    } finally {
      clearInterval(ticker);
    }
  }
  return reports;
}

/** The payers with the number that genesis gave each account. */
async function numbered({ members }: Cluster, payers: readonly Payer[]): Promise<LoadOptions["payers"]> {
  const client = await connect(members[0]?.validator.rpcUrl ?? "");
  try {
    return await Promise.all(
      payers.map(async (payer) => {
        const { account } = await client.query(QueryService.Account, { address: payer.address });
        if (account === undefined) throw chaosError("SETUP", `${payer.address} has no account`);
        return { payer, accountNumber: BaseAccount.decode(account.value).accountNumber };
      }),
    );
  } finally {
    client.disconnect();
  }
}
