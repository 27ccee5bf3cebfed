// Models built on models, by the command line on a running node.
import {
  connect,
  contributeMessage,
  createBlobClient,
  createTxSender,
  loadCorpus,
  manifestRows,
  outgoing,
  prepareContent,
  type ChainClient,
} from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openKeyring } from "@openledger/keyring";
import {
  MsgContribute,
  MsgCreateDatanet,
  MsgFreezeVersion,
  MsgReview,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { QueryService as ModelQuery, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { buildArtifact } from "@openledger/retrieval";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { runCli, type CliRun } from "./run-cli.fixture.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const MNEMONIC = "test test test test test test test test test test test junk";
const LICENCE = {
  ...{ spdx: "MIT", uses: [Use.USE_RETRIEVE, Use.USE_TRAIN], quote: QuotePolicy.QUOTE_POLICY_PUBLIC },
  privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
};

const run = (args: readonly string[]): Promise<CliRun> => runCli(...args);

/** Three datanets of one text each, frozen; the third one asks for a prior of 500 bps. */
async function freezeDatanets(client: ChainClient, restUrl: string, { wallet, addresses: [signer = ""] }: TestHome): Promise<void> {
  const sender = createTxSender({ client, wallet, address: signer });
  const blobs = createBlobClient(restUrl, sha256);
  for (const datanetId of [1n, 2n, 3n]) {
    const text = `# Text ${datanetId}\n\nWhat the datanet number ${datanetId} knows of things.\n`;
    const content = prepareContent(sha256, [{ path: "a.md", bytes: toUtf8(text) }], sha256(toUtf8(text)));
    await blobs.put(content.blob);
    await sender.send([
      outgoing(MsgCreateDatanet, {
        ...{ creator: signer, name: "texts", licence: LICENCE, curators: [signer], threshold: 1 },
        ...{ bondPerKib: { denom: "uopen", amount: "10" }, minPriorBps: datanetId === 3n ? 500 : 0 },
      }),
      outgoing(MsgContribute, contributeMessage(content, { contributor: signer, datanetId, title: "text", licence: "MIT" })),
      outgoing(MsgReview, {
        ...{ curator: signer, datanetId, seq: 1n, verdict: Verdict.VERDICT_ACCEPT, grade: 50, rowsRoot: content.rows.root },
      }),
      outgoing(MsgFreezeVersion, { signer, datanetId }),
    ]);
  }
}

async function versionOf(client: ChainClient, modelId: bigint): Promise<ModelVersion> {
  const { version } = await client.query(ModelQuery.ModelVersion, { modelId, version: 1n });
  return assertDefined(version, "the version is published");
}

const manifestOf = ({ manifest }: ModelVersion): readonly string[] => manifest.map((one) => `${one.datanetId}@${one.version}:${one.priorBps}`);
const lineageOf = ({ ancestors }: ModelVersion): readonly string[] => ancestors.map((one) => `${one.modelId}@${one.version} ${one.receiver} ${one.bps} ${one.generation}`);

test("one command builds on somebody's model, over two generations, and says what will be owed", async () => {
  using home = await createTestHome();
  const [first = "", second = "", third = ""] = home.addresses;
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  const client = await connect(node.rpcUrl);
  await freezeDatanets(client, node.restUrl, home);
  const keys = ["--home", `${home.home}-keys`, "--keyring-backend", "test"];
  const keyring = openKeyring({ home: `${home.home}-keys`, backend: "test", prefix: "open" });
  for (const [i, name] of ["first", "second", "third"].entries()) await keyring.recover(name, MNEMONIC, { hdPath: `m/44'/118'/0'/0/${i}` });
  const as = (name: string): readonly string[] => ["--from", name, ...keys, "--node", node.rpcUrl, "--rest", node.restUrl, "--yes"];

  const base = await run(["tx", "publish", "--name", "base", "--manifest", "1@1:2000", "--derive-bps", "1000", ...as("first")]);
  expect(base).toMatchObject({ code: 0, out: expect.stringContaining("Model version 1@1.") });
  expect(base.err).toContain("others may derive from it and owe it 1000 of 10000 of their model share");
  expect(await versionOf(client, 1n)).toMatchObject({ derivable: true, deriveBps: 1000, ancestors: [] });

  const child = await run(["derive", "1@1", "--name", "more", "--datanet", "2", "--derive-bps", "300", ...as("second")]);
  expect(child).toMatchObject({ code: 0, out: expect.stringContaining("Model version 2@1.") });
  expect(child.err).toContain(`derived from 1@1: 1000 of 10000 of its model share to ${first}`);
  const derived = await versionOf(client, 2n);
  expect(manifestOf(derived)).toEqual(["1@1:1000", "2@1:1000"]);
  expect(lineageOf(derived)).toEqual([`1@1 ${first} 1000 1`]);
  const corpus = await loadCorpus({ client, blobs: createBlobClient(node.restUrl, sha256), sha256 }, { acceptedAtMost: 9n, required: [] });
  const facts = derived.manifest.map((one) => ({ datanetId: `${one.datanetId}`, version: `${one.version}`, priorBps: one.priorBps }));
  expect(derived.artifactRoot).toEqual(buildArtifact(manifestRows(corpus, { manifest: facts }), sha256).root);

  const grandchild = await run(["derive", "2@1", "--name", "most", "--datanet", "3@1:600", ...as("third")]);
  expect(grandchild).toMatchObject({ code: 0, out: expect.stringContaining("Model version 3@1.") });
  expect(grandchild.err).toContain(`2 generations from 1@1: 1000 of 10000 of its model share to ${first}`);
  const last = await versionOf(client, 3n);
  expect(manifestOf(last)).toEqual(["1@1:700", "2@1:700", "3@1:600"]);
  expect(lineageOf(last)).toEqual([`1@1 ${first} 1000 2`, `2@1 ${second} 300 1`]);
  expect(last).toMatchObject({ publisher: third, derivable: false });

  const refused = await run(["derive", "3@1", "--name", "no", "--datanet", "2", ...as("first")]);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(`${third} lets nobody derive from 3@1`) });
  const descendants = await run(["query", "model", "descendants", "1@1", "--node", node.rpcUrl]);
  expect(JSON.parse(descendants.out)).toMatchObject({
    descendants: [
      { modelId: "2", version: "1", publisher: second, bps: 1000, generation: 1 },
      { modelId: "3", version: "1", publisher: third, bps: 1000, generation: 2 },
    ],
  });
  client.disconnect();
});
