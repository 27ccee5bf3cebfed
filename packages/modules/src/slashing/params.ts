import type { Params } from "@openledger/messages/cosmos/slashing/v1beta1";
import { assertDefined, decMulInt, decRoundInt, decText, DEC_ONE, DEC_ZERO, fromUtf8, parseDecAtomics, toUtf8, type Dec } from "@openledger/primitives";
import { unregisteredError, type Context, type QueryContext } from "@openledger/state-machine";
import { positiveDurationProblem } from "../support/durations.ts";
import { durationNanos } from "../support/timestamps.ts";
import { SLASHING_STORE, slashingParams } from "./state.ts";

/** A window of 100 blocks, half of them signed, ten minutes of jail, 5 % for a double sign, 1 % for downtime. */
export const defaultSlashingParams: Params = {
  signedBlocksWindow: 100n,
  minSignedPerWindow: toUtf8("500000000000000000"),
  downtimeJailDuration: { seconds: 600n, nanos: 0 },
  slashFractionDoubleSign: toUtf8("50000000000000000"),
  slashFractionDowntime: toUtf8("10000000000000000"),
};

/** Parameters with their numbers read. */
export interface SlashingLimits {
  readonly window: bigint;
  /** Blocks of the window that may be missed. */
  readonly maxMissed: bigint;
  readonly jailNanos: bigint;
  readonly doubleSignFraction: Dec;
  readonly downtimeFraction: Dec;
}

export function slashingLimits(ctx: Context | QueryContext): SlashingLimits {
  const params = slashingParams.require(ctx.store.store(SLASHING_STORE));
  const window = params.signedBlocksWindow;
  return {
    window,
    maxMissed: window - decRoundInt(decMulInt(fraction(params.minSignedPerWindow), window)),
    jailNanos: durationNanos(params.downtimeJailDuration),
    doubleSignFraction: fraction(params.slashFractionDoubleSign),
    downtimeFraction: fraction(params.slashFractionDowntime),
  };
}

function fraction(bytes: Uint8Array): Dec {
  return assertDefined(parsedFraction(bytes), "a stored fraction is a decimal");
}

function parsedFraction(bytes: Uint8Array): Dec | undefined {
  // Digits alone are valid UTF-8, and only they are a decimal.
  return bytes.every((byte) => byte < 0x80) ? parseDecAtomics(fromUtf8(bytes)) : undefined;
}

/** Throws the SDK's errors, which have no code of their own. */
export function checkSlashingParams(params: Params): void {
  const { signedBlocksWindow, downtimeJailDuration } = params;
  if (signedBlocksWindow <= 0n) throw unregisteredError(`signed blocks window must be positive: ${signedBlocksWindow}`);
  checkFraction(params.minSignedPerWindow, "min signed per window");
  const problem = positiveDurationProblem(downtimeJailDuration, "downtime jail duration");
  if (problem !== undefined) throw unregisteredError(problem);
  checkFraction(params.slashFractionDoubleSign, "double sign slash fraction");
  checkFraction(params.slashFractionDowntime, "downtime slash fraction");
}

function checkFraction(bytes: Uint8Array, what: string): void {
  const value = bytes.length === 0 ? undefined : parsedFraction(bytes);
  if (value === undefined) throw unregisteredError(`${what} must be a decimal number`);
  if (value < DEC_ZERO) throw unregisteredError(`${what} cannot be negative: ${decText(value)}`);
  if (value > DEC_ONE) throw unregisteredError(`${what} too large: ${decText(value)}`);
}
