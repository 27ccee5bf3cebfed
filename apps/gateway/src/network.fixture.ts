/** A running chain with a published model and an offer, for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DirectSecp256k1HdWallet, makeCosmoshubPath, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import {
  allContributions,
  connect,
  contributeMessage,
  createBlobClient,
  createTxSender,
  loadCorpus,
  manifestRows,
  outgoing,
  prepareContent,
  type BlobClient,
  type ChainClient,
  type TxSender,
} from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import {
  MsgContribute,
  MsgCreateDatanet,
  MsgFreezeVersion,
  MsgReview,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
  type Licence,
} from "@openledger/messages/openledger/datanet/v1";
import { MsgCreateOffer, MsgCreateOfferResponse } from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { initHome, startNode, type RunningNode } from "@openledger/node";
import { assertDefined, toUtf8, type Crypto } from "@openledger/primitives";
import { buildArtifact, RULE_VERSION } from "@openledger/retrieval";

export const DENOMS = ["uopen", "udemo"] as const;
export const MODEL_NAME = "tea-library";

/** Phrase of all roles, in the order of their HD paths. */
export const MNEMONIC = "test test test test test test test test test test test junk";

export interface TestText {
  readonly owner: "alice" | "bob";
  readonly title: string;
  readonly text: string;
}

export const TEXTS: readonly TestText[] = [
  {
    owner: "alice",
    title: "brewing",
    text:
      "# Brewing green tea\n\nHeat fresh spring water to seventy degrees and pour it slowly over two spoons of loose " +
      "sencha leaves; steep for ninety seconds, then decant every drop into warmed porcelain cups before bitterness sets in.\n",
  },
  {
    owner: "bob",
    title: "storage",
    text:
      "# Storing tea leaves\n\nKeep dried leaves inside an opaque tin with a tight lid, far from spices, sunlight and " +
      "moisture; oolong keeps its fragrance for about eighteen months when the cupboard stays cool.\n",
  },
];

export interface TestNetwork {
  readonly node: RunningNode;
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly crypto: Crypto;
  readonly wallet: OfflineDirectSigner;
  readonly addresses: Readonly<Record<Role, string>>;
  /** Home of one role. */
  home(role: string): string;
  sender(role: Role): TxSender;
  readonly offerId: bigint;
  /** Sets the chain's clock forward, so that a period ends without a wait, and never before what a test does within it. */
  passSeconds(seconds: number): void;
  close(): Promise<void>;
}

export const ROLES = ["alice", "bob", "curator", "builder", "host", "buyer"] as const;
export type Role = (typeof ROLES)[number];

/** Two contributors with their texts, a frozen datanet, a retrieval model and an offer at 1,000 udemo a call; windows of a second. */
export async function startTestNetwork(
  texts: readonly TestText[] = TEXTS,
  market: Readonly<Record<string, string>> = {},
  licence: Partial<Licence> = {},
  appState: NonNullable<Parameters<typeof initHome>[0]["appState"]> = {},
): Promise<TestNetwork> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-gateway-"));
  const crypto = createNodeCrypto();
  const wallet = await openWallet();
  const accounts = await wallet.getAccounts();
  const addresses = Object.fromEntries(ROLES.map((role, i) => [role, accounts[i]?.address])) as Record<Role, string>;
  const home = (role: string): string => join(folder, role);
  initHome({
    home: home("node"),
    chainId: "openledger-test-1",
    accounts: ROLES.map((role) => ({
      address: addresses[role],
      coins: [
        // Who buys holds demo money only.
        ...(role === "buyer" ? [] : [{ denom: "uopen", amount: 1_000_000_000n }]),
        { denom: "udemo", amount: 10_000_000n },
      ],
    })),
    appState: { market: { params: { window_seconds: "1", window_blocks: "2", listed_denoms: ["udemo"], ...market } }, ...appState },
  });
  let aheadMs = 0;
  const node = await startNode({
    home: home("node"),
    nowMs: () => Date.now() + aheadMs,
    config: { rpc_laddr: "tcp://127.0.0.1:0", rest_laddr: "tcp://127.0.0.1:0", block_time: "100ms", log_level: "silent" },
  });
  const client = await connect(node.rpcUrl);
  const blobs = createBlobClient(node.restUrl, crypto.sha256);
  const sender = (role: Role): TxSender => createTxSender({ client, wallet, address: addresses[role] });
  const offerId = await publish({ client, blobs, crypto, addresses, sender, hostHome: home("host"), texts, licence });
  const close = async (): Promise<void> => {
    client.disconnect();
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const passSeconds = (seconds: number): void => void (aheadMs += seconds * 1_000);
  return { node, client, blobs, crypto, wallet, addresses, home, sender, offerId, passSeconds, close };
}

