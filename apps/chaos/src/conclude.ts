import type { Agreement } from "./checks/agreement.ts";
import { expectedBalances, wrongBalances } from "./checks/balances.ts";
import { visitHome } from "./checks/doctor.ts";
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
export async function conclude({ advanceMs, cluster, watch, agreement, load, addresses }: Run, faults: readonly FaultReport[]): Promise<Ending> {
  const unsettled = await load.drain();
  const last = load.committed.reduce((max, { height }) => (height > max ? height : max), 0n);
  await waitUntil("every node with the last transfer", PATIENCE_MS, async () => (cluster.members.every((member) => watch.heightOf(member) > last + 1n) ? true : undefined));
  await agreement.compare(cluster.members);
  const found = await waitUntil("the transactions of every node", PATIENCE_MS, () => findTxs(cluster.members, load.committed, agreement.firstHeights));
  const expected = expectedBalances(addresses, PAYER_FUNDS, load.committed);
  const wrong = await waitUntil("the balances of every node", PATIENCE_MS, async () => (await Promise.all(cluster.members.map((member) => wrongBalances(member, expected)))).flat());
  const names = cluster.members.map(({ name }) => name).join(", ");
  const height = watch.maxHeight();
  await cluster.stop();
  const visits = [];
  for (const home of cluster.homes) visits.push(await visitHome(home));
  const problems = visits.flatMap((visit) => visit.problems);
  const checks = visits.reduce((sum, visit) => sum + visit.checks, 0);
  const late = faults.filter(({ ok }) => !ok);
  const failed = load.committed.filter(({ code }) => code !== 0);
  return {
    found,
    claims: [
      claim(`the network goes on within ${advanceMs / 1_000} s after every fault`, late.map(({ name, note }) => `${name}: ${note}`), `${faults.length} faults`),
      claim("no node ever holds another block or another app hash", agreement.forks.map((fork) => `${fork.what} of ${fork.height} on ${fork.node}: ${fork.detail}`), `${agreement.compared} blocks of ${cluster.homes.length} nodes compared, up to height ${height}`),
      claim("no committed transaction is lost", found.lost, `${load.committed.length} on each of ${names}${foundDetail(found)}`),
      claim("what a node accepted is committed", [...unsettled, ...failed].map(({ hash }) => hash), `${load.counts.accepted} accepted, ${load.counts.resent} handed over again`),
      claim("every balance on every node is what the transfers make of it", wrong, `${expected.size} accounts on ${names}`),
      claim("no process ends but those that are hit", cluster.unexpectedEnds, `${cluster.homes.length * 2} processes`),
      claim("money is conserved and every home is sound", problems, `${checks} checks of doctor on ${cluster.homes.length} homes`),
    ],
  };
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
