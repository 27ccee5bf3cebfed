import type { MessageCodec } from "@openledger/messages";
import type { Any } from "@openledger/messages/google/protobuf";
import type { Context } from "@openledger/state-machine";

/** What an authorization says to a message: pass and stay as it is, pass and be used up, or pass and become another. */
export type Verdict = "unchanged" | "used-up" | Any;

/** One kind of x/authz authorization. `value` is the canonical encoding of its message. */
export interface AuthorizationKind {
  readonly codec: MessageCodec<object>;
  /** Type URL of the messages that it permits. Throws a TxError where it names none. */
  permits(value: Uint8Array): string;
  /** Throws a TxError for an authorization that makes no sense. */
  check(value: Uint8Array): void;
  /** Throws a TxError where it does not permit the message, whose type URL it permits. */
  accept(ctx: Context, value: Uint8Array, typeUrl: string, message: object): Verdict;
}

/** Gas of one entry of a list that an authorization searches: the SDK's number. */
export const GAS_PER_ENTRY = 10n;
