import { Params } from "@openledger/messages/openledger/model/v1";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import type { AuthorityKeeper } from "../support/gov-authority.ts";
import { errors } from "./errors.ts";
import type { DatanetKeeper, TokeniserKeeper } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createPublishModel } from "./handlers/publish-model.ts";
import { createUnfreezeModelVersion } from "./handlers/unfreeze-model-version.ts";
import { identities } from "./invariants.ts";
import { queries } from "./queries.ts";
import { MODEL, params } from "./state.ts";

export { flattenLineage } from "./lineage.ts";
export { modelKeeper, type ModelKeeper } from "./keeper.ts";

/** Models: published versions over frozen datanet versions, and who answers for them. */
export function createModelModule(deps: {
  readonly datanets: DatanetKeeper;
  readonly tokeniser: TokeniserKeeper;
  readonly authorities: AuthorityKeeper;
}): Module {
  return {
    name: MODEL,
    storeName: MODEL,
    errors,
    messages: [messageHandler(createPublishModel(deps)), messageHandler(createUnfreezeModelVersion(deps.authorities))],
    queries,
    initGenesis,
    identities,
    report: reportOfParams(MODEL, params.keyBytes, Params),
  };
}
