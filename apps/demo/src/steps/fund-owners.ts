import { outgoing } from "@openledger/client";
import { MsgMultiSend, QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { BASE_DENOM, TERMS } from "./demo-terms.ts";
import type { PlannedContribution } from "./contribute.ts";
import { inParallel, type World } from "./world.ts";

const OUTPUTS_PER_TX = 200;

/** Gives each owner what the bonds of the planned contributions and some fees need; returns how many received some. */
export async function fundOwners(world: World, planned: readonly PlannedContribution[]): Promise<number> {
  const needs = new Map<string, bigint>();
  for (const { signer, bond } of planned) {
    needs.set(signer.address, (needs.get(signer.address) ?? TERMS.ownerFunds) + bond);
  }
  const short = await inParallel([...needs], 16, async ([address, need]) => {
    const { balance } = await world.client.query(BankQuery.Balance, { address, denom: BASE_DENOM });
    return { address, missing: need - BigInt(balance?.amount ?? "0") };
  });
  const outputs = short.filter(({ missing }) => missing > 0n);
  const from = world.keys.roles.faucet.address;
  for (let at = 0; at < outputs.length; at += OUTPUTS_PER_TX) {
    const part = outputs.slice(at, at + OUTPUTS_PER_TX);
    const sum = part.reduce((total, { missing }) => total + missing, 0n);
    const message = outgoing(MsgMultiSend, {
      inputs: [{ address: from, coins: [{ denom: BASE_DENOM, amount: String(sum) }] }],
      outputs: part.map(({ address, missing }) => ({ address, coins: [{ denom: BASE_DENOM, amount: String(missing) }] })),
    });
    await world.send("faucet", [message]);
  }
  return outputs.length;
}
