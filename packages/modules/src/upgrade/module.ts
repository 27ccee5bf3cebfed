import type { Module } from "@openledger/state-machine";
import { upgradeErrors } from "./errors.ts";
import type { AuthorityKeeper } from "./expected-keepers.ts";
import { createUpgradeHandlers } from "./handlers/software-upgrade.ts";
import { applyDueUpgrade, type UpgradeHandler } from "./plans.ts";
import { upgradeQueries } from "./queries.ts";
import { moduleVersions, UPGRADE_STORE } from "./state.ts";

export interface UpgradeModuleOptions {
  readonly authorities: AuthorityKeeper;
  /** Upgrades that this software makes; none by default. */
  readonly handlers?: readonly UpgradeHandler[];
  /** Version of each module's state that genesis writes. */
  readonly versions: () => ReadonlyMap<string, bigint>;
}

/** Planned changes of software. Its begin of block comes before that of every other module. */
export function createUpgradeModule({ authorities, handlers = [], versions }: UpgradeModuleOptions): Module {
  return {
    name: "upgrade",
    storeName: UPGRADE_STORE,
    errors: upgradeErrors,
    messages: createUpgradeHandlers(authorities),
    queries: upgradeQueries(authorities),
    initGenesis(ctx) {
      for (const [module, version] of versions()) moduleVersions.set(ctx.store.store(UPGRADE_STORE), module, version);
    },
    // As in the SDK: a genesis begins with the software that reads it, whatever was planned before.
    exportGenesis: () => ({}),
    beginBlock: (ctx) => applyDueUpgrade(ctx, handlers),
  };
}
