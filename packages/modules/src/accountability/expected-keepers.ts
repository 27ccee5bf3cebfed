import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { ReceiptInclusion, Session } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import type { StateReader } from "../support/reader.ts";

/** What accountability needs of the market. */
export interface MarketKeeper {
  /** The decided receipt that an inclusion shows; throws market's errors. */
  settledReceipt(
    ctx: Context,
    inclusion: ReceiptInclusion,
  ): { readonly session: Session; readonly receipt: Receipt; readonly index: bigint; readonly paid: boolean };
  /** An offer's host and version and the part of its bond that nothing locks, or undefined when it has ended. */
  freeBondOf(
    ctx: StateReader,
    offerId: bigint,
  ): { readonly host: string; readonly modelId: bigint; readonly modelVersion: bigint; readonly free: Coin } | undefined;
  payFromOfferBond(ctx: Context, bank: BankKeeper, offerId: bigint, receiver: Address, coin: Coin): void;
  /** Incidents that hold an offer's bond, or undefined when it has ended. */
  incidentsOf(ctx: StateReader, offerId: bigint): bigint | undefined;
  /** Holds the bond of an offer that is in state for one incident more, or one less, after which it may end. */
  countIncident(ctx: Context, bank: BankKeeper, offerId: bigint, change: 1n | -1n): void;
}

/** What accountability needs of models. */
export interface ModelKeeper {
  version(ctx: StateReader, modelId: bigint, version: bigint): ModelVersion | undefined;
  freezeVersion(ctx: Context, version: Pick<ModelVersion, "modelId" | "version">, incidentId: bigint): void;
}

/** What accountability needs of datanets. */
export interface DatanetKeeper {
  contribution(ctx: StateReader, datanetId: bigint, seq: bigint): Contribution | undefined;
  /** Whose a contribution is now: its contributor's, or of who won it last. */
  ownerOf(contribution: Contribution): string;
  /** The bond of a contribution while it is held. */
  heldBondOf(ctx: StateReader, datanetId: bigint, seq: bigint): Coin | undefined;
  payFromContributionBond(
    ctx: Context,
    bank: BankKeeper,
    paid: { readonly datanetId: bigint; readonly seq: bigint; readonly receiver: Address; readonly coin: Coin },
  ): void;
}

/** What accountability has done to contributions. */
export interface DatanetActions {
  /** Strikes an accepted contribution; true when it is struck, now or before, false for one that is not accepted. */
  strike(ctx: Context, datanetId: bigint, seq: bigint): boolean;
}

/** All that accountability needs of its neighbours. */
export interface Neighbours {
  readonly bank: BankKeeper;
  readonly market: MarketKeeper;
  readonly models: ModelKeeper;
  readonly datanets: DatanetKeeper;
  readonly datanetActions: DatanetActions;
}
