import type { Context } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";

/** What evidence needs of slashing. */
export interface EvidenceSlashing {
  hasKey(ctx: Context, consensusAddress: Uint8Array): boolean;
  isTombstoned(ctx: Context, consensusAddress: Uint8Array): boolean;
  punishDoubleSign(ctx: Context, validator: StakedValidator, power: bigint, infractionHeight: bigint, jailedUntil: bigint): void;
}

/** How old evidence may be: what is older in both blocks and time is ignored. */
export interface EvidenceAge {
  readonly blocks: bigint;
  readonly nanos: bigint;
}
