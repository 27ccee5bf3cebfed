/** Runs what proposals propose, as the account of gov. */
import { codecOf, DecodeError, EncodeError, packAny } from "@openledger/messages";
import { MsgExecLegacyContent } from "@openledger/messages/cosmos/gov/v1";
import type { Any } from "@openledger/messages/google/protobuf";
import { EncodingError, InvariantViolation } from "@openledger/primitives";
import { isOutOfGas, sdkErrors, TxError, type AnyMessageHandler, type Context, type Event, type Router } from "@openledger/state-machine";
import { branchMultiStore } from "@openledger/store";
import { requirePlainAddress } from "../support/sdk-address.ts";
import { invalidProposalContent, invalidProposalMsg, invalidSigner, noProposalHandlerExists } from "./errors.ts";
import type { GovParts } from "./expected-keepers.ts";

interface Unpacked {
  readonly handler: AnyMessageHandler;
  readonly message: object;
}

/** What became of the messages of a passed proposal. */
export type Execution = { readonly events: readonly Event[] } | FailedExecution;

export interface FailedExecution {
  readonly reason: string;
  /** The message that failed. */
  readonly index: number;
  /** True where our own code is wrong and the message has tripped an assertion. */
  readonly isFault: boolean;
}

/** Faults of our code that follow from state and message alone. */
const FAULTS = [InvariantViolation, EncodeError, DecodeError, EncodingError] as const;

/**
 * The messages as a proposal stores them. Throws the SDK's errors for one that gov alone cannot sign, or that makes no
 * sense without state.
 */
export function requireProposable({ bank, router }: GovParts, ctx: Context, messages: readonly Any[]): readonly Any[] {
  return messages.map((any) => {
    const { handler, message } = unpack(router, any);
    checkMessage(ctx, handler, message);
    const signers = handler.signers(message).map((signer) => requirePlainAddress(ctx.chain, signer));
    if (signers.length !== 1) throw invalidSigner();
    if (signers[0] !== bank.moduleAddress(ctx, "gov")) throw invalidSigner(signers[0]);
    if (any.typeUrl === MsgExecLegacyContent.typeUrl) tryLegacyContent(ctx, handler, message);
    return packAny(handler.codec, message);
  });
}

function unpack(router: Router, any: Any): Unpacked {
  const handler = router.message(any.typeUrl);
  if (handler === undefined) throw sdkErrors.txDecode(`unable to resolve type URL ${any.typeUrl.slice(0, 200)}`);
  return { handler, message: handler.codec.decodeLenient(any.value).message };
}

function checkMessage(ctx: Context, handler: AnyMessageHandler, message: object): void {
  try {
    handler.checkStateless(message, ctx.chain);
  } catch (error) {
    const isUndecodable = error instanceof TxError && error.codespace === "sdk" && error.code === sdkErrors.txDecode.code;
    if (!(error instanceof TxError) || isUndecodable) throw error;
    throw invalidProposalMsg(error.message);
  }
}

/** Old contents run once when they are proposed, without effect, so that nobody votes on what must fail. */
function tryLegacyContent(ctx: Context, handler: AnyMessageHandler, message: object): void {
  try {
    handler.handle({ ...ctx, store: branchMultiStore(ctx.store), emit: () => undefined }, message);
  } catch (error) {
    if (!(error instanceof TxError) || isOutOfGas(error) || isOf(error, noProposalHandlerExists)) throw error;
    throw invalidProposalContent(error.message);
  }
}

function isOf({ codespace, code }: TxError, definition: { readonly codespace: string; readonly code: number }): boolean {
  return codespace === definition.codespace && code === definition.code;
}

/**
 * Runs all messages, or none of them when one fails. A fault of our own code fails the proposal as well, as in the SDK: no
 * block could ever come after one that cannot end. Every node has it alike, because it follows from state and message.
 * Whatever may befall a single node, such as a full stack or disk, passes through and stops that node.
 */
export function executeMessages(parts: GovParts, ctx: Context, messages: readonly Any[]): Execution {
  const store = branchMultiStore(ctx.store);
  const events: Event[] = [];
  const inner: Context = { ...ctx, store, emit: (event) => void events.push(event) };
  for (const [index, any] of messages.entries()) {
    try {
      const { handler, message } = unpack(parts.router, any);
      handler.handle(inner, message);
    } catch (error) {
      return failureOf(error, any, index);
    }
  }
  store.write();
  return { events };
}

function failureOf(error: unknown, { typeUrl }: Any, index: number): FailedExecution {
  if (error instanceof TxError) return { reason: error.message, index, isFault: false };
  const fault = FAULTS.map((kind) => (error instanceof kind ? error : undefined)).find((found) => found !== undefined);
  if (fault === undefined) throw error;
  return { reason: `handling x/gov proposal msg [${typeUrl}] PANICKED: ${fault.name}: ${fault.message}`, index, isFault: true };
}

/** The content in an Any. Throws the SDK's error for bytes that its type does not hold. */
export function decodeContent(router: Router, any: Any): object {
  try {
    return codecOf(router.types, any).decodeLenient(any.value).message;
  } catch (error) {
    if (error instanceof DecodeError) throw sdkErrors.txDecode(error.message);
    throw error;
  }
}
