import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import {
  MsgPublishModel,
  MsgPublishModelResponse,
  QueryService as ModelQuery,
  type ManifestEntry,
  type ModelVersion,
} from "@openledger/messages/openledger/model/v1";
import { flattenLineage } from "@openledger/modules";
import { assertDefined, toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { buildModel, type ModelRecipe } from "./build-model.ts";
import { keyringOf, type SignFlags, type SigningContext } from "./chain-flags.ts";
import { parseCount } from "./parse-arguments.ts";
import type { Intent } from "./sign-and-report.ts";

/** Flags of commands that publish a model version. */
export interface PublishingFlags extends SignFlags {
  readonly name: string;
  readonly deriveBps?: string;
  readonly steward?: string;
  readonly approver?: string;
}

export function withPublishingFlags(command: Command): Command {
  return command
    .requiredOption("--name <text>", "name of the model")
    .option("--derive-bps <bps>", "others may derive from it, and owe this part of 10,000 of their model share; nobody may by default")
    .option("--steward <key>", "key that answers for the model; nobody by default")
    .option("--approver <key>", "key that approved it; nobody by default");
}

/** A version that somebody wants to publish. */
export interface Publication {
  /** 0 for a new model. */
  readonly modelId: bigint;
  readonly recipe: ModelRecipe;
  readonly manifest: readonly ManifestEntry[];
  /** What it was derived from, ascending by model and version. */
  readonly bases: readonly ModelVersion[];
}

/** Builds the artifact from the content of the manifest's versions, and says what is signed and what will be owed. */
export async function publishIntent(flags: PublishingFlags, context: SigningContext, publication: Publication): Promise<Intent> {
  const { modelId, manifest, bases } = publication;
  const { sha256 } = context.crypto;
  const source = { client: context.client, blobs: context.blobs, sha256 };
  const required = manifest.map(({ datanetId }) => datanetId);
  const corpus = await loadCorpus(source, { acceptedAtMost: (1n << 64n) - 1n, required });
  const facts = manifest.map(({ datanetId, version, priorBps }) => ({
    ...{ datanetId: datanetId.toString(), version: version.toString(), priorBps },
  }));
  const built = buildModel(publication.recipe, manifestRows(corpus, { manifest: facts }), sha256);
  const steward = await signerOf(flags, context, flags.steward);
  const approver = await signerOf(flags, context, flags.approver);
  const cosigners = [steward, approver].filter((one) => one !== undefined).filter(({ address }) => address !== context.address);
  const terms = termsOf(flags);
  return {
    words: [
      `publish "${flags.name}", ${built.words}, over ${manifest.map(entryText).join(",")}`,
      `artifact root ${toHex(built.message.artifactRoot)}`,
      `steward ${steward?.address ?? "nobody"}, approver ${approver?.address ?? "nobody"}`,
      ...lineageWords(bases),
      terms.derivable ? `others may derive from it and owe it ${terms.deriveBps} of 10000 of their model share` : "nobody else may derive from it",
    ],
    messages: [
      outgoing(MsgPublishModel, {
        ...{ publisher: context.address, modelId, name: flags.name, ...built.message, manifest: [...manifest], ...terms },
        bases: bases.map(({ modelId: id, version }) => ({ modelId: id, version })),
        ...{ steward: steward?.address ?? "", approver: approver?.address ?? "" },
      }),
    ],
    send: { cosigners: [...new Map(cosigners.map((one) => [one.address, one])).values()] },
    outcome: (sent) => {
      const published = sent.response(MsgPublishModelResponse);
      return [`Model version ${published.modelId}@${published.version}.`];
    },
  };
}

/** A version as the chain has it. */
export async function modelVersion({ client }: SigningContext, [modelId, version]: readonly [bigint, bigint]): Promise<ModelVersion> {
  const answer = await client.query(ModelQuery.ModelVersion, { modelId, version });
  return assertDefined(answer.version, "the chain answers with the version or an error");
}

function lineageWords(bases: readonly ModelVersion[]): readonly string[] {
  return flattenLineage(bases).map(({ modelId, version, receiver, bps, generation }) => {
    const how = generation === 1 ? "derived from" : `${generation} generations from`;
    return `${how} ${modelId}@${version}: ${bps} of 10000 of its model share to ${receiver}`;
  });
}

function termsOf({ deriveBps }: PublishingFlags): Pick<MsgPublishModel, "derivable" | "deriveBps"> {
  if (deriveBps === undefined) return { derivable: false, deriveBps: 0 };
  return { derivable: true, deriveBps: parseCount(deriveBps, "--derive-bps", 0, 10_000) };
}

function entryText({ datanetId, version, priorBps }: ManifestEntry): string {
  return `${datanetId}@${version}:${priorBps}`;
}

/** Whoever answers for a model signs as well, so its key must be in this keyring. */
async function signerOf(
  flags: SignFlags,
  { client, address, sender }: SigningContext,
  name: string | undefined,
): Promise<Awaited<ReturnType<ReturnType<typeof keyringOf>["wallet"]>> | undefined> {
  if (name === undefined) return undefined;
  const key = await keyringOf(flags, client.chain.bech32Prefix).wallet(name);
  return key.address === sender.address ? { ...key, address } : key;
}
