import type { receiptOwners, receipts, sessionLeaves, spans } from "../schema/attribution.ts";
import type { blocks, deadLetters, events, messages, txs } from "../schema/chain.ts";
import type { contributionMarks, contributions, datanets, datanetVersions, disputes, erasures, feedbacks, reviews } from "../schema/datanet.ts";
import type {
  correctedOwners,
  counterexamples,
  demands,
  offers,
  sessions,
  settlementCorrections,
  settlementOwners,
  settlements,
  settlementSplits,
  settlementVoids,
} from "../schema/market.ts";
import type { incidents } from "../schema/accountability.ts";
import type { proposalDeposits, votes } from "../schema/governance.ts";
import type { demandMinutes, gateMovements } from "../schema/gate.ts";
import type { ancestors, manifestEntries, models, modelVersions, royalties } from "../schema/model.ts";
import type { paramsChanges } from "../schema/params.ts";
import type { payouts, rewardClaims } from "../schema/rewards.ts";
import type { missedBlocks, signingInfos, slashes } from "../schema/stake.ts";
import type { ProposalState } from "./governance.ts";
import type { LedgerMove, SupplyMove } from "./ledger.ts";
import type { DelegationState, RedelegationState, UnbondingState, ValidatorState } from "./stake.ts";
import type { StateChange } from "./state-change.ts";

/** An account as a transaction's messages and events name it; `txIndex` is null for the block's own events. */
export interface AccountMention {
  readonly address: string;
  readonly height: bigint;
  readonly txIndex: number | null;
}

/** A receipt that an answer to a demand shows; the settlement that it belongs to knows the denom. */
export interface AnsweredReceipt {
  readonly receipt: Omit<typeof receipts.$inferInsert, "denom">;
  /** Leaf of the receipt in its session's log. */
  readonly leaf: Uint8Array;
  readonly owners: (typeof receiptOwners.$inferInsert)[];
  readonly spans: (typeof spans.$inferInsert)[];
}

export interface SettledPrior {
  readonly height: bigint;
  readonly eventIndex: number;
  readonly address: string;
  readonly denom: string;
  readonly amount: bigint;
  readonly datanetId: bigint;
}

/** Everything that one block adds to the index: new rows, and changes of rows that stand already. */
export interface BlockRows {
  readonly blocks: (typeof blocks.$inferInsert)[];
  readonly txs: (typeof txs.$inferInsert)[];
  readonly messages: (typeof messages.$inferInsert)[];
  readonly events: (typeof events.$inferInsert)[];
  readonly deadLetters: (typeof deadLetters.$inferInsert)[];
  readonly ledgerMoves: LedgerMove[];
  readonly supplyMoves: SupplyMove[];
  readonly validatorStates: ValidatorState[];
  readonly delegationStates: DelegationState[];
  readonly unbondingStates: UnbondingState[];
  readonly redelegationStates: RedelegationState[];
  readonly signingInfos: (typeof signingInfos.$inferInsert)[];
  readonly paramsChanges: (typeof paramsChanges.$inferInsert)[];
  readonly missedBlocks: (typeof missedBlocks.$inferInsert)[];
  readonly slashes: (typeof slashes.$inferInsert)[];
  readonly proposalStates: ProposalState[];
  readonly proposalDeposits: (typeof proposalDeposits.$inferInsert)[];
  readonly votes: (typeof votes.$inferInsert)[];
  readonly datanets: (typeof datanets.$inferInsert)[];
  readonly datanetVersions: (typeof datanetVersions.$inferInsert)[];
  readonly contributions: (typeof contributions.$inferInsert)[];
  readonly contributionMarks: (typeof contributionMarks.$inferInsert)[];
  readonly erasures: (typeof erasures.$inferInsert)[];
  readonly reviews: (typeof reviews.$inferInsert)[];
  readonly models: (typeof models.$inferInsert)[];
  readonly modelVersions: (typeof modelVersions.$inferInsert)[];
  readonly manifestEntries: (typeof manifestEntries.$inferInsert)[];
  readonly royalties: (typeof royalties.$inferInsert)[];
  readonly ancestors: (typeof ancestors.$inferInsert)[];
  readonly offers: (typeof offers.$inferInsert)[];
  readonly sessions: (typeof sessions.$inferInsert)[];
  readonly settlements: (typeof settlements.$inferInsert)[];
  readonly settlementOwners: (typeof settlementOwners.$inferInsert)[];
  readonly settlementSplits: (typeof settlementSplits.$inferInsert)[];
  readonly settlementCorrections: (typeof settlementCorrections.$inferInsert)[];
  readonly correctedOwners: (typeof correctedOwners.$inferInsert)[];
  readonly settlementVoids: (typeof settlementVoids.$inferInsert)[];
  readonly demands: (typeof demands.$inferInsert)[];
  readonly counterexamples: (typeof counterexamples.$inferInsert)[];
  readonly sessionLeaves: (typeof sessionLeaves.$inferInsert)[];
  readonly receipts: (typeof receipts.$inferInsert)[];
  readonly receiptOwners: (typeof receiptOwners.$inferInsert)[];
  readonly spans: (typeof spans.$inferInsert)[];
  readonly answers: AnsweredReceipt[];
  readonly payouts: (typeof payouts.$inferInsert)[];
  /** Income of the pools that was credited because a contribution changed hands or was struck. */
  readonly settledPriors: SettledPrior[];
  readonly incidents: (typeof incidents.$inferInsert)[];
  readonly disputes: (typeof disputes.$inferInsert)[];
  readonly feedbacks: (typeof feedbacks.$inferInsert)[];
  readonly rewardClaims: (typeof rewardClaims.$inferInsert)[];
  readonly gateMovements: (typeof gateMovements.$inferInsert)[];
  /** Added to the minute that the block lies in. */
  readonly demandFlows: (typeof demandMinutes.$inferInsert)[];
  readonly changes: StateChange[];
  readonly mentions: AccountMention[];
}

export function emptyBlockRows(): BlockRows {
  return {
    blocks: [],
    txs: [],
    messages: [],
    events: [],
    deadLetters: [],
    ledgerMoves: [],
    supplyMoves: [],
    validatorStates: [],
    delegationStates: [],
    unbondingStates: [],
    redelegationStates: [],
    signingInfos: [],
    paramsChanges: [],
    missedBlocks: [],
    slashes: [],
    proposalStates: [],
    proposalDeposits: [],
    votes: [],
    datanets: [],
    datanetVersions: [],
    contributions: [],
    contributionMarks: [],
    erasures: [],
    reviews: [],
    models: [],
    modelVersions: [],
    manifestEntries: [],
    royalties: [],
    ancestors: [],
    offers: [],
    sessions: [],
    settlements: [],
    settlementOwners: [],
    settlementSplits: [],
    settlementCorrections: [],
    correctedOwners: [],
    settlementVoids: [],
    demands: [],
    counterexamples: [],
    sessionLeaves: [],
    receipts: [],
    receiptOwners: [],
    spans: [],
    answers: [],
    payouts: [],
    settledPriors: [],
    incidents: [],
    disputes: [],
    feedbacks: [],
    rewardClaims: [],
    gateMovements: [],
    demandFlows: [],
    changes: [],
    mentions: [],
  };
}
