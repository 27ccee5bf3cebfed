import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { askComet } from "@openledger/localnet";
import { z } from "zod";
import { changeSettings } from "../cluster/settings.ts";
import type { Member } from "../cluster/cluster.ts";
import { chaosError } from "../errors.ts";
import type { Fault } from "./fault.ts";
import { waitUntil } from "../wait-until.ts";

/** What a validator must not lose: what it signed last. */
const KEPT = "priv_validator_state.json";
/** Blocks between the trusted header and the newest one. */
const TRUST_DEPTH = 3n;
/** CometBFT's least time for listening to offers. */
const DISCOVERY = "5s";
const PATIENCE_MS = 60_000;
const SNAPSHOT_MS = 60_000;

const commitShape = z.object({ signed_header: z.object({ commit: z.object({ block_id: z.object({ hash: z.string() }) }) }) });
const statusShape = z.object({ sync_info: z.object({ earliest_block_height: z.coerce.bigint(), latest_block_height: z.coerce.bigint(), catching_up: z.boolean() }) });

/** A node loses blocks and state and begins from a snapshot that others wrote. */
export const stateSyncFault: Fault = {
  name: "wipe-state-sync",
  says: "one node is wiped and begins from a snapshot of the others",
  async play({ target, over, cluster, watch, agreement }) {
    const member = await target();
    const others = cluster.members.filter((other) => other !== member);
    await waitUntil("a snapshot of another node", SNAPSHOT_MS, async () => (others.some(hasSnapshot) ? true : undefined));
    await member.validator.stop();
    wipe(member);
    watch.forget(member);
    agreement.forget(member.name);
    await trust(member, others, watch.maxHeight() - TRUST_DEPTH);
    over();
    await member.validator.start();
    const first = await waitUntil(`${member.name} from a snapshot`, PATIENCE_MS, async () => {
      const { sync_info } = await askComet(member.validator.rpcUrl, "status", statusShape);
      return sync_info.catching_up || sync_info.latest_block_height === 0n ? undefined : sync_info.earliest_block_height;
    });
    changeSettings(configOf(member), { "statesync.enable": false });
    if (first <= 1n) throw chaosError("CLAIM", `${member.name} executed every block again instead of beginning from a snapshot`);
    return { node: member.name, note: `from the snapshot after block ${first - 1n}` };
  },
};

function hasSnapshot({ home }: Member): boolean {
  try {
    return readdirSync(join(home, "data", "state-sync")).length > 0;
  } catch {
    return false;
  }
}

function wipe({ home, comet }: Member): void {
  for (const folder of [join(comet, "data"), join(home, "data")]) {
    for (const name of readdirSync(folder)) {
      if (name !== KEPT) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** CometBFT fetches and checks headers from two other nodes, beginning at one that it is told to trust. */
async function trust(member: Member, others: readonly Member[], height: bigint): Promise<void> {
  const [first, second] = others;
  if (first === undefined || second === undefined) throw chaosError("SETUP", "state sync needs two other nodes");
  const { signed_header } = await askComet(first.validator.rpcUrl, `commit?height=${height}`, commitShape);
  changeSettings(configOf(member), {
    "statesync.enable": true,
    "statesync.rpc_servers": `${first.validator.rpcUrl},${second.validator.rpcUrl}`,
    "statesync.trust_height": Number(height),
    "statesync.trust_hash": signed_header.commit.block_id.hash,
    "statesync.trust_period": "1h0m0s",
    "statesync.discovery_time": DISCOVERY,
  });
}

function configOf({ comet }: Member): string {
  return join(comet, "config", "config.toml");
}
