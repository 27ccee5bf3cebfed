import { outgoing } from "@openledger/client";
import { MsgClaimRewards, QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import { demoError } from "../home/demo-home.ts";
import type { Signer } from "../home/demo-keys.ts";
import { inParallel, type World } from "./world.ts";

const GAS_PER_CLAIM = 3_000_000n;
const ROUNDS_MAX = 20;

/** Every contributor, the curators, the builders and the hosts collect what they are owed; returns how many did. */
export async function claimRewards(world: World, onClaimed: (done: number, of: number) => void): Promise<number> {
  const { contributors, roles } = world.keys;
  const owners = await Promise.all([...(await contributors.owners()).values()].map((owner) => contributors.signer(owner)));
  const { curator, builder, host, guide, harbour, meadow, summit } = roles;
  const everyone = [...owners, curator, builder, host, guide, harbour, meadow, summit];
  const paid = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const owed = await claimants(world, everyone);
    if (owed.length === 0) return paid.size;
    const hashes: string[] = [];
    for (const signer of owed) {
      const message = outgoing(MsgClaimRewards, { claimant: signer.address });
      hashes.push(await world.sender(signer).submit([message], { gasLimit: GAS_PER_CLAIM }));
      paid.add(signer.address);
      onClaimed(paid.size, owed.length);
    }
    for (const hash of hashes) {
      const { code, log } = await world.client.waitForTx(hash);
      if (code !== 0) throw demoError("CHECK", `a claim was refused in its block (transaction ${hash}): ${log}`);
    }
  }
  throw demoError("CHECK", `after ${ROUNDS_MAX} rounds of claims the chain still owes rewards`);
}

async function claimants({ client }: World, everyone: readonly Signer[]): Promise<Signer[]> {
  const owed = await inParallel(everyone, 16, async (signer) => {
    const { amount } = await client.query(RewardsQuery.Claimable, { address: signer.address });
    return amount.some((coin) => BigInt(coin.amount) > 0n) ? [signer] : [];
  });
  return owed.flat();
}
