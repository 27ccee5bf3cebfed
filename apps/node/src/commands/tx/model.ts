import { smoothedRecipe, ORDER_MAX, WEIGHT_SUM } from "@openledger/ngram";
import { ANSWER_PASSAGES_MAX } from "@openledger/retrieval";
import type { Command } from "commander";
import type { ModelRecipe } from "../../cli/build-model.ts";
import { withSignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCount, parseId, parsePair } from "../../cli/parse-arguments.ts";
import { modelVersion, publishIntent, withPublishingFlags, type PublishingFlags } from "../../cli/publish-intent.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface PublishFlags extends PublishingFlags {
  readonly model: string;
  readonly manifest: string;
  readonly bases?: string;
  readonly kind: string;
  readonly order: string;
  readonly smoothing: string;
  readonly context: string;
  readonly upstreamModel?: string;
}

/** `tx publish`. */
export function registerModelTx(tx: Command): void {
  withPublishingFlags(withSignFlags(tx.command("publish").description("build a model from frozen versions and publish it")))
    .option("--model <id>", "model of which this is the next version; 0 makes a new one", "0")
    .requiredOption("--manifest <list>", "datanet@version:prior_bps, separated by commas, e.g. 1@1:2000")
    .option("--bases <list>", "versions that it was derived from, as model@version separated by commas; see also derive")
    .option("--kind <kind>", "retrieval: passages; ngram: an n-gram language model; external: an upstream that the host asks", "retrieval")
    .option("--order <count>", "ngram: tokens of its longest n-grams, 1 to 5", "5")
    .option("--smoothing <bps>", "ngram: share of 10,000 that each context passes on to the next shorter one", "300")
    .option("--context <count>", "external: passages of the manifest that the upstream is given with a question, 0 to 3", "3")
    .option("--upstream-model <name>", "external: the upstream's own name of its model")
    .action((flags: PublishFlags) => signAndReport(flags, (context) => publish(flags, context)));
}

async function publish(flags: PublishFlags, context: SigningContext): Promise<Intent> {
  const modelId = parseId(flags.model, "--model");
  const manifest = flags.manifest.split(",").map(manifestEntry);
  const named = (flags.bases ?? "").split(",").filter((text) => text !== "");
  const bases = await Promise.all(named.map((text) => modelVersion(context, parsePair(text.trim(), "@", "each of --bases"))));
  return publishIntent(flags, context, { modelId, recipe: recipeFlags(flags), manifest, bases });
}

function recipeFlags(flags: PublishFlags): ModelRecipe {
  const { kind, upstreamModel } = flags;
  if (kind === "retrieval") return { kind };
  if (kind === "ngram") {
    const order = parseCount(flags.order, "--order", 1, ORDER_MAX);
    return { kind, recipe: smoothedRecipe(order, parseCount(flags.smoothing, "--smoothing", 0, WEIGHT_SUM - 1)) };
  }
  if (kind !== "external") throw nodeError("CONFIG", `--kind is retrieval, ngram or external, not ${kind}`);
  if (upstreamModel === undefined) throw nodeError("CONFIG", "--kind external needs --upstream-model, e.g. llama3.2:3b");
  const contextPassages = parseCount(flags.context, "--context", 0, ANSWER_PASSAGES_MAX);
  return { kind, recipe: { contextPassages, upstreamModel } };
}

function manifestEntry(text: string): { datanetId: bigint; version: bigint; priorBps: number } {
  const match = /^(\d{1,20})@(\d{1,20}):(\d{1,5})$/.exec(text.trim());
  if (match === null) throw nodeError("CONFIG", `--manifest holds entries such as 1@1:2000, not ${text}`);
  const [, datanet = "", version = "", prior = ""] = match;
  return { datanetId: BigInt(datanet), version: BigInt(version), priorBps: parseCount(prior, "the prior", 0, 10_000) };
}
