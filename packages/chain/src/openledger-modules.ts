import {
  createAccountabilityModule,
  createAttributionKeeper,
  createAttributionModule,
  createDatanetActions,
  createDatanetModule,
  createFeedbackModule,
  createGateModule,
  createMarketModule,
  createModelModule,
  createRewardsKeeper,
  createRewardsModule,
  datanetKeeper,
  findSession,
  marketKeeper,
  modelKeeper,
  settledReceipt,
  type FullBankKeeper,
  type GateKeeper,
} from "@openledger/modules";
import type { Module } from "@openledger/state-machine";

/**
 * The modules of the protocol, wired to each other, in the order in which genesis and block ends run: rewards comes
 * after the market, because it checks its account after the market has paid.
 */
export function createOpenledgerModules({ bank, gates }: { readonly bank: FullBankKeeper; readonly gates: GateKeeper }): readonly Module[] {
  const datanets = datanetKeeper;
  const models = modelKeeper;
  const attribution = createAttributionKeeper(datanets);
  const rewards = createRewardsKeeper({ bank, datanets });
  const datanetActions = createDatanetActions({ bank, priors: rewards });
  return [
    createAttributionModule(),
    createDatanetModule({ bank, tokeniser: attribution, priors: rewards }),
    createModelModule({ datanets, tokeniser: attribution, authorities: bank }),
    createMarketModule({ bank, datanets, models, attribution, rewards, demand: gates }),
    createRewardsModule({ bank, datanets }),
    createGateModule({ bank, gates }),
    createFeedbackModule({
      receipts: { settledReceipt, session: findSession },
      datanets: datanetActions,
    }),
    createAccountabilityModule({ bank, market: marketKeeper, models, datanets, datanetActions }),
  ];
}
