import type { Params } from "@openledger/messages/cosmos/mint/v1beta1";
import { decAtomics, decText, decWithPrecision, DEC_ONE, DEC_ZERO, type Dec } from "@openledger/primitives";
import { isDenom, unregisteredError } from "@openledger/state-machine";
import { readDecText } from "../support/number-texts.ts";

/** No inflation, and a block every five seconds; what the SDK aims at, 67 % bonded, counts once there is inflation. */
export function defaultMintParams(mintDenom: string): Params {
  return {
    mintDenom,
    inflationRateChange: "0",
    inflationMax: "0",
    inflationMin: "0",
    goalBonded: decAtomics(decWithPrecision(67n, 2)),
    blocksPerYear: 6_311_520n,
  };
}

/** Parameters with their numbers read. */
export interface MintLimits {
  readonly mintDenom: string;
  readonly rateChange: Dec;
  readonly max: Dec;
  readonly min: Dec;
  readonly goalBonded: Dec;
  readonly blocksPerYear: bigint;
}

export function mintLimits(params: Params): MintLimits {
  return {
    mintDenom: params.mintDenom,
    rateChange: readDecText(params.inflationRateChange),
    max: readDecText(params.inflationMax),
    min: readDecText(params.inflationMin),
    goalBonded: readDecText(params.goalBonded),
    blocksPerYear: params.blocksPerYear,
  };
}

/** Throws the SDK's errors, which have no code of their own. */
export function checkMintParams(params: Params): void {
  const { mintDenom, goalBonded, max, min, blocksPerYear } = mintLimits(params);
  if (mintDenom.trim() === "") throw unregisteredError("mint denom cannot be blank");
  if (!isDenom(mintDenom)) throw unregisteredError(`invalid denom: ${mintDenom.slice(0, 200)}`);
  checkRate(params.inflationRateChange, "inflation rate change");
  checkRate(params.inflationMax, "max inflation");
  checkRate(params.inflationMin, "min inflation");
  checkRate(params.goalBonded, "goal bonded");
  if (goalBonded === DEC_ZERO) throw unregisteredError(`goal bonded must be positive: ${decText(goalBonded)}`);
  if (blocksPerYear === 0n) throw unregisteredError(`blocks per year must be positive: ${blocksPerYear}`);
  if (max < min) {
    const text = `max inflation (${decText(max)}) must be greater than or equal to min inflation (${decText(min)})`;
    throw unregisteredError(text);
  }
}

function checkRate(text: string, what: string): void {
  if (text === "") throw unregisteredError(`${what} cannot be nil: <nil>`);
  const value = readDecText(text);
  if (value < DEC_ZERO) {
    throw unregisteredError(`${what} ${what === "goal bonded" ? "must be positive" : "cannot be negative"}: ${decText(value)}`);
  }
  if (value > DEC_ONE) throw unregisteredError(`${what} too large: ${decText(value)}`);
}
