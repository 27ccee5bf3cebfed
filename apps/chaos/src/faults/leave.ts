import { outgoing } from "@openledger/client";
import { MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { DENOM } from "../load/accounts.ts";
import { anyHealthy, isVoter } from "./consensus.ts";
import type { Fault } from "./fault.ts";
import { BOND, joinValidator, operatorAddress } from "./join.ts";
import { waitUntil } from "../wait-until.ts";

const PATIENCE_MS = 60_000;

/** The validator that joined last takes its whole bond back. One joins first when none did. */
export const leaveFault: Fault = {
  name: "leave",
  says: "a validator leaves by undelegating its bond",
  async play(context) {
    const { cluster, bank, over } = context;
    const member = context.joined() ?? (await joinValidator(context)).member;
    await bank.operate(anyHealthy(cluster, member), member, (address) =>
      outgoing(MsgUndelegate, {
        delegatorAddress: address,
        validatorAddress: operatorAddress(cluster.prefix, address),
        amount: { denom: DENOM, amount: `${BOND}` },
      }),
    );
    await waitUntil(`${member.name} is no validator`, PATIENCE_MS, async () => ((await isVoter(cluster, member)) ? undefined : true));
    over();
    return { node: member.name, note: "follows on without a vote", gone: member };
  },
};
