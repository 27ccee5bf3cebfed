import { outgoing } from "@openledger/client";
import { MsgGateDeposit, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { demoError } from "../home/demo-home.ts";
import { DEPOSITS, DOLLAR_DENOM } from "./demo-terms.ts";
import type { World } from "./world.ts";

/**
 * The issuer of demo dollars brings in what buyers spend, once: a deposit carries the number after the gate's last one, so
 * the chain says which were made. Returns the units of this time.
 */
export async function ensureDeposits(world: World): Promise<bigint> {
  const { gates } = await world.client.query(GateQuery.Gates, {});
  const gate = gates.find(({ denom }) => denom === DOLLAR_DENOM);
  if (gate === undefined) throw demoError("CHECK", `the chain shows no gate of ${DOLLAR_DENOM}`);
  const missing = DEPOSITS.slice(Number(gate.deposits));
  const { faucet } = world.keys.roles;
  const messages = missing.map(({ role, amount }, at) =>
    outgoing(MsgGateDeposit, {
      issuer: faucet.address,
      recipient: world.keys.roles[role].address,
      amount: { denom: DOLLAR_DENOM, amount: String(amount) },
      number: gate.deposits + BigInt(at) + 1n,
      reference: `demo payment of the ${role}`,
    }),
  );
  if (messages.length > 0) await world.send("faucet", messages);
  return missing.reduce((sum, { amount }) => sum + amount, 0n);
}
