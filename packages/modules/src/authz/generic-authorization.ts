import type { MessageCodec } from "@openledger/messages";
import { GenericAuthorization } from "@openledger/messages/cosmos/authz/v1beta1";
import { unregisteredError } from "@openledger/state-machine";
import type { AuthorizationKind } from "../support/authorization.ts";

/** Permits every message of one type. */
export const genericAuthorization: AuthorizationKind = {
  codec: GenericAuthorization as MessageCodec<object>,
  permits: (value) => GenericAuthorization.fromBytes(value).msg,
  check(value) {
    if (GenericAuthorization.fromBytes(value).msg === "") throw unregisteredError("msg type cannot be empty");
  },
  accept: () => "unchanged",
};
