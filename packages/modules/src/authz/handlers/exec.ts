import { MsgExec, MsgExecResponse } from "@openledger/messages/cosmos/authz/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { Address } from "@openledger/primitives";
import {
  isOutOfGas,
  messageHandler,
  sdkErrors,
  TxError,
  type AnyMessageHandler,
  type ChainConfig,
  type Context,
  type Router,
} from "@openledger/state-machine";
import { timeNanos } from "../../support/expiry.ts";
import { protoText } from "../../support/proto-text.ts";
import { requireAddress, requirePlainAddress } from "../../support/sdk-address.ts";
import type { Authorizations } from "../authorizations.ts";
import { authorizationExpired, noAuthorizationFound, notOneSigner } from "../errors.ts";
import type { AuthzKeeper } from "../keeper.ts";

/** Most characters of a failed message that its error shows; each MsgExec around it adds as many. */
const SHOWN_MESSAGE_LENGTH = 500;

export interface ExecParts {
  readonly keeper: AuthzKeeper;
  readonly authorizations: Authorizations;
  readonly router: Router;
}

interface InnerMessage {
  readonly handler: AnyMessageHandler;
  readonly message: object;
}

/** MsgExec: the signer sends messages in the names of those who granted it. */
export function createExecHandler(parts: ExecParts): AnyMessageHandler {
  const { router } = parts;
  return messageHandler<MsgExec, MsgExecResponse>({
    codec: MsgExec,
    response: MsgExecResponse,
    aminoName: "cosmos-sdk/MsgExec",
    signers: ({ grantee }) => [grantee],
    // What the SDK refuses while it decodes; the rest of an inner message's checks waits for its execution.
    checkStateless: ({ msgs }) => void msgs.map((any) => unpack(router, any)),
    handle(ctx, { grantee: text, msgs }) {
      const grantee = requireAddress(ctx.chain, text, "grantee");
      if (msgs.length === 0) throw sdkErrors.invalidRequest("messages cannot be empty");
      const messages = msgs.map((any) => unpack(router, any));
      messages.forEach((inner, i) => checkInner(ctx.chain, inner, i));
      return { results: messages.map((inner, i) => dispatch(parts, ctx, grantee, inner, i)) };
    },
  });
}

function unpack(router: Router, any: Any): InnerMessage {
  const handler = router.message(any.typeUrl);
  if (handler === undefined) throw sdkErrors.txDecode(`unable to resolve type URL ${any.typeUrl.slice(0, 200)}`);
  return { handler, message: handler.codec.decodeLenient(any.value).message };
}

function checkInner(chain: ChainConfig, { handler, message }: InnerMessage, index: number): void {
  try {
    handler.checkStateless(message, chain);
  } catch (error) {
    throw wrapped(error, `msg ${index}`);
  }
}

function dispatch(parts: ExecParts, ctx: Context, grantee: Address, inner: InnerMessage, index: number): Uint8Array {
  const { handler, message } = inner;
  const [signer, ...others] = handler.signers(message);
  if (signer === undefined || others.length > 0) throw notOneSigner();
  const granter = requirePlainAddress(ctx.chain, signer);
  if (granter !== grantee) requireAuthorization(parts, ctx, granter, grantee, inner);
  try {
    return handler.response.toBytes(handler.handle(contextOf(ctx, index), message));
  } catch (error) {
    throw wrapped(error, `failed to execute message; message ${protoText(handler.codec, message, SHOWN_MESSAGE_LENGTH)}`);
  }
}

/** Events of a message inside say which of them it was. */
function contextOf(ctx: Context, index: number): Context {
  const attribute = { key: "authz_msg_index", value: String(index) };
  return { ...ctx, emit: ({ type, attributes }) => ctx.emit({ type, attributes: [...attributes, attribute] }) };
}

function requireAuthorization(parts: ExecParts, ctx: Context, granter: Address, grantee: Address, inner: InnerMessage): void {
  const { keeper, authorizations } = parts;
  const { typeUrl } = inner.handler.codec;
  const grant = keeper.find(ctx, granter, grantee, typeUrl);
  if (grant === undefined) {
    throw noAuthorizationFound(
      `failed to get grant with given granter: ${granter}, grantee: ${grantee} & msgType: ${typeUrl} `,
    );
  }
  if (grant.expiration !== undefined && timeNanos(grant.expiration) < ctx.block.time) throw authorizationExpired();
  if (grant.authorization === undefined) throw sdkErrors.invalidType("authorization is nil");
  const verdict = authorizations
    .kindOf(grant.authorization)
    .accept(ctx, grant.authorization.value, typeUrl, inner.message);
  if (verdict === "unchanged") return;
  if (verdict === "used-up") keeper.delete(ctx, granter, grantee, typeUrl);
  else keeper.update(ctx, granter, grantee, typeUrl, verdict);
}

function wrapped(error: unknown, text: string): unknown {
  if (!(error instanceof TxError) || isOutOfGas(error)) return error;
  return new TxError(error.codespace, error.code, `${text}: ${error.message}`);
}
