import { setTimeout as delay } from "node:timers/promises";
import type { Fault, FaultContext } from "./faults/fault.ts";
import { votersAt, anyHealthy, consensusAddress } from "./faults/consensus.ts";
import { chaosError } from "./errors.ts";
import { GENESIS_NODES } from "./make-chaos-network.ts";
import type { FaultReport } from "./report/report.ts";
import type { Member } from "./cluster/cluster.ts";

const GIVE_UP_MS = 90_000;
const POLL_MS = 100;

/** What one run plays faults with. */
export type Stage = Pick<FaultContext, "cluster" | "watch" | "agreement" | "bank" | "faultMs"> & {
  /** The network must go on within this time after a fault, and never stand still longer. */
  readonly advanceMs: number;
  /** Which genesis node is hit next. */
  turn: number;
};

/** Plays one fault, waits until every node goes on, and compares all nodes. What fails is in the report's note. */
export async function playFault(stage: Stage, fault: Fault, say: FaultContext["say"]): Promise<FaultReport> {
  const { advanceMs, cluster, watch, agreement } = stage;
  const began = performance.now();
  const fromHeight = watch.maxHeight();
  const hit: Member[] = [];
  let recovery: Promise<number | undefined> | undefined;
  const over = (): void => void (recovery ??= timeToAdvance(stage));
  const context: FaultContext = {
    ...stage,
    over,
    say,
    joined: () => cluster.members.slice(GENESIS_NODES).at(-1),
    async target() {
      const member = await nextTarget(stage);
      cluster.meddled(member);
      hit.push(member);
      return member;
    },
  };
  const played = await fault.play(context).catch((error: unknown) => {
    // Also what a client or a schema says of an answer: the other claims are still worth knowing.
    if (error instanceof Error) return error;
    throw error;
  });
  over();
  const recoveredMs = (await recovery) ?? null;
  const longestPauseMs = Math.round(watch.longestPauseSince(began));
  const isPlayed = !(played instanceof Error);
  if (recoveredMs !== null) {
    await agreement.compare(cluster.members);
    for (const member of hit) cluster.released(member);
  }
  if (isPlayed && played.gone !== undefined) await cluster.remove(played.gone);
  const ok = isPlayed && recoveredMs !== null && recoveredMs <= advanceMs && longestPauseMs <= advanceMs;
  return {
    ...{ name: fault.name, node: isPlayed ? played.node : (hit[0]?.name ?? "-"), recoveredMs, longestPauseMs },
    ...{ fromHeight: `${fromHeight}`, toHeight: `${watch.maxHeight()}`, note: isPlayed ? played.note : played.message, ok },
  };
}

/** Milliseconds until every node has executed a block that nobody had when this was called; undefined when that takes too long. */
async function timeToAdvance({ cluster, watch }: Stage): Promise<number | undefined> {
  const began = performance.now();
  const before = watch.maxHeight();
  // The block after it is built on its execution.
  const isThere = (): boolean => cluster.members.every((member) => watch.heightOf(member) >= before + 2n);
  while (performance.now() - began < GIVE_UP_MS) {
    if (isThere()) return Math.round(performance.now() - began);
    await delay(POLL_MS);
  }
  return undefined;
}

/** The genesis nodes in turn, without those that do not vote. */
async function nextTarget(stage: Stage): Promise<Member> {
  const { cluster } = stage;
  const voters = new Set((await votersAt(anyHealthy(cluster))).map(({ address }) => address));
  for (let i = 0; i < GENESIS_NODES; i++) {
    const member = cluster.members[stage.turn++ % GENESIS_NODES];
    if (member !== undefined && voters.has(consensusAddress(member))) return member;
  }
  throw chaosError("SETUP", "no validator of the genesis votes any more");
}
