import { QueryService as DatanetQuery, type Datanet } from "@openledger/messages/openledger/datanet/v1";
import type { ManifestEntry } from "@openledger/messages/openledger/model/v1";
import { assertDefined } from "@openledger/primitives";
import type { Command } from "commander";
import { recipeOf } from "../cli/build-model.ts";
import { withSignFlags, type SigningContext } from "../cli/chain-flags.ts";
import { parseCount, parsePair } from "../cli/parse-arguments.ts";
import { modelVersion, publishIntent, withPublishingFlags, type PublishingFlags } from "../cli/publish-intent.ts";
import { scalePriors, type AddedEntry } from "../cli/scale-priors.ts";
import { signAndReport, type Intent } from "../cli/sign-and-report.ts";
import { nodeError } from "../node-error.ts";

interface DeriveFlags extends PublishingFlags {
  readonly datanet: string;
}

/** `openledgerd derive 1@1 --name mine --datanet 3`: a model of the same kind, over the base's data and more. */
export function registerDerive(program: Command): void {
  const derive = program.command("derive <model@version>").description("build on somebody's model with data of yours, and publish it");
  withPublishingFlags(withSignFlags(derive))
    .requiredOption("--datanet <list>", "datanets that join its data, as id, id@version or id@version:prior_bps, separated by commas")
    .action((text: string, flags: DeriveFlags) => signAndReport(flags, (context) => intend(text, flags, context)));
}

async function intend(text: string, flags: DeriveFlags, context: SigningContext): Promise<Intent> {
  const base = await modelVersion(context, parsePair(text, "@", "the model version"));
  if (!base.derivable && base.publisher !== context.address) {
    throw nodeError("CONFIG", `${base.publisher} lets nobody derive from ${text}`);
  }
  const named = flags.datanet.split(",").map(namedEntry);
  const manifest = await manifestOf(context, base.manifest, named);
  return publishIntent(flags, context, { modelId: 0n, recipe: recipeOf(base), manifest, bases: [base] });
}

/** A datanet that was named, with what was said of it. */
interface NamedEntry {
  readonly datanetId: bigint;
  readonly version?: bigint;
  readonly priorBps?: number;
}

function namedEntry(text: string): NamedEntry {
  const match = /^(\d{1,20})(?:@(\d{1,20})(?::(\d{1,5}))?)?$/.exec(text.trim());
  if (match === null) throw nodeError("CONFIG", `--datanet holds entries such as 3, 3@1 or 3@1:500, not ${text}`);
  const [, datanet = "", version, prior] = match;
  return {
    datanetId: BigInt(datanet),
    ...(version === undefined ? {} : { version: BigInt(version) }),
    ...(prior === undefined ? {} : { priorBps: parseCount(prior, "the prior", 0, 10_000) }),
  };
}

async function manifestOf(
  { client }: SigningContext,
  base: readonly ManifestEntry[],
  named: readonly NamedEntry[],
): Promise<readonly ManifestEntry[]> {
  const ids = [...new Set([...base, ...named].map(({ datanetId }) => datanetId))];
  const datanets = new Map<bigint, Datanet>();
  for (const datanetId of ids) {
    const { datanet } = await client.query(DatanetQuery.Datanet, { datanetId });
    datanets.set(datanetId, assertDefined(datanet, "the chain answers with the datanet or an error"));
  }
  const minimums = new Map([...datanets].map(([id, { minPriorBps }]) => [id, minPriorBps]));
  return scalePriors(base, named.map((entry) => withVersion(entry, datanets.get(entry.datanetId)?.versionCount ?? 0n)), minimums);
}

/** The newest frozen version where none was named. */
function withVersion({ version, ...entry }: NamedEntry, newest: bigint): AddedEntry {
  if (version === undefined && newest === 0n) {
    throw nodeError("CONFIG", `datanet ${entry.datanetId} has no frozen version; freeze one with: openledgerd tx freeze ${entry.datanetId}`);
  }
  return { ...entry, version: version ?? newest };
}
