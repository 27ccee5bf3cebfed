// What a contributor takes back, on a running node: content, proofs, versions.
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  connect,
  contributeMessage,
  createBlobClient,
  createTxSender,
  loadCorpus,
  manifestRows,
  outgoing,
  prepareContent,
  versionConsistency,
  type TxSender,
} from "@openledger/client";
import { verifyConsistency } from "@openledger/attribution";
import { createNodeCrypto } from "@openledger/crypto";
import { openBlobStore } from "@openledger/kv";
import {
  MsgContribute,
  MsgCreateDatanet,
  MsgFreezeVersion,
  MsgReview,
  MsgRevoke,
  MsgRevokeResponse,
  PrivateSessions,
  QueryService as DatanetQuery,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { toHex, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startNode } from "./compose.ts";
import { createTestHome, TEST_CONFIG } from "./node.fixture.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const contentOf = (text: string): ReturnType<typeof prepareContent> =>
  prepareContent(sha256, [{ path: "a.md", bytes: toUtf8(text) }], sha256(toUtf8(`secret of ${text}`)));
const contents = ["# One\n\nThe first of three texts.\n", "# Two\n\nThe second one.\n", "# Three\n\nThe third one.\n"].map(contentOf);

async function openDatanet(sender: TxSender, curator: string): Promise<void> {
  await sender.send([
    outgoing(MsgCreateDatanet, {
      ...{ creator: curator, name: "texts", curators: [curator], threshold: 1, bondPerKib: { denom: "uopen", amount: "10" } },
      licence: {
        ...{ spdx: "MIT", uses: [Use.USE_RETRIEVE], quote: QuotePolicy.QUOTE_POLICY_PUBLIC },
        privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
      },
    }),
  ]);
}

/** Contributes these contents, accepts them and freezes a version. */
async function freeze(sender: TxSender, signer: string, first: number, end: number): Promise<void> {
  const terms = { contributor: signer, datanetId: 1n, title: "text", licence: "MIT" };
  const registered = contents.slice(first, end).map((content) => outgoing(MsgContribute, contributeMessage(content, terms)));
  const reviews = contents.slice(first, end).map(({ rows }, i) =>
    outgoing(MsgReview, {
      ...{ curator: signer, datanetId: 1n, seq: BigInt(first + i + 1), verdict: Verdict.VERDICT_ACCEPT },
      ...{ grade: 50, rowsRoot: rows.root },
    }),
  );
  await sender.send([...registered, ...reviews, outgoing(MsgFreezeVersion, { signer, datanetId: 1n })]);
}

test("erased content is gone from the node for good, and what the chain says of it is not", async () => {
  using home = await createTestHome();
  const [signer = ""] = home.addresses;
  const blobFile = (hash: string): string => join(home.home, "data", "blobs", hash.slice(0, 2), hash);
  const erased = contents[0]?.blobHash ?? new Uint8Array(0);
  const bytes = contents[0]?.blob ?? new Uint8Array(0);
  {
    await using node = await startNode({ home: home.home, config: TEST_CONFIG });
    const client = await connect(node.rpcUrl);
    const sender = createTxSender({ client, wallet: home.wallet, address: signer });
    const blobs = createBlobClient(node.restUrl, sha256);
    for (const { blob } of contents) await blobs.put(blob);
    await openDatanet(sender, signer);
    await freeze(sender, signer, 0, 2);
    await freeze(sender, signer, 2, 3);
    const source = { client, blobs, sha256 };
    const selection = { acceptedAtMost: 9n, required: [1n] };
    const manifestOf = (version: bigint): { manifest: { datanetId: string; version: string; priorBps: number }[] } => ({
      manifest: [{ datanetId: "1", version: `${version}`, priorBps: 0 }],
    });
    expect(manifestRows(await loadCorpus(source, selection), manifestOf(2n))).toHaveLength(3);

    const sent = await sender.send([outgoing(MsgRevoke, { contributor: signer, datanetId: 1n, seq: 1n, erase: true })]);
    expect(sent.response(MsgRevokeResponse).erased).toBe(true);
    await expect(blobs.get(erased)).rejects.toMatchObject({ code: "erased", message: expect.stringContaining("contribution 1/1") });
    await expect(blobs.put(bytes)).rejects.toMatchObject({ code: "erased" });
    await sender.send([outgoing(MsgFreezeVersion, { signer, datanetId: 1n })]);
    expect(existsSync(blobFile(toHex(erased)))).toBe(false);

    const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId: 1n, seq: 1n });
    expect(contribution).toMatchObject({ contributor: signer, rowsRoot: contents[0]?.rows.root, state: 2 });
    const corpus = await loadCorpus(source, selection);
    expect(corpus.erased.map(({ seq }) => seq)).toEqual([1n]);
    expect(() => manifestRows(corpus, manifestOf(2n))).toThrow("contribution 1/1 was erased by its contributor");
    expect(manifestRows(corpus, manifestOf(3n)).map(({ sequence }) => sequence)).toEqual([2n, 3n]);

    const { older, newer, path } = await versionConsistency(client, sha256, { datanetId: 1n, older: 1n, newer: 3n });
    const sizes = { oldSize: 2, oldRoot: older.logRoot, newSize: 3, newRoot: newer.logRoot };
    expect(verifyConsistency(sha256, { ...sizes, path: [...path] })).toBe(true);
    expect(verifyConsistency(sha256, { ...sizes, oldRoot: newer.logRoot, path: [...path] })).toBe(false);
    client.disconnect();
  }
  // As after a crash between the block and the deletion: the file is there again.
  const store = await openBlobStore(join(home.home, "data", "blobs"), { maxBlobBytes: 1 << 20, quotaBytes: 1 << 20 });
  await store.put(bytes);
  expect(existsSync(blobFile(toHex(erased)))).toBe(true);
  await using again = await startNode({ home: home.home, config: TEST_CONFIG });
  expect(existsSync(blobFile(toHex(erased)))).toBe(false);
  const answer = await fetch(`${again.restUrl}/openledger/v1/blobs/${toHex(erased)}`);
  expect([answer.status, await answer.json()]).toMatchObject([410, { code: "ERASED" }]);
});
