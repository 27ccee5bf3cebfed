import { QueryService, ValidatorSigningInfo } from "@openledger/messages/cosmos/slashing/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { QueryError, queryHandler, queryInvalid, queryNotFound, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { consensusBytes } from "../support/validator-addresses.ts";
import { SLASHING_STORE, signingInfos, slashingParams } from "./state.ts";

/** All methods of cosmos.slashing.v1beta1.Query. */
export const slashingQueries: readonly AnyQueryHandler[] = [
  queryHandler({ ...QueryService.Params, handle: (ctx) => ({ params: slashingParams.require(ctx.store.store(SLASHING_STORE)) }) }),
  queryHandler({
    ...QueryService.SigningInfo,
    handle(ctx, { consAddress }) {
      const info = signingInfos.get(ctx.store.store(SLASHING_STORE), addressBytes(ctx, consAddress));
      if (info === undefined) throw queryNotFound(`SigningInfo not found for validator ${consAddress}`);
      return { valSigningInfo: info };
    },
  }),
  queryHandler({
    ...QueryService.SigningInfos,
    handle(ctx, { pagination }) {
      const page = paginate(ctx.store.store(SLASHING_STORE), Uint8Array.of(0x01), pagination, (value) => ValidatorSigningInfo.fromBytes(value));
      return { info: page.items, pagination: page.pagination };
    },
  }),
];

function addressBytes({ chain }: QueryContext, text: string): Uint8Array {
  if (text === "") throw queryInvalid("invalid request");
  try {
    return consensusBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError("Unknown", error.message);
    throw error;
  }
}
