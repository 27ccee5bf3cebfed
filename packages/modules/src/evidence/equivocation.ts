import { packAny } from "@openledger/messages";
import { Equivocation } from "@openledger/messages/cosmos/evidence/v1beta1";
import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Sha256 } from "@openledger/primitives";
import type { Context, Misbehavior } from "@openledger/state-machine";
import type { StakingKeeper } from "../support/staking.ts";
import { timestampOf } from "../support/timestamps.ts";
import { consensusText } from "../support/validator-addresses.ts";
import type { EvidenceAge, EvidenceSlashing } from "./expected-keepers.ts";
import { evidences, EVIDENCE_STORE } from "./state.ts";

/** The end of the year 9999: the SDK's end of jail for a double sign. */
const FOREVER_SECONDS = 253_402_300_799n;
const NANOS_PER_SECOND = 1_000_000_000n;

export function hashOf(sha256: Sha256, equivocation: Equivocation): Uint8Array {
  return sha256(Equivocation.toBytes(equivocation));
}

/** Punishes a validator that signed twice, once; evidence that is too old or about nobody bonded is ignored. */
export function handleMisbehavior(
  { staking, slashing, age }: { readonly staking: StakingKeeper; readonly slashing: EvidenceSlashing; readonly age: EvidenceAge },
  ctx: Context,
  { address, height, power, time }: Misbehavior,
): void {
  const validator = staking.validatorByConsAddr(ctx, address);
  if (validator === undefined || validator.status === BondStatus.BOND_STATUS_UNBONDED) return;
  if (!slashing.hasKey(ctx, address)) return;
  if (ctx.block.time - time > age.nanos && ctx.block.height - height > age.blocks) return;
  if (slashing.isTombstoned(ctx, address)) return;
  slashing.punishDoubleSign(ctx, validator, power, height, FOREVER_SECONDS * NANOS_PER_SECOND);
  const equivocation: Equivocation = { height, power, time: timestampOf(time), consensusAddress: consensusText(ctx.chain, address) };
  evidences.set(ctx.store.store(EVIDENCE_STORE), hashOf(ctx.crypto.sha256, equivocation), packAny(Equivocation, equivocation));
}
