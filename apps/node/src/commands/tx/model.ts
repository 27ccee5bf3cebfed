import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { toHex } from "@openledger/primitives";
import { buildArtifact, RULE_VERSION } from "@openledger/retrieval";
import type { Command } from "commander";
import { keyringOf, withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCount, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface PublishFlags extends SignFlags {
  readonly name: string;
  readonly model: string;
  readonly manifest: string;
  readonly steward?: string;
  readonly approver?: string;
}

/** `tx publish`. */
export function registerModelTx(tx: Command): void {
  withSignFlags(tx.command("publish").description("build a retrieval model from frozen versions and publish it"))
    .requiredOption("--name <text>", "name of the model")
    .option("--model <id>", "model of which this is the next version; 0 makes a new one", "0")
    .requiredOption("--manifest <list>", "datanet@version:prior_bps, separated by commas, e.g. 1@1:2000")
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
  const artifact = buildArtifact(manifestRows(corpus, { manifest: facts }), context.crypto.sha256);
  const steward = await signerOf(flags, context, flags.steward);
  const approver = await signerOf(flags, context, flags.approver);
  const cosigners = [steward, approver].filter((one) => one !== undefined && one.address !== context.address);
  const distinct = [...new Map(cosigners.map((one) => [one?.address, one])).values()].filter((one) => one !== undefined);
  return {
    words: [
      `publish "${flags.name}", a retrieval model over ${flags.manifest} (${artifact.header.passages} passages)`,
      `artifact root ${toHex(artifact.root)}`,
      `steward ${steward?.address ?? "nobody"}, approver ${approver?.address ?? "nobody"}`,
    ],
    messages: [
      outgoing(MsgPublishModel, {
        ...{ publisher: context.address, modelId: parseId(flags.model, "--model"), name: flags.name },
        ...{ kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: RULE_VERSION, artifactRoot: artifact.root, manifest },
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
