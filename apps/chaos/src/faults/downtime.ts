import { setTimeout as delay } from "node:timers/promises";
import { connect, outgoing } from "@openledger/client";
import { MsgUnjail, QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes } from "@openledger/primitives";
import type { Cluster, Member } from "../cluster/cluster.ts";
import { chaosError } from "../errors.ts";
import { anyHealthy, isVoter, signedAt } from "./consensus.ts";
import type { Fault } from "./fault.ts";
import { operatorAddress } from "./join.ts";
import { waitUntil } from "../wait-until.ts";

const JAIL_PATIENCE_MS = 180_000;
const PATIENCE_MS = 60_000;

/** A validator as the chain keeps it. */
export interface Standing {
  readonly isJailed: boolean;
  readonly isTombstoned: boolean;
  /** Units bonded with it. */
  readonly tokens: bigint;
  /** Unix milliseconds. */
  readonly jailedUntil: number;
}

/** A node stays away until it is jailed, comes back, and its operator unjails it. */
export const downtimeFault: Fault = {
  name: "downtime-jail",
  says: "a validator is jailed for downtime, comes back and unjails",
  async play({ target, over, cluster, watch, bank, say }) {
    const member = await target();
    const before = await standingOf(cluster, member);
    await member.validator.stop();
    say(`${member.name} is away until it is jailed`);
    await waitUntil(`${member.name} jailed`, JAIL_PATIENCE_MS, async () => ((await isVoter(cluster, member)) ? undefined : true));
    const jailed = await standingOf(cluster, member);
    if (!jailed.isJailed || jailed.tokens >= before.tokens) throw chaosError("CLAIM", `${member.name} left the validators without being jailed and slashed`);
    over();
    await member.validator.start();
    await delay(Math.max(0, jailed.jailedUntil - Date.now()));
    await waitUntil(`${member.name} has the blocks`, PATIENCE_MS, async () => (watch.heightOf(member) + 1n >= watch.maxHeight() ? true : undefined));
    await waitUntil(`${member.name} unjailed`, PATIENCE_MS, async () => {
      await bank.operate(anyHealthy(cluster, member), member, (address) => outgoing(MsgUnjail, { validatorAddr: operatorAddress(cluster.prefix, address) }));
      return true;
    });
    const height = await waitUntil(`a block with the signature of ${member.name}`, PATIENCE_MS, () => signedAt(cluster, member, watch.maxHeight() - 1n));
    return { node: member.name, note: `lost ${before.tokens - jailed.tokens} of ${before.tokens}, signs again from block ${height}` };
  },
};

/** What another node says of a validator. */
export async function standingOf(cluster: Cluster, member: Member): Promise<Standing> {
  const client = await connect(anyHealthy(cluster, member).validator.rpcUrl);
  try {
    const { address } = await member.keyring.show("operator");
    const { validator } = await client.query(StakingQuery.Validator, { validatorAddr: operatorAddress(cluster.prefix, address) });
    const { valSigningInfo } = await client.query(SlashingQuery.SigningInfo, { consAddress: addressFromBytes(`${cluster.prefix}valcons`, member.key.address) });
    return {
      isJailed: validator?.jailed ?? false,
      isTombstoned: valSigningInfo?.tombstoned ?? false,
      tokens: BigInt(validator?.tokens ?? "0"),
      jailedUntil: Number(valSigningInfo?.jailedUntil?.seconds ?? 0n) * 1_000,
    };
  } finally {
    client.disconnect();
  }
}
