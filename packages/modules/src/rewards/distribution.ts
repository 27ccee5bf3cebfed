import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { FeeSource } from "./events.ts";

/** What an owner is given of the rows of one datanet. */
export interface OwnedAmount {
  readonly owner: string;
  readonly datanetId: bigint;
  readonly amount: bigint;
}

/** A fee that lies in `payer` and is to be divided. */
export interface Distribution {
  readonly source: FeeSource;
  /** Module account that holds the fee. */
  readonly payer: string;
  readonly fee: Coin;
  readonly host: string;
  readonly buyer: string;
  readonly model: ModelVersion;
  /** Owned amounts, at most the data part; none for an opening fee. */
  readonly owned: readonly OwnedAmount[];
  /** Units of the unowned data part that stay in the payer's account; 0 when absent. */
  readonly withheld?: bigint;
}

/** What was done with a fee: where it went, and in how many payouts, which is the work it made. */
export interface Distributed {
  readonly parts: DistributedParts;
  readonly payouts: number;
}

/** Where a fee went: units that sum to it, less what was withheld. Owned and priors are net of the curators' share; dust is in the treasury. */
export interface DistributedParts {
  readonly owned: bigint;
  readonly priors: bigint;
  readonly curators: bigint;
  readonly returned: bigint;
  readonly host: bigint;
  /** Publisher and royalties together. */
  readonly model: bigint;
  readonly stakers: bigint;
  readonly treasury: bigint;
  readonly burned: bigint;
}
