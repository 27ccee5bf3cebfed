import { askComet } from "@openledger/localnet";
import { toHex } from "@openledger/primitives";
import { z } from "zod";
import type { Cluster, Member } from "../cluster/cluster.ts";
import { chaosError } from "../errors.ts";

/** A validator as CometBFT counts its votes. */
export interface Voter {
  /** Upper-case hex. */
  readonly address: string;
  readonly power: bigint;
}

const setShape = z.object({ block_height: z.coerce.bigint(), validators: z.array(z.object({ address: z.string(), voting_power: z.coerce.bigint() })) });
const commitShape = z.object({
  signed_header: z.object({ commit: z.object({ signatures: z.array(z.object({ block_id_flag: z.number(), validator_address: z.string() })) }) }),
});
const SIGNED = 2;

/** A node that nobody meddles with, to ask. Throws `SETUP` when there is none. */
export function anyHealthy(cluster: Cluster, besides?: Member): Member {
  const found = cluster.members.find((member) => member !== besides && !cluster.isMeddled(member));
  if (found === undefined) throw chaosError("SETUP", "no node is left to ask");
  return found;
}

/** The validators at a height, the next one by default. */
export async function votersAt({ validator }: Member, height?: bigint): Promise<readonly Voter[]> {
  const at = height === undefined ? "" : `&height=${height}`;
  const { validators } = await askComet(validator.rpcUrl, `validators?per_page=100${at}`, setShape);
  return validators.map(({ address, voting_power: power }) => ({ address, power }));
}

export function consensusAddress({ key }: Member): string {
  return toHex(key.address).toUpperCase();
}

/** Whether the member votes, as another node says. */
export async function isVoter(cluster: Cluster, member: Member): Promise<boolean> {
  const voters = await votersAt(anyHealthy(cluster, member));
  return voters.some(({ address }) => address === consensusAddress(member));
}

/** The height at which the member signed one of the last blocks, as another node stored it; undefined when it did not. */
export async function signedAt(cluster: Cluster, member: Member, height: bigint): Promise<bigint | undefined> {
  const { signed_header } = await askComet(anyHealthy(cluster, member).validator.rpcUrl, `commit?height=${height}`, commitShape);
  const own = signed_header.commit.signatures.find(({ validator_address }) => validator_address === consensusAddress(member));
  return own?.block_id_flag === SIGNED ? height : undefined;
}
