// The model-based single-step cases of tendermint-rs, from the crate tendermint-light-client 0.41.0 (Apache-2.0), folder
// tests/support/model_based/single_step: testdata holds them by file name, without the fields that no verifier reads.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DEFAULT_TRUST_LEVEL, CometError, type LightBlock } from "@openledger/comet";
import { EncodingError } from "@openledger/primitives";
import { expect, test } from "vitest";
import { nanosFromRfc3339, signedHeaderFromJson, validatorSetFromJson } from "./comet-json.ts";
import { crypto } from "./light-chain.fixture.ts";
import { LightError } from "./light-error.ts";
import { verifyStep } from "./verify-path.ts";

interface SignedJson {
  readonly commit: { readonly signatures: readonly { readonly block_id_flag: number }[] | null };
}
interface ValidatorsJson {
  readonly validators: unknown;
}
interface BlockJson {
  readonly signed_header: SignedJson;
  readonly validator_set: ValidatorsJson;
}
interface SingleStep {
  readonly initial: {
    readonly signed_header: SignedJson;
    readonly next_validator_set: ValidatorsJson;
    readonly trusting_period: string;
  };
  readonly input: readonly {
    readonly block: BlockJson & { readonly next_validator_set: ValidatorsJson };
    readonly now: string;
    readonly verdict: string;
  }[];
}

function readCases(): readonly (readonly [name: string, SingleStep])[] {
  const url = new URL("testdata/tendermint-rs-single-step.json.gz", import.meta.url);
  return Object.entries(JSON.parse(gunzipSync(readFileSync(url)).toString()) as Record<string, SingleStep>);
}

/** The generator writes a commit without signatures as null, and times of its own for absent signatures. */
function blockOf(signed: SignedJson, set: ValidatorsJson): LightBlock {
  const signatures = (signed.commit.signatures ?? []).map((sig) =>
    sig.block_id_flag === 1 ? { ...sig, timestamp: "0001-01-01T00:00:00Z" } : sig,
  );
  const read = signedHeaderFromJson({ ...signed, commit: { ...signed.commit, signatures } });
  return { ...read, validators: validatorSetFromJson(crypto.sha256, set.validators ?? []) };
}

const VERDICTS: Readonly<Record<string, string>> = {
  "not-enough-trust": "NOT_ENOUGH_TRUST",
  // The model does not tell an expired header from an invalid one.
  expired: "INVALID",
  "invalid-header": "INVALID",
};

test("every verdict of the model-based single steps of tendermint-rs comes out", () => {
  const cases = readCases();
  const counts: Record<string, number> = {};
  for (const [file, { initial, input }] of cases) {
    let trusted = blockOf(initial.signed_header, initial.next_validator_set);
    for (const [step, { block, now, verdict }] of input.entries()) {
      const options = {
        ...{ trustingPeriod: BigInt(initial.trusting_period), maxClockDrift: 0n, trustLevel: DEFAULT_TRUST_LEVEL },
      };
      const rules = { crypto, options, now: nanosFromRfc3339(now) };
      const found = verdictOf(() => {
        const next = blockOf(block.signed_header, block.validator_set);
        verifyStep(rules, trusted, next);
        trusted = blockOf(block.signed_header, block.next_validator_set);
      });
      expect(`${file} ${step}: ${found}`).toBe(`${file} ${step}: ${verdict}`);
      counts[verdict] = (counts[verdict] ?? 0) + 1;
    }
  }
  expect(cases).toHaveLength(41);
  expect(counts).toEqual({ SUCCESS: 44, NOT_ENOUGH_TRUST: 42, INVALID: 13 });
});

function verdictOf(run: () => void): string {
  try {
    run();
    return "SUCCESS";
  } catch (error) {
    if (error instanceof LightError) return VERDICTS[error.code] ?? error.code;
    if (error instanceof CometError || error instanceof EncodingError) return "INVALID";
    throw error;
  }
}
