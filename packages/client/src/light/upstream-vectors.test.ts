// The light client cases of tendermint-rs (crate tendermint-light-client, folder tests/support), which are not part of
// this repository: LIGHT_CLIENT_TESTDATA names that folder, or it lies beside the checkout.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DEFAULT_TRUST_LEVEL, CometError, type LightBlock } from "@openledger/comet";
import { EncodingError } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { nanosFromRfc3339, signedHeaderFromJson, validatorSetFromJson } from "./comet-json.ts";
import { crypto } from "./light-chain.fixture.ts";
import { LightError } from "./light-error.ts";
import { verifyStep } from "./verify-path.ts";

const VECTORS =
  process.env["LIGHT_CLIENT_TESTDATA"] ??
  fileURLToPath(new URL("../../../../../shared/data/vectors/light-client", import.meta.url));
const withoutVectors = !existsSync(VECTORS);
if (withoutVectors) process.stderr.write(`skipped: no light client vectors at ${VECTORS} (LIGHT_CLIENT_TESTDATA)\n`);

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

function filesOf(folder: string): string[] {
  if (withoutVectors) return [];
  return readdirSync(`${VECTORS}/${folder}`).filter((name) => name.endsWith(".json")).sort((a, b) => (a < b ? -1 : 1));
}

function readCase<T>(path: string): T {
  return JSON.parse(readFileSync(`${VECTORS}/${path}`, "utf8")) as T;
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

describe("single steps (set LIGHT_CLIENT_TESTDATA to tests/support of tendermint-light-client)", () => {
  test.skipIf(withoutVectors)("every verdict of the model-based cases comes out", () => {
    const files = filesOf("model_based/single_step");
    const counts: Record<string, number> = {};
    for (const file of files) {
      const { initial, input } = readCase<SingleStep>(`model_based/single_step/${file}`);
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
    expect(files).toHaveLength(41);
    expect(counts).toEqual({ SUCCESS: 44, NOT_ENOUGH_TRUST: 42, INVALID: 13 });
  });
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
