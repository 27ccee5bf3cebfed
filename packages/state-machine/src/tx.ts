/** Turns the bytes of a transaction into messages with their handlers, as x/auth/tx/decoder.go does. */
import {
  DecodeError,
  decodeAuthInfo,
  decodeTxBody,
  decodeTxRaw,
  type DecodedTxBody,
  type TypeRegistry,
} from "@openledger/messages";
import { Fee, type AuthInfo, type TxBody, type TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressFromBytes, addressToBytes, assertDefined, EncodingError, type Address } from "@openledger/primitives";
import type { ChainConfig } from "./context.ts";
import type { AnyMessageHandler } from "./module.ts";
import type { Router } from "./router.ts";
import { sdkErrors, unregisteredError } from "./sdk-errors.ts";
import type { TxError } from "./tx-error.ts";

/** One message of a transaction and who executes it. */
export interface RoutedMessage {
  readonly handler: AnyMessageHandler;
  readonly message: object;
}

/** A decoded transaction whose signers are known. */
export interface DecodedTx {
  /** Length of the whole transaction in bytes. */
  readonly size: number;
  readonly raw: TxRaw;
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
  readonly fee: Fee;
  readonly messages: readonly RoutedMessage[];
  /** Everything that an Any inside may hold. */
  readonly types: TypeRegistry;
  /** Non-critical unknown fields were passed over, which amino JSON does not cover. */
  readonly sawUnknownField: boolean;
  /** Everyone who must sign, in order: signers of the messages, then the fee payer. Empty for an unsigned one alone. */
  readonly signers: readonly Address[];
  /** The address of zeros for an unsigned one, which has no fee. */
  readonly feePayer: Address;
  /** Its one message needs no signature: see {@link AnyMessageHandler.isUnsigned}. */
  readonly isUnsigned: boolean;
}

/** Bounds that a transaction meets before anything of it is looked at. */
export interface TxLimits {
  readonly maxTxBytes: bigint;
  readonly maxTxMessages: bigint;
}

/** Decodes, routes and checks each message without state. Throws the SDK's errors as {@link TxError}. */
export function decodeTx(bytes: Uint8Array, router: Router, chain: ChainConfig, limits: TxLimits): DecodedTx {
  if (BigInt(bytes.length) > limits.maxTxBytes) {
    throw sdkErrors.txTooLarge(`the transaction has ${bytes.length} bytes, at most ${limits.maxTxBytes} are accepted`);
  }
  const { raw, authInfo, decoded } = decodeLayers(bytes, router);
  if (decoded.messages.length === 0) throw sdkErrors.invalidRequest("must contain at least one message");
  if (BigInt(decoded.messages.length) > limits.maxTxMessages) {
    throw sdkErrors.invalidRequest(
      `the transaction has ${decoded.messages.length} messages, at most ${limits.maxTxMessages} are accepted`,
    );
  }
  const messages = decoded.messages.map(({ typeUrl, message }) => ({ handler: routeOf(router, typeUrl), message }));
  const fee = authInfo.fee ?? Fee.create();
  const isUnsigned = messages.some(({ handler }) => handler.isUnsigned === true);
  if (isUnsigned) requireBare({ raw, authInfo, decoded });
  const signers = isUnsigned ? [] : signersOf(messages, fee, chain);
  for (const { handler, message } of messages) handler.checkStateless(message, chain);
  const feePayer = isUnsigned
    ? addressFromBytes(chain.bech32Prefix, new Uint8Array(20))
    : fee.payer === "" ? assertDefined(signers[0], "a transaction has a signer") : checkedAddress(chain, fee.payer);
  return {
    size: bytes.length,
    raw,
    body: decoded.body,
    authInfo,
    fee,
    messages,
    types: router.types,
    sawUnknownField: decoded.sawUnknownField,
    signers,
    feePayer,
    isUnsigned,
  };
}

interface Layers {
  readonly raw: TxRaw;
  readonly authInfo: AuthInfo;
  readonly decoded: DecodedTxBody;
}

/** Nothing stands beside a message that nobody signs: whatever did, anyone could change. */
function requireBare({ raw, authInfo, decoded: { body, messages } }: Layers): void {
  const isBareBody = body.memo === "" && body.timeoutHeight === 0n && body.extensionOptions.length + body.nonCriticalExtensionOptions.length === 0;
  const { amount = [], gasLimit = 0n, payer = "", granter = "" } = authInfo.fee ?? {};
  const isFree = amount.length === 0 && gasLimit === 0n && payer === "" && granter === "" && authInfo.tip === undefined;
  const isBare = raw.signatures.length === 0 && authInfo.signerInfos.length === 0 && isBareBody && isFree;
  if (messages.length === 1 && isBare) return;
  throw sdkErrors.invalidRequest("a message that nobody signs stands alone in its transaction, without signatures, fee and memo");
}

function decodeLayers(bytes: Uint8Array, router: Router): Layers {
  try {
    const raw = decodeTxRaw(bytes);
    const decoded = decodeTxBody(raw.bodyBytes, router.types);
    return { raw, decoded, authInfo: decodeAuthInfo(raw.authInfoBytes, router.types) };
  } catch (error) {
    if (error instanceof DecodeError) throw decodeFailure(error);
    throw error;
  }
}

/** As x/tx of the SDK names them, by number. */
const WIRE_TYPES = ["varint", "fixed64", "bytes", "start_group", "end_group", "fixed32"] as const;

/** Go packages of the SDK's messages that are not called `types`. */
const GO_PACKAGES: ReadonlyMap<string, string> = new Map([
  ["cosmos.authz.v1beta1", "authz"],
  ["cosmos.feegrant.v1beta1", "feegrant"],
  ["cosmos.gov.v1", "v1"],
  ["cosmos.gov.v1beta1", "v1beta1"],
  ["cosmos.tx.signing.v1beta1", "signing"],
  ["cosmos.tx.v1beta1", "tx"],
]);

function decodeFailure(error: DecodeError): TxError {
  if (error.code === "unknown-field") {
    const dot = error.type.lastIndexOf(".");
    const goType = `${GO_PACKAGES.get(error.type.slice(0, dot)) ?? "types"}.${error.type.slice(dot + 1)}`;
    const wireType = WIRE_TYPES[error.wireType ?? 0] ?? `unknown type: ${error.wireType ?? 0}`;
    return sdkErrors.txDecode(`errUnknownField "*${goType}": {TagNum: ${error.tag ?? 0}, WireType:"${wireType}"}`);
  }
  return sdkErrors.txDecode(error.message.replace(/^google\.protobuf\.Any: /, ""));
}

function routeOf(router: Router, typeUrl: string): AnyMessageHandler {
  const handler = router.message(typeUrl);
  if (handler === undefined) throw sdkErrors.unknownRequest(`no message handler found for ${typeUrl}`);
  return handler;
}

function signersOf(messages: readonly RoutedMessage[], fee: Fee, chain: ChainConfig): readonly Address[] {
  const named = messages.flatMap(({ handler, message }) => handler.signers(message));
  if (fee.payer !== "") named.push(fee.payer);
  const signers = new Set<Address>();
  for (const signer of named) signers.add(checkedAddress(chain, signer));
  if (signers.size === 0) throw sdkErrors.noSignatures();
  return [...signers];
}

/** Bech32 also has an upper-case form; the lower-case one is the identity. */
function checkedAddress(chain: ChainConfig, text: string): Address {
  try {
    return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
  } catch (error) {
    if (error instanceof EncodingError) throw unregisteredError(error.message);
    throw error;
  }
}
