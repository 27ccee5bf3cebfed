import { QueryService } from "@openledger/messages/cosmos/upgrade/v1beta1";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { moduleVersionNotFound } from "./errors.ts";
import type { AuthorityKeeper } from "./expected-keepers.ts";
import { doneHeight } from "./plans.ts";
import { moduleVersions, plannedUpgrade, UPGRADE_STORE } from "./state.ts";

/** All methods of cosmos.upgrade.v1beta1.Query. */
export function upgradeQueries(authorities: AuthorityKeeper): readonly AnyQueryHandler[] {
  return [
    queryHandler({ ...QueryService.CurrentPlan, handle: (ctx) => ({ plan: plannedUpgrade.get(ctx.store.store(UPGRADE_STORE)) }) }),
    queryHandler({ ...QueryService.AppliedPlan, handle: (ctx, { name }) => ({ height: doneHeight(ctx, name) }) }),
    queryHandler({
      ...QueryService.UpgradedConsensusState,
      // States of IBC clients belong to IBC, as in the SDK, where this query has answered nothing since.
      handle: () => ({ upgradedConsensusState: new Uint8Array(0) }),
    }),
    queryHandler({
      ...QueryService.ModuleVersions,
      handle(ctx, { moduleName }) {
        const store = ctx.store.store(UPGRADE_STORE);
        if (moduleName === "") {
          return { moduleVersions: Array.from(moduleVersions.iterate(store), ([name, version]) => ({ name, version })) };
        }
        const version = moduleVersions.get(store, moduleName);
        if (version === undefined) {
          throw moduleVersionNotFound(`x/upgrade: QueryModuleVersions module ${moduleName.slice(0, 100)} not found`);
        }
        return { moduleVersions: [{ name: moduleName, version }] };
      },
    }),
    queryHandler({ ...QueryService.Authority, handle: (ctx) => ({ address: authorities.moduleAddress(ctx, "gov") }) }),
  ];
}
