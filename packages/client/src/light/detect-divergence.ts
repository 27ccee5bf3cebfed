import { headerHash, validatorsHash, type LightBlock } from "@openledger/comet";
import { equalBytes } from "@openledger/primitives";
import { LightError } from "./light-error.ts";
import type { LightProvider } from "./light-provider.ts";
import { askOf, type ProviderPool } from "./provider-pool.ts";
import { verifySkipping, type PathRules } from "./verify-path.ts";

/**
 * Compares the last block of a verified path with what each witness says (CometBFT's detector). A witness with another
 * header must be able to prove it: then two signed headers exist and LightError `conflicting-headers` carries both; a
 * witness that cannot is dropped. Without witnesses nothing is compared. Throws `no-witness-agrees` when there are some
 * and none has the same header.
 */
export async function detectDivergence(
  rules: PathRules,
  pool: ProviderPool,
  trace: readonly LightBlock[],
  witnessLagMs: number,
): Promise<void> {
  const witnesses = [...pool.witnesses()];
  const target = trace.at(-1);
  if (witnesses.length === 0 || target === undefined) return;
  const answers = await Promise.all(witnesses.map((witness) => judge(rules, witness, target, trace, witnessLagMs)));
  for (const [i, answer] of answers.entries()) {
    if (answer instanceof LightError) throw answer;
    const witness = witnesses[i];
    if (answer === "lied" && witness !== undefined) pool.dropWitness(witness);
  }
  // The root is trusted by its hash; that a witness cannot answer for it does no harm.
  if (trace.length > 1 && !answers.includes("agrees")) {
    const why = "no witness has the same header; name other witnesses, or wait until they have the block";
    throw new LightError("no-witness-agrees", `header ${target.header.height}: ${why}`);
  }
}

async function judge(
  rules: PathRules,
  witness: LightProvider,
  target: LightBlock,
  trace: readonly LightBlock[],
  witnessLagMs: number,
): Promise<"agrees" | "silent" | "lied" | LightError> {
  try {
    const block = await askTwice(witness, target.header.height, witnessLagMs);
    if (isSameHeader(rules, target, block)) return "agrees";
    if (trace.length > 1) return await examine(rules, witness, trace);
    const why = `${witness.name} has another header ${target.header.height} than the trusted one`;
    return new LightError("conflicting-headers", `${why}. Check the hash that you trust, or name another witness`);
  } catch (error) {
    if (error instanceof LightError) return error.isBenign ? "silent" : "lied";
    throw error;
  }
}

/** A witness may be a block behind: it is asked again once, a little later. */
async function askTwice(witness: LightProvider, height: bigint, lagMs: number): Promise<LightBlock> {
  try {
    return await askOf(witness, height);
  } catch (error) {
    if (!(error instanceof LightError) || error.code !== "height-too-high") throw error;
    await new Promise((resolve) => setTimeout(resolve, lagMs));
    return askOf(witness, height);
  }
}

/** Follows the verified path with the witness's blocks to the first one that differs, which the witness must prove. */
async function examine(rules: PathRules, witness: LightProvider, trace: readonly LightBlock[]): Promise<LightError> {
  let common = trace[0];
  for (const own of trace) {
    const theirs = await askOf(witness, own.header.height);
    if (isSameHeader(rules, own, theirs)) {
      common = own;
      continue;
    }
    if (common === undefined || own === trace[0]) break;
    await verifySkipping(rules, common, theirs, (height) => askOf(witness, height));
    return new LightError(
      "conflicting-headers",
      `header ${own.header.height} exists twice, both signed: ${witness.name} has another one. Trust neither, and ask others`,
      { evidence: { common, primary: own, witness: theirs, witnessName: witness.name } },
    );
  }
  throw new LightError("bad-block", `${witness.name} contradicts itself or the trusted header`);
}

function isSameHeader({ crypto: { sha256 } }: PathRules, a: LightBlock, b: LightBlock): boolean {
  if (!equalBytes(headerHash(sha256, a.header), headerHash(sha256, b.header))) return false;
  return equalBytes(b.header.validatorsHash, validatorsHash(sha256, b.validators));
}
