import { outgoing } from "@openledger/client";
import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import type { Member } from "../cluster/cluster.ts";
import { DENOM } from "../load/accounts.ts";
import { anyHealthy, isVoter, signedAt } from "./consensus.ts";
import type { Fault, FaultContext } from "./fault.ts";
import { waitUntil } from "../wait-until.ts";

/** As much as each validator of the genesis bonds. */
export const BOND = 10_000_000n;
const FUNDS = 20_000_000n;
const PATIENCE_MS = 60_000;

/** A new node catches up and becomes a validator. */
export const joinFault: Fault = {
  name: "join",
  says: "a new node becomes a validator by MsgCreateValidator",
  async play(context) {
    const { member, height } = await joinValidator(context, context.over);
    return { node: member.name, note: `first signature in block ${height}` };
  },
};

/** Starts a node and bonds; resolves when a block carries its signature. `onBonded` is called when it is among the voters. */
export async function joinValidator(
  { cluster, watch, bank, say }: FaultContext,
  onBonded?: () => void,
): Promise<{ readonly member: Member; readonly height: bigint }> {
  const member = await cluster.add();
  say(`${member.name} follows`);
  const begins = watch.maxHeight();
  await waitUntil(`${member.name} has the blocks`, PATIENCE_MS, async () => (watch.heightOf(member) >= begins ? true : undefined));
  const through = anyHealthy(cluster, member);
  const { address } = await member.keyring.show("operator");
  await bank.fund(through, address, FUNDS);
  await bank.operate(through, member, (operator) => createMessage(member, cluster.prefix, operator));
  await waitUntil(`${member.name} among the validators`, PATIENCE_MS, async () => ((await isVoter(cluster, member)) ? true : undefined));
  onBonded?.();
  say(`${member.name} is among the validators`);
  const height = await waitUntil(`a block with the signature of ${member.name}`, PATIENCE_MS, () => signedAt(cluster, member, watch.maxHeight() - 1n));
  return { member, height };
}

function createMessage({ name, key }: Member, prefix: string, address: string): ReturnType<typeof outgoing> {
  return outgoing(MsgCreateValidator, {
    description: { moniker: name, identity: "", website: "", securityContact: "", details: "" },
    commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
    minSelfDelegation: "1",
    validatorAddress: operatorAddress(prefix, address),
    pubkey: packAny(PubKey, { key: key.publicKey }),
    value: { denom: DENOM, amount: `${BOND}` },
  });
}

export function operatorAddress(prefix: string, address: string): string {
  return addressFromBytes(`${prefix}valoper`, addressToBytes(prefix, address));
}
