import type { Cluster, Member } from "../cluster/cluster.ts";
import type { Watch } from "../cluster/watch.ts";
import type { Agreement } from "../checks/agreement.ts";
import type { Bank } from "../load/bank.ts";

/** What a fault works with. */
export interface FaultContext {
  readonly cluster: Cluster;
  readonly watch: Watch;
  readonly agreement: Agreement;
  readonly bank: Bank;
  /** How long a process is paused or a node cut off. */
  readonly faultMs: number;
  /** A validator that signs, another one each time; its processes may end until it has recovered. */
  target(): Promise<Member>;
  /** The validator that joined last and is there still. */
  joined(): Member | undefined;
  /** The fault is over from here on: what it hit runs again. The time to recovery counts from the first call. */
  over(): void;
  /** A line about what happens. */
  say(line: string): void;
}

/** What a fault hit, and what was seen. */
export interface Played {
  readonly node: string;
  readonly note: string;
  /** Takes part no longer once it was compared with the others. */
  readonly gone?: Member;
}

/** One kind of fault. Throws `CLAIM` or `TIMEOUT` when it does not go as it must. */
export interface Fault {
  readonly name: string;
  /** In words, for people. */
  readonly says: string;
  play(context: FaultContext): Promise<Played>;
}
