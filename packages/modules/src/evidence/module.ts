import { Equivocation } from "@openledger/messages/cosmos/evidence/v1beta1";
import type { Context, Module } from "@openledger/state-machine";
import type { StakingKeeper } from "../support/staking.ts";
import { evidenceErrors } from "./errors.ts";
import { handleMisbehavior } from "./equivocation.ts";
import type { EvidenceAge, EvidenceSlashing } from "./expected-keepers.ts";
import { exportEvidenceGenesis, initEvidenceGenesis } from "./genesis.ts";
import { submitEvidenceHandler } from "./handlers/submit-evidence.ts";
import { evidenceQueries } from "./queries.ts";
import { EVIDENCE_STORE } from "./state.ts";

export interface EvidenceModuleOptions {
  readonly staking: StakingKeeper;
  readonly slashing: EvidenceSlashing;
  /** What consensus says of it; 100,000 blocks and two days by default, as CometBFT's. */
  readonly age?: (ctx: Context) => EvidenceAge;
}

const defaultAge = (): EvidenceAge => ({ blocks: 100_000n, nanos: 172_800_000_000_000n });

/** Proven misbehaviour, under either source of the validator set. Its begin of block comes before that of staking. */
export function createEvidenceModule({ staking, slashing, age = defaultAge }: EvidenceModuleOptions): Module {
  return {
    name: "evidence",
    storeName: EVIDENCE_STORE,
    errors: evidenceErrors,
    messages: [submitEvidenceHandler],
    types: [Equivocation],
    queries: evidenceQueries,
    initGenesis: initEvidenceGenesis,
    exportGenesis: exportEvidenceGenesis,
    beginBlock(ctx) {
      for (const misbehavior of ctx.block.misbehavior ?? []) {
        handleMisbehavior({ staking, slashing, age: age(ctx) }, ctx, misbehavior);
      }
    },
  };
}
