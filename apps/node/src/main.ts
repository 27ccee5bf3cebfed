#!/usr/bin/env node
import { BuyerError } from "@openledger/buyer";
import { ClientError, LightError, ProofError } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { ChainHalt } from "@openledger/state-machine";
import { createProgram } from "./program.ts";
import { requireNodeVersion } from "./require-node-version.ts";

/** Failures of the outside world, and a stop that the chain decided. */
const EXPECTED = [OperationalError, ChainHalt, ClientError, BuyerError, LightError, ProofError] as const;

try {
  requireNodeVersion();
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = 1;
  if (process.connected) process.disconnect?.();
  process.stderr.write(`openledgerd: ${explain(error)}\n`);
}

/** What the outside world did is a sentence for the person at the terminal; anything else is a defect and needs its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  return isExpected ? error.message : (error.stack ?? error.message);
}