/** One wallet to a role, asked once for its account: a wallet of CosmJS derives all of its keys for every signature, 8 ms each. */
async function openWallet(): Promise<OfflineDirectSigner> {
  const paths = ROLES.map((_, i) => makeCosmoshubPath(i));
  const wallets = await Promise.all(paths.map((path) => DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix: "open", hdPaths: [path] })));
  const accounts = (await Promise.all(wallets.map((wallet) => wallet.getAccounts()))).flat();
  return {
    getAccounts: async () => accounts,
    signDirect(address, document) {
      const index = accounts.findIndex((account) => account.address === address);
      return assertDefined(wallets[index], `a key of ${address}`).signDirect(address, document);
    },
  };
}

interface Parts {
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly crypto: Crypto;
  readonly addresses: Readonly<Record<Role, string>>;
  readonly sender: (role: Role) => TxSender;
  readonly hostHome: string;
  readonly texts: readonly TestText[];
  readonly licence: Partial<Licence>;
}

async function publish(parts: Parts): Promise<bigint> {
  const { client, blobs, crypto, addresses, sender } = parts;
  await sender("curator").send([
    outgoing(MsgCreateDatanet, {
      ...{ creator: addresses.curator, name: "tea", purpose: "answers about tea", curators: [addresses.curator], threshold: 1 },
      licence: {
        spdx: "CC-BY-4.0",
        uses: [Use.USE_TRAIN, Use.USE_RETRIEVE],
        quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
        privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
        ...parts.licence,
      },
      ...{ curatorBps: 500, bondPerKib: { denom: "uopen", amount: "1000" }, minPriorBps: 1000 },
    }),
  ]);
  for (const [i, { owner, title, text }] of parts.texts.entries()) {
    const documents = [{ path: `${title}.md`, bytes: toUtf8(text) }];
    const content = prepareContent(crypto.sha256, documents, crypto.sha256(Uint8Array.of(i)));
    await blobs.put(content.blob);
    const terms = { contributor: addresses[owner], datanetId: 1n, title, licence: "CC-BY-4.0" };
    await sender(owner).send([outgoing(MsgContribute, contributeMessage(content, terms))]);
  }
  const reviews = (await allContributions(client, 1n)).map(({ datanetId, seq, rowsRoot }) =>
    outgoing(MsgReview, {
      ...{ curator: addresses.curator, datanetId, seq, rowsRoot, verdict: Verdict.VERDICT_ACCEPT, grade: 80 },
    }),
  );
  const freeze = outgoing(MsgFreezeVersion, { signer: addresses.curator, datanetId: 1n });
  await sender("curator").send([...reviews, freeze]);
  return offerModel(parts);
}

async function offerModel({ client, blobs, crypto, addresses, sender, hostHome }: Parts): Promise<bigint> {
  const manifest = [{ datanetId: 1n, version: 1n, priorBps: 2000 }];
  const corpus = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: 1n << 60n, required: [1n] });
  const facts = manifest.map(({ datanetId, version, priorBps }) => ({
    ...{ datanetId: `${datanetId}`, version: `${version}`, priorBps },
  }));
  const artifact = buildArtifact(manifestRows(corpus, { manifest: facts }), crypto.sha256);
  await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, name: MODEL_NAME, kind: ModelKind.MODEL_KIND_RETRIEVAL },
      ...{ ruleVersion: RULE_VERSION, artifactRoot: artifact.root, manifest, steward: addresses.builder },
    }),
  ]);
  const sent = await sender("host").send([
    outgoing(MsgCreateOffer, {
      ...{ host: addresses.host, modelId: 1n, modelVersion: 1n, endpoint: "http://127.0.0.1:8080/v1" },
      price: { denom: "udemo", perCall: "1000", per1kInput: "0", per1kOutput: "0" },
      ...{ latencyClassMs: 5_000n, lateBps: 1000, unsignedCalls: 4 },
      ...{ bond: { denom: "udemo", amount: "1000000" }, openingFee: "500" },
      receiptKey: openServiceKey(receiptKeyPath(hostHome)).publicKey,
    }),
  ]);
  return sent.response(MsgCreateOfferResponse).offerId;
}
