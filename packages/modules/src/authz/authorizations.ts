import { packAny } from "@openledger/messages";
import type { Any } from "@openledger/messages/google/protobuf";
import { assertDefined } from "@openledger/primitives";
import { sdkErrors } from "@openledger/state-machine";
import type { AuthorizationKind } from "../support/authorization.ts";

/** The kinds of authorization that a chain knows. */
export interface Authorizations {
  readonly kinds: readonly AuthorizationKind[];
  /** In its one encoding. Throws the SDK's decode error for an Any that holds something else than an authorization. */
  canonical(authorization: Any): Any;
  /** The kind of a stored authorization. */
  kindOf(authorization: Any): AuthorizationKind;
}

export function createAuthorizations(kinds: readonly AuthorizationKind[]): Authorizations {
  const find = ({ typeUrl }: Any): AuthorizationKind | undefined => kinds.find(({ codec }) => codec.typeUrl === typeUrl);
  return {
    kinds,
    canonical(authorization) {
      const kind = find(authorization);
      if (kind === undefined) {
        const typeUrl = authorization.typeUrl.slice(0, 200);
        throw sdkErrors.txDecode(`no concrete type registered for type URL ${typeUrl} against interface *authz.Authorization`);
      }
      return packAny(kind.codec, kind.codec.decodeLenient(authorization.value).message);
    },
    kindOf: (authorization) => assertDefined(find(authorization), "a stored authorization is of a known kind"),
  };
}
