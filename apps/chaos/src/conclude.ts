import type { Agreement } from "./checks/agreement.ts";
import { expectedBalances, wrongBalances } from "./checks/balances.ts";
import { visitHome, type Visit } from "./checks/doctor.ts";
import { findTxs, type FoundTxs } from "./checks/find-txs.ts";
import type { Cluster } from "./cluster/cluster.ts";
import type { Watch } from "./cluster/watch.ts";
import { waitUntil } from "./wait-until.ts";
import type { Load } from "./load/load.ts";
import { PAYER_FUNDS } from "./make-chaos-network.ts";
import type { Claim, FaultReport } from "./report/report.ts";

/** What a run leaves behind. */
export interface Ending {
  readonly claims: readonly Claim[];
  readonly found: FoundTxs;
}

interface Run {
  /** How many faults were to be played. */
  readonly wanted: number;
  readonly advanceMs: number;
  readonly cluster: Cluster;
  readonly watch: Watch;
  readonly agreement: Agreement;
  readonly load: Load;
  /** Of the payers. */
  readonly addresses: readonly string[];
}

const PATIENCE_MS = 60_000;
const SHOWN = 3;

/** Ends the load, compares all nodes for the last time, stops them and has every home looked through. */
export async function conclude(run: Run, faults: readonly FaultReport[]): Promise<Ending> {
  const { agreement, cluster, load, watch } = run;
  const unsettled = await load.drain();
  const last = load.committed.reduce((max, { height }) => (height > max ? height : max), 0n);
  const hasLast = (): boolean => cluster.members.every((member) => watch.heightOf(member) > last + 1n);
  await waitUntil("every node with the last transfer", PATIENCE_MS, async () => (hasLast() ? true : undefined));
  await agreement.compare(cluster.members);
  const found = await waitUntil("the transactions of every node", PATIENCE_MS, () => findTxs(cluster.members, load.committed, agreement.firstHeights));
  const money = await balanceClaim(run);
  const nodes = namesOf(cluster);
  await cluster.stop();
  const failed = load.committed.filter(({ code }) => code !== 0);
  const uncommitted = [...unsettled, ...failed].map(({ hash }) => hash);
  const handedOver = `${load.counts.accepted} accepted, ${load.counts.resent} handed over again`;
  return {
    found,
    claims: [
      ...faultClaims(run, faults),
      loadClaim(faults, load.committed),
      agreementClaim(run),
      claim("no committed transaction is lost", found.lost, `${load.committed.length} on each of ${nodes}${foundDetail(found)}`),
      claim("what a node accepted is committed", uncommitted, handedOver),
      money,
      claim("no process ends but those that are hit", cluster.unexpectedEnds, `${cluster.homes.length * 2} processes`),
      await soundnessClaim(cluster),
    ],
  };
}

function faultClaims({ wanted, advanceMs }: Run, faults: readonly FaultReport[]): readonly Claim[] {
  const late = faults.filter(({ ok }) => !ok);
  return [
    claim("every fault is played", faults.length === wanted ? [] : [`${faults.length} of ${wanted}`], `${wanted} faults`),
    claim(`the network goes on within ${advanceMs / 1_000} s after every fault`, late.map(lateness), slowest(faults)),
  ];
}

/** Faults on a network that carries nothing would show nothing. */
export function loadClaim(faults: readonly FaultReport[], committed: Load["committed"]): Claim {
  const during = (from: bigint, to: bigint): number => committed.filter(({ height, code }) => code === 0 && height > from && height <= to).length;
  const counts = faults.map(({ name, fromHeight, toHeight }) => ({ name, count: during(BigInt(fromHeight), BigInt(toHeight)) }));
  const idle = counts.filter(({ count }) => count === 0).map(({ name }) => `none during ${name}`);
  const least = counts.reduce((min, { count }) => Math.min(min, count), committed.length);
  return claim("transfers are committed during every fault", committed.length === 0 ? ["none at all"] : idle, `${least} or more in the blocks of each`);
}

function agreementClaim({ agreement, cluster, watch }: Run): Claim {
  const forks = agreement.forks.map((fork) => `${fork.what} of ${fork.height} on ${fork.node}: ${fork.detail}`);
  const detail = `${agreement.compared} blocks of ${cluster.homes.length} nodes compared, up to height ${watch.maxHeight()}`;
  return claim("no node ever holds another block or another app hash", forks, detail);
}

async function balanceClaim({ addresses, cluster, load }: Run): Promise<Claim> {
  const expected = expectedBalances(addresses, PAYER_FUNDS, load.committed);
  const wrong = await waitUntil("the balances of every node", PATIENCE_MS, () => Promise.all(cluster.members.map((member) => wrongBalances(member, expected))));
  return claim("every balance on every node is what the transfers make of it", wrong.flat(), `${expected.size} accounts on ${namesOf(cluster)}`);
}

/** One home after the other: each visit reads and hashes a whole state. */
async function soundnessClaim({ homes }: Cluster): Promise<Claim> {
  const visits: Visit[] = [];
  for (const home of homes) visits.push(await visitHome(home));
  const checks = visits.reduce((sum, visit) => sum + visit.checks, 0);
  return claim("money is conserved and every home is sound", visits.flatMap(({ problems }) => problems), `${checks} checks of doctor on ${homes.length} homes`);
}

function namesOf({ members }: Cluster): string {
  return members.map(({ name }) => name).join(", ");
}

function lateness({ name, recoveredMs, longestPauseMs, note }: FaultReport): string {
  const recovered = recoveredMs === null ? "never" : `after ${inSeconds(recoveredMs)}`;
  return `${name}: recovered ${recovered}, longest pause ${inSeconds(longestPauseMs)}${note === "" ? "" : `, ${note}`}`;
}

function slowest(faults: readonly FaultReport[]): string {
  const recovered = Math.max(0, ...faults.map(({ recoveredMs }) => recoveredMs ?? 0));
  const paused = Math.max(0, ...faults.map(({ longestPauseMs }) => longestPauseMs));
  return `at most ${inSeconds(recovered)}, and never longer than ${inSeconds(paused)} without a block`;
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function foundDetail({ inBlockOnly, beforeSnapshot }: FoundTxs): string {
  const index = inBlockOnly === 0 ? "" : `; ${inBlockOnly} in the block and not in CometBFT's index`;
  return beforeSnapshot === 0 ? index : `${index}; ${beforeSnapshot} older than the snapshot that a node began from`;
}

function claim(name: string, broken: readonly string[], detail: string): Claim {
  if (broken.length === 0) return { name, holds: true, detail };
  const more = broken.length > SHOWN ? ` and ${broken.length - SHOWN} more` : "";
  return { name, holds: false, detail: `${broken.slice(0, SHOWN).join("; ")}${more}` };
}
