import { MsgGrant, MsgGrantResponse } from "@openledger/messages/cosmos/authz/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler, type Router } from "@openledger/state-machine";
import { isTimestamp } from "../../support/expiry.ts";
import { requireAddress } from "../../support/sdk-address.ts";
import type { Authorizations } from "../authorizations.ts";
import { granteeIsGranter } from "../errors.ts";
import type { AccountsKeeper, BlockedKeeper } from "../expected-keepers.ts";
import type { AuthzKeeper } from "../keeper.ts";

export interface GrantParts {
  readonly keeper: AuthzKeeper;
  readonly authorizations: Authorizations;
  readonly accounts: AccountsKeeper;
  readonly bank: BlockedKeeper;
  readonly router: Router;
}

/** MsgGrant: another account may send certain messages in the signer's name. */
export function createGrantHandler({ keeper, authorizations, accounts, bank, router }: GrantParts): AnyMessageHandler {
  return messageHandler<MsgGrant, MsgGrantResponse>({
    codec: MsgGrant,
    response: MsgGrantResponse,
    aminoName: "cosmos-sdk/MsgGrant",
    signers: ({ granter }) => [granter],
    checkStateless({ grant }) {
      if (grant?.authorization !== undefined) authorizations.canonical(grant.authorization);
      if (grant?.expiration !== undefined && !isTimestamp(grant.expiration)) {
        throw sdkErrors.txDecode("timestamp: the expiration does not lie in the years 1 to 9999");
      }
    },
    handle(ctx, { granter, grantee, grant }) {
      if (grantee.toLowerCase() === granter.toLowerCase()) throw granteeIsGranter();
      const to = requireAddress(ctx.chain, grantee, "grantee");
      const from = requireAddress(ctx.chain, granter, "granter");
      if (grant?.authorization === undefined) throw sdkErrors.invalidType("authorization is nil");
      const authorization = authorizations.canonical(grant.authorization);
      const kind = authorizations.kindOf(authorization);
      kind.check(authorization.value);
      if (!accounts.hasAccount(ctx, to)) {
        if (bank.isBlocked(ctx, to)) throw sdkErrors.unauthorized(`${to} is not allowed to receive funds`);
        accounts.createAccount(ctx, to);
      }
      const typeUrl = kind.permits(authorization.value);
      if (router.message(typeUrl) === undefined) throw sdkErrors.invalidType(`${typeUrl.slice(0, 200)} doesn't exist.`);
      keeper.save(ctx, from, to, typeUrl, { authorization, expiration: grant.expiration });
      return {};
    },
  });
}
