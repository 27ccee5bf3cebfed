import { QueryService } from "@openledger/messages/cosmos/mint/v1beta1";
import { toUtf8 } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { MINT_STORE, minter, mintParams } from "./state.ts";

/** All methods of cosmos.mint.v1beta1.Query. */
export const mintQueries: readonly AnyQueryHandler[] = [
  queryHandler({ ...QueryService.Params, handle: ({ store }) => ({ params: mintParams.require(store.store(MINT_STORE)) }) }),
  queryHandler({
    ...QueryService.Inflation,
    handle: ({ store }) => ({ inflation: toUtf8(minter.require(store.store(MINT_STORE)).inflation) }),
  }),
  queryHandler({
    ...QueryService.AnnualProvisions,
    handle: ({ store }) => ({ annualProvisions: toUtf8(minter.require(store.store(MINT_STORE)).annualProvisions) }),
  }),
];
