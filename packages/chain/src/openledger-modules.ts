import {
  createAttributionKeeper,
  createAttributionModule,
  createDatanetModule,
  createMarketModule,
  createModelModule,
  createRewardsKeeper,
  createRewardsModule,
  datanetKeeper,
  modelKeeper,
  type BankKeeper,
} from "@openledger/modules";
import type { Module } from "@openledger/state-machine";

/**
 * The modules of the protocol, wired to each other, in the order in which genesis and block ends run: rewards comes
 * last, because it checks its account after the market has paid.
 */
export function createOpenledgerModules({ bank }: { readonly bank: BankKeeper }): readonly Module[] {
  const datanets = datanetKeeper;
  const models = modelKeeper;
  const attribution = createAttributionKeeper(datanets);
  const rewards = createRewardsKeeper({ bank, datanets });
  return [
    createAttributionModule(),
    createDatanetModule({ bank, tokeniser: attribution }),
    createModelModule({ datanets, tokeniser: attribution }),
    createMarketModule({ bank, datanets, models, attribution, rewards }),
    createRewardsModule({ bank, datanets }),
  ];
}
