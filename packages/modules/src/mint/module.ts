import { Params } from "@openledger/messages/cosmos/mint/v1beta1";
import type { Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { beginMintBlock } from "./begin-block.ts";
import type { MintBank, MintStaking } from "./expected-keepers.ts";
import { exportMintGenesis, initMintGenesis } from "./genesis.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { mintQueries } from "./queries.ts";
import { MINT_STORE, mintParams } from "./state.ts";

export interface MintModuleOptions {
  readonly bank: MintBank;
  readonly staking: MintStaking;
}

/** New coins for those who stake. Its begin of block comes before that of distribution. */
export function createMintModule(options: MintModuleOptions): Module {
  return {
    name: "mint",
    storeName: MINT_STORE,
    errors: [],
    messages: [createUpdateParamsHandler(options.bank)],
    queries: mintQueries,
    initGenesis: initMintGenesis,
    exportGenesis: exportMintGenesis,
    beginBlock: (ctx) => beginMintBlock(options, ctx),
    report: reportOfParams("mint", mintParams.keyBytes, Params),
  };
}
