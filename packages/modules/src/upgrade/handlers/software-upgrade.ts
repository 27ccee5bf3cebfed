import {
  MsgCancelUpgrade,
  MsgCancelUpgradeResponse,
  MsgSoftwareUpgrade,
  MsgSoftwareUpgradeResponse,
  Plan,
} from "@openledger/messages/cosmos/upgrade/v1beta1";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { invalidAuthority } from "../errors.ts";
import type { AuthorityKeeper } from "../expected-keepers.ts";
import { scheduleUpgrade } from "../plans.ts";
import { plannedUpgrade, UPGRADE_STORE } from "../state.ts";

/** MsgSoftwareUpgrade plans a height at which other software has to go on; MsgCancelUpgrade takes that back. */
export function createUpgradeHandlers(authorities: AuthorityKeeper): readonly AnyMessageHandler[] {
  const requireAuthority = (ctx: Context, authority: string): void => {
    const expected = authorities.moduleAddress(ctx, "gov");
    if (authority !== expected) throw invalidAuthority(`expected ${expected} got ${authority.slice(0, 200)}`);
  };
  return [
    messageHandler<MsgSoftwareUpgrade, MsgSoftwareUpgradeResponse>({
      codec: MsgSoftwareUpgrade,
      response: MsgSoftwareUpgradeResponse,
      aminoName: "cosmos-sdk/MsgSoftwareUpgrade",
      signers: ({ authority }) => [authority],
      checkStateless: () => undefined,
      handle(ctx, { authority, plan = Plan.create() }) {
        requireAuthority(ctx, authority);
        scheduleUpgrade(ctx, plan);
        return {};
      },
    }),
    messageHandler<MsgCancelUpgrade, MsgCancelUpgradeResponse>({
      codec: MsgCancelUpgrade,
      response: MsgCancelUpgradeResponse,
      aminoName: "cosmos-sdk/MsgCancelUpgrade",
      signers: ({ authority }) => [authority],
      checkStateless: () => undefined,
      handle(ctx, { authority }) {
        requireAuthority(ctx, authority);
        plannedUpgrade.delete(ctx.store.store(UPGRADE_STORE));
        return {};
      },
    }),
  ];
}
