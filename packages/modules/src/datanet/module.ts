import { assert } from "@openledger/primitives";
import { messageHandler, type Module } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { uncoveredHoldings } from "../support/holdings.ts";
import { errors } from "./errors.ts";
import type { TokeniserKeeper } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createContribute } from "./handlers/contribute.ts";
import { createDatanet } from "./handlers/create-datanet.ts";
import { createFreezeVersion } from "./handlers/freeze-version.ts";
import { createReview } from "./handlers/review.ts";
import { createRevoke } from "./handlers/revoke.ts";
import { identities } from "./invariants.ts";
import { lapseContributions } from "./lapse.ts";
import { queries } from "./queries.ts";
import { bondsHeld, DATANET } from "./state.ts";

export { datanetKeeper, type DatanetKeeper } from "./keeper.ts";

/** Datanets: registered data, curators' reviews and frozen versions. */
export function createDatanetModule(deps: { readonly bank: BankKeeper; readonly tokeniser: TokeniserKeeper }): Module {
  const { bank, tokeniser } = deps;
  return {
    name: DATANET,
    storeName: DATANET,
    errors,
    messages: [
      messageHandler(createDatanet),
      messageHandler(createContribute(bank)),
      messageHandler(createReview(bank)),
      messageHandler(createFreezeVersion(tokeniser)),
      messageHandler(createRevoke(bank)),
    ],
    queries,
    initGenesis,
    endBlock(ctx) {
      lapseContributions(ctx, bank);
      const uncovered = uncoveredHoldings(ctx, bank, DATANET, bondsHeld.entries(ctx.store.store(DATANET)));
      assert(uncovered.length === 0, uncovered.join("; "));
    },
    identities: (ctx) => identities(ctx, bank),
  };
}
