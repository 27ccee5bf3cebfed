import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address, Crypto, Gas, Height, UnixNanos } from "@openledger/primitives";
import type { MultiStore, MultiStoreReader } from "@openledger/store";
import type { ValidatorUpdate } from "./app.ts";
import type { Event } from "./event.ts";

/** What distinguishes one chain from another that runs the same binary; fixed at genesis. */
export interface ChainConfig {
  readonly chainId: string;
  /** Prefix of account addresses, for example `open`. */
  readonly bech32Prefix: string;
  /** Denom of fees, bonds and burns, for example `uopen`. */
  readonly baseDenom: string;
}

/** Whether a validator of the block before signed it. */
export interface VoteInfo {
  /** 20 bytes of the validator's consensus address. */
  readonly address: Uint8Array;
  readonly power: bigint;
  /** False when the last commit has no vote of this validator; a vote for nil counts as signed. */
  readonly signed: boolean;
}

/** Proven misbehaviour of a validator, as consensus reports it. */
export interface Misbehavior {
  readonly kind: "duplicate-vote" | "light-client-attack";
  readonly address: Uint8Array;
  /** Power when it misbehaved. */
  readonly power: bigint;
  readonly height: Height;
  readonly time: UnixNanos;
}

/** The block that is being executed. */
export interface BlockInfo {
  readonly height: Height;
  /** Header time. */
  readonly time: UnixNanos;
  /** 20 bytes of the proposer's consensus address. */
  readonly proposer: Uint8Array;
  /** Votes on the block before, in the order of the validator set; absent where nobody votes. */
  readonly votes?: readonly VoteInfo[] | undefined;
  readonly misbehavior?: readonly Misbehavior[] | undefined;
  /** Only where the transactions of a genesis file run, before the first block. */
  readonly isGenesis?: true;
  /** What genesis says of consensus; only where `isGenesis`. */
  readonly genesis?: { readonly initialHeight: Height; readonly validators: readonly ValidatorUpdate[] };
}

/** Counts gas; running past the limit throws the SDK's out-of-gas error. */
export interface GasMeter {
  consume(amount: bigint, location: string): void;
  readonly consumed: Gas;
  /** 0 means without limit. */
  readonly limit: Gas;
}

/** What one message cost whoever paid the transaction's fee. */
export interface MessageFee {
  /** Address that paid. */
  readonly payer: Address;
  /** The transaction's fee in equal parts, rounded down; positive amounts only. */
  readonly coins: readonly Coin[];
}

/** What a query may use: it cannot write. */
export interface QueryContext {
  readonly chain: ChainConfig;
  readonly crypto: Crypto;
  /** Height and time of the version that is read. */
  readonly height: Height;
  readonly time: UnixNanos;
  readonly store: MultiStoreReader;
}

/** What a handler may use. `store` meters gas and is discarded as a whole when the transaction fails. */
export interface Context {
  readonly chain: ChainConfig;
  readonly crypto: Crypto;
  readonly block: BlockInfo;
  readonly store: MultiStore;
  readonly gas: GasMeter;
  /**
   * The state before the transaction, read without gas: for what every movement asks whatever it moves, so that its gas
   * stays the SDK's. Absent where nothing is metered.
   */
  readonly before?: MultiStoreReader;
  /** Absent outside of messages, as at the end of a block. */
  readonly fee?: MessageFee;
  emit(event: Event): void;
}
