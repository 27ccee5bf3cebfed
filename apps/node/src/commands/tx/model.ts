import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { toHex, type Sha256 } from "@openledger/primitives";
import * as ngram from "@openledger/ngram";
import * as retrieval from "@openledger/retrieval";
import type { Command } from "commander";
import { keyringOf, withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCount, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface PublishFlags extends SignFlags {
  readonly name: string;
  readonly model: string;
  readonly manifest: string;
  readonly kind: string;
  readonly order: string;
  readonly smoothing: string;
  readonly context: string;
  readonly upstreamModel?: string;
  readonly steward?: string;
  readonly approver?: string;
}

/** `tx publish`. */
export function registerModelTx(tx: Command): void {
  withSignFlags(tx.command("publish").description("build a model from frozen versions and publish it"))
    .requiredOption("--name <text>", "name of the model")
    .option("--model <id>", "model of which this is the next version; 0 makes a new one", "0")
    .requiredOption("--manifest <list>", "datanet@version:prior_bps, separated by commas, e.g. 1@1:2000")
    .option("--kind <kind>", "retrieval: passages; ngram: an n-gram language model; external: an upstream that the host asks", "retrieval")
    .option("--order <count>", "ngram: tokens of its longest n-grams, 1 to 5", "5")
    .option("--smoothing <bps>", "ngram: share of 10,000 that each context passes on to the next shorter one", "300")
    .option("--context <count>", "external: passages of the manifest that the upstream is given with a question, 0 to 3", "3")
    .option("--upstream-model <name>", "external: the upstream's own name of its model")
    .option("--steward <key>", "key that answers for the model; nobody by default")
    .option("--approver <key>", "key that approved it; nobody by default")
    .action((flags: PublishFlags) => signAndReport(flags, (context) => publish(flags, context)));
}

async function publish(flags: PublishFlags, context: SigningContext): Promise<Intent> {
  const manifest = flags.manifest.split(",").map(manifestEntry);
  const source = { client: context.client, blobs: context.blobs, sha256: context.crypto.sha256 };
  const required = manifest.map(({ datanetId }) => datanetId);
  const corpus = await loadCorpus(source, { acceptedAtMost: (1n << 64n) - 1n, required });
  const facts = manifest.map(({ datanetId, version, priorBps }) => ({
    ...{ datanetId: datanetId.toString(), version: version.toString(), priorBps },
  }));
  const built = buildModel(flags, manifestRows(corpus, { manifest: facts }), context.crypto.sha256);
  const steward = await signerOf(flags, context, flags.steward);
  const approver = await signerOf(flags, context, flags.approver);
  const cosigners = [steward, approver].filter((one) => one !== undefined && one.address !== context.address);
  const distinct = [...new Map(cosigners.map((one) => [one?.address, one])).values()].filter((one) => one !== undefined);
  return {
    words: [
      `publish "${flags.name}", ${built.words}, over ${flags.manifest}`,
      `artifact root ${toHex(built.message.artifactRoot)}`,
      `steward ${steward?.address ?? "nobody"}, approver ${approver?.address ?? "nobody"}`,
    ],
    messages: [
      outgoing(MsgPublishModel, {
        ...{ publisher: context.address, modelId: parseId(flags.model, "--model"), name: flags.name },
        ...{ ...built.message, manifest },
        ...{ steward: steward?.address ?? "", approver: approver?.address ?? "" },
      }),
    ],
    send: { cosigners: distinct },
    outcome: (sent) => {
      const { modelId, version } = sent.response(MsgPublishModelResponse);
      return [`Model version ${modelId}@${version}.`];
    },
  };
}

/** What a message says about the artifact, and a sentence's part about it. */
interface BuiltModel {
  readonly words: string;
  readonly message: Pick<MsgPublishModel, "kind" | "ruleVersion" | "artifactRoot"> & Partial<Pick<MsgPublishModel, "recipe" | "recipeHash">>;
}

function buildModel(flags: PublishFlags, rows: readonly ngram.NgramContribution[], sha256: Sha256): BuiltModel {
  if (flags.kind === "retrieval") {
    const { header, root } = retrieval.buildArtifact(rows, sha256);
    const message = { kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: retrieval.RULE_VERSION, artifactRoot: root };
    return { words: `a retrieval model of ${header.passages} passages`, message };
  }
  if (flags.kind === "external") return externalModel(flags, rows, sha256);
  if (flags.kind !== "ngram") throw nodeError("CONFIG", `--kind is retrieval, ngram or external, not ${flags.kind}`);
  const order = parseCount(flags.order, "--order", 1, ngram.ORDER_MAX);
  const recipe = ngram.smoothedRecipe(order, parseCount(flags.smoothing, "--smoothing", 0, ngram.WEIGHT_SUM - 1));
  const { counts, root } = ngram.buildNgramArtifact(rows, recipe, sha256);
  return {
    words: `an n-gram model of order ${order}, trained on ${ngram.tokenCount(counts)} tokens`,
    message: {
      ...{ kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION, artifactRoot: root },
      ...{ recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, sha256) },
    },
  };
}

/** The artifact holds the passages that may be given to the upstream; what the upstream is, the host asserts. */
function externalModel(flags: PublishFlags, rows: readonly ngram.NgramContribution[], sha256: Sha256): BuiltModel {
  const upstreamModel = flags.upstreamModel;
  if (upstreamModel === undefined) throw nodeError("CONFIG", "--kind external needs --upstream-model, e.g. llama3.2:3b");
  const contextPassages = parseCount(flags.context, "--context", 0, retrieval.ANSWER_PASSAGES_MAX);
  const recipe = retrieval.encodeExternalRecipe({ contextPassages, upstreamModel });
  const { root } = retrieval.buildArtifact(rows, sha256);
  return {
    words: `answers of the upstream model ${upstreamModel}, asserted by whoever hosts it, with ${contextPassages} passages as context`,
    message: {
      ...{ kind: ModelKind.MODEL_KIND_EXTERNAL, ruleVersion: retrieval.RULE_VERSION, artifactRoot: root },
      ...{ recipe, recipeHash: sha256(recipe) },
    },
  };
}

/** Whoever answers for a model signs as well, so its key must be in this keyring. */
async function signerOf(
  flags: PublishFlags,
  { client, address, sender }: SigningContext,
  name: string | undefined,
): Promise<Awaited<ReturnType<ReturnType<typeof keyringOf>["wallet"]>> | undefined> {
  if (name === undefined) return undefined;
  const key = await keyringOf(flags, client.chain.bech32Prefix).wallet(name);
  return key.address === sender.address ? { ...key, address } : key;
}

function manifestEntry(text: string): { datanetId: bigint; version: bigint; priorBps: number } {
  const match = /^(\d{1,20})@(\d{1,20}):(\d{1,5})$/.exec(text.trim());
  if (match === null) throw nodeError("CONFIG", `--manifest holds entries such as 1@1:2000, not ${text}`);
  const [, datanet = "", version = "", prior = ""] = match;
  return { datanetId: BigInt(datanet), version: BigInt(version), priorBps: parseCount(prior, "the prior", 0, 10_000) };
}
