import { secp256k1 } from "@noble/curves/secp256k1.js";
import { countTokens } from "@openledger/attribution";
import type { DeepPartial, MessageCodec } from "@openledger/messages";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
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
import { MsgCreateOffer, MsgOpenSession, Visibility, type Session } from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import { assertDefined, toHex, toUtf8, type Crypto } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";
import { buildEngine, type ModelEngine } from "@openledger/served-model";
import type { AbciEvent, ExecTxResult } from "@openledger/state-machine";
import { createSimulatedChain } from "../chain/simulated-chain.ts";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import { heldContributions, receiptKeyOf, sessionKeyOf } from "../simulation/answering.ts";
import { createRandom } from "../simulation/random.ts";
import { prepareText, readState, sequenceOf as nextSequence, type SimState, type SimWorld } from "../simulation/sim-world.ts";
import { inventText } from "../simulation/texts.ts";

/** Who plays. The friend copies the first author and is the host's; the stranger's datanet is in no manifest. */
export const PLAYERS = ["curator", "alice", "bob", "friend", "stranger", "builder", "host", "buyer", "watcher", "griefer"] as const;
export type Player = (typeof PLAYERS)[number];

const MANIFEST = 1n;
const COMMONS = 2n;
const OUTSIDE = 3n;
export const GAME_DENOM = "udemo";
export const HOST_BOND = 400_000_000n;
const FUNDS = 10_000_000_000n;
const GAS_LIMIT = 60_000_000n;

/** A chain on which one model is served, and the means to act on it as anybody. */
export interface GameWorld extends SimWorld {
  readonly players: Readonly<Record<Player, SimulatedAccount>>;
  readonly engine: ModelEngine;
  readonly kind: "retrieval" | "ngram";
  /** Beginnings of registered paragraphs, to ask about. */
  readonly topics: readonly string[];
  readonly session: Session;
  /** Global number of a contribution's registration. */
  sequenceOf(ref: ContributionRef): bigint;
  /** Events of all blocks so far, but for those that were taken. */
  takeEvents(): readonly AbciEvent[];
  /** One block with one transaction. */
  send<T extends object>(player: Player, codec: MessageCodec<T>, value: DeepPartial<T>): ExecTxResult;
  /** Blocks without transactions, `seconds` apart. */
  pass(blocks: number, seconds: bigint): void;
}

/** Sets a network up that answers with a model of this kind; everything follows from the seed. */
export function openGameWorld(crypto: Crypto, seed: string, kind: GameWorld["kind"]): GameWorld {
  const random = createRandom(crypto.sha256, seed);
  const accounts = createAccounts(crypto, PLAYERS.length);
  const players = Object.fromEntries(PLAYERS.map((name, i) => [name, assertDefined(accounts[i], "an account")])) as Record<Player, SimulatedAccount>;
  const chain = createSimulatedChain({
    crypto,
    accounts: accounts.map(({ address }) => ({ address, coins: [{ denom: GAME_DENOM, amount: FUNDS }, { denom: "uopen", amount: FUNDS }] })),
    appState: {
      datanet: { params: { commons_authority: players.curator.address } },
      market: {
        params: {
          ...{ window_seconds: "6", window_blocks: "2", response_seconds: "3", response_blocks: "2" },
          ...{ settle_period_seconds: "100000", max_session_seconds: "100000", listed_denoms: ["uopen", GAME_DENOM] },
        },
      },
    },
  });
  chain.runBlock([]);
  const events: AbciEvent[] = [];
  const run = (txs: readonly Uint8Array[], seconds: bigint): readonly ExecTxResult[] => {
    const { response } = chain.runBlock(txs, seconds);
    events.push(...response.txResults.flatMap((result) => (result.code === 0 ? result.events : [])), ...response.events);
    return response.txResults;
  };
  const send: GameWorld["send"] = (player, codec, value) => {
    const account = players[player];
    const terms = { chainId: chain.chainId, sequence: nextSequence(chain, account.address), gasLimit: GAS_LIMIT, fee: { denom: "uopen", amount: "25" } };
    return assertDefined(run([signTx(crypto, account, [toAny(codec, value)], terms)], 1n)[0], "one transaction");
  };
  const shared = { crypto, random, chain, accounts, players, kind, contents: new Map(), receipts: new Map() };
  const acts = {
    send,
    pass: (blocks: number, seconds: bigint) => {
      for (let i = 0; i < blocks; i++) run([], seconds);
    },
    takeEvents: () => events.splice(0),
  };
  const texts = register({ ...shared, send });
  const publication = publish({ ...shared, send }, readState(chain), texts);
  const state = readState(chain);
  const engine = engineOf({ ...shared, state }, publication);
  const session = assertDefined(state.sessions[0], "a session is open");
  const topics = texts.flatMap((text) => text.split("\n\n").map((part) => part.split(" ").slice(0, 8).join(" ")));
  const sequences = new Map(state.contributions.map(({ datanetId, seq, sequence }) => [`${datanetId}/${seq}`, sequence]));
  const sequenceOf: GameWorld["sequenceOf"] = ({ datanetId, seq }) => sequences.get(`${datanetId}/${seq}`) ?? 0n;
  return { ...shared, ...acts, state, engine, session, topics, sequenceOf };
}

type Founding = Pick<GameWorld, "crypto" | "random" | "chain" | "players" | "contents" | "send" | "kind">;

function must({ code, log }: ExecTxResult): void {
  if (code !== 0) throw new Error(`the game's network cannot be set up: ${log}`);
}

/** Commons and stranger first, then the manifest: two authors, one of whom quotes all before him, and the copy. */
function register(world: Founding): string[] {
  const { random, send, players } = world;
  const paragraph = (): string => inventText(random, 30 + random.below(25));
  const [shared, foreign, quoted] = [paragraph(), paragraph(), paragraph()];
  const alice = [`# ${inventText(random, 2)}`, paragraph(), quoted, shared, paragraph()].join("\n\n");
  const bob = [`# ${inventText(random, 2)}`, paragraph(), foreign, quoted, paragraph()].join("\n\n");
  const datanets: [bigint, [Player, string][]][] = [
    [COMMONS, [["curator", shared]]],
    [OUTSIDE, [["stranger", foreign]]],
    [MANIFEST, [["alice", alice], ["bob", bob], ["friend", alice]]],
  ];
  for (const id of [MANIFEST, COMMONS, OUTSIDE]) must(send("curator", MsgCreateDatanet, datanetOf(players.curator.address, id === COMMONS)));
  for (const [datanetId, texts] of datanets) {
    texts.forEach(([player, text], i) => {
      const rows = prepareText(world, text);
      const account = players[player].address;
      must(send(player, MsgContribute, { ...{ contributor: account, datanetId, title: "a text", rows: rows.commitment, documentCount: 1, licence: "MIT" }, blob: world.crypto.sha256(rows.root) }));
      must(send("curator", MsgReview, { ...{ curator: players.curator.address, datanetId, seq: BigInt(i + 1), verdict: Verdict.VERDICT_ACCEPT, grade: 80 }, rowsRoot: rows.root }));
    });
    must(send("curator", MsgFreezeVersion, { signer: players.curator.address, datanetId }));
  }
  return [alice, bob, alice];
}

function datanetOf(curator: string, commons: boolean): DeepPartial<MsgCreateDatanet> {
  return {
    ...{ creator: curator, name: "texts", purpose: "games", curators: [curator], threshold: 1, commons },
    licence: {
      ...{ spdx: "MIT", uses: [Use.USE_RETRIEVE, Use.USE_TRAIN], quote: QuotePolicy.QUOTE_POLICY_PUBLIC },
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    ...{ curatorBps: commons ? 0 : 300, bondPerKib: { denom: "uopen", amount: "10" }, minPriorBps: commons ? 0 : 500 },
  };
}

interface Publication {
  readonly rows: readonly { readonly sequence: bigint; readonly documents: readonly Uint8Array[] }[];
  readonly root: Uint8Array;
  readonly recipe: ngram.NgramRecipe;
  readonly ruleVersion: number;
}

/** Publishes the model, offers it and opens a session. */
function publish(world: Founding, { contributions }: SimState, texts: readonly string[]): Publication {
  const { crypto, players, send, kind } = world;
  const manifest = [{ datanetId: MANIFEST, version: 1n, priorBps: 2_000 }];
  const recipe = ngram.smoothedRecipe(4, 300);
  const ofManifest = contributions.filter(({ datanetId }) => datanetId === MANIFEST).sort((a, b) => (a.seq < b.seq ? -1 : 1));
  const rows = ofManifest.map(({ sequence }, i) => ({ sequence, documents: [toUtf8(texts[i] ?? "")] }));
  const isNgram = kind === "ngram";
  const ruleVersion = isNgram ? ngram.RULE_VERSION : retrieval.RULE_VERSION;
  const { root } = isNgram ? ngram.buildNgramArtifact(rows, recipe, crypto.sha256) : retrieval.buildArtifact(rows, crypto.sha256);
  must(send("builder", MsgPublishModel, {
    ...{ publisher: players.builder.address, name: "game", ruleVersion, artifactRoot: root, manifest },
    kind: isNgram ? ModelKind.MODEL_KIND_NGRAM : ModelKind.MODEL_KIND_RETRIEVAL,
    ...(isNgram ? { recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, crypto.sha256) } : {}),
  }));
  must(send("host", MsgCreateOffer, {
    ...{ host: players.host.address, modelId: 1n, modelVersion: 1n, endpoint: "http://127.0.0.1:8080" },
    price: { denom: GAME_DENOM, perCall: "100000", per1kInput: "333", per1kOutput: "777" },
    ...{ latencyClassMs: 1_000n, lateBps: 1_000, unsignedCalls: 4, openingFee: "100", region: "local" },
    bond: { denom: GAME_DENOM, amount: String(HOST_BOND) },
    receiptKey: secp256k1.getPublicKey(receiptKeyOf(crypto, players.host.address), true),
  }));
  must(send("buyer", MsgOpenSession, {
    ...{ buyer: players.buyer.address, offerId: 1n, escrow: { denom: GAME_DENOM, amount: "1000000000" }, durationSeconds: 90_000n },
    sessionKey: secp256k1.getPublicKey(sessionKeyOf(crypto, players.buyer.address), true),
    visibility: Visibility.VISIBILITY_PUBLIC,
  }));
  return { rows, root, recipe, ruleVersion };
}

/** What answers, built again from the rows. */
function engineOf(world: SimWorld & Pick<GameWorld, "kind" | "players">, { rows, root, recipe, ruleVersion }: Publication): ModelEngine {
  const { acceptedAtPublish } = assertDefined(world.state.models[0], "a model is published");
  const held = new Map([...heldContributions(world, acceptedAtPublish).values()].map(({ contribution, proof }) => [contribution.sequence, proof]));
  const facts: Parameters<typeof buildEngine>[0] = {
    ...{ id: "1", version: "1", name: "game", kind: world.kind, ruleVersion, recipe: toHex(ngram.encodeRecipe(recipe)) },
    ...{ artifactRoot: toHex(root), publisher: world.players.builder.address, steward: "", approver: "", manifest: [] },
    ...{ manifestTokens: String(countTokens(rows.flatMap(({ documents }) => documents))), publishedHeight: "1" },
    acceptedAtPublish: String(acceptedAtPublish),
  };
  const rule = { minExcessBits: 20, minWords: 5, maxOwners: 64, tokeniserVersion: 1, weightTableHash: "", maxOutputBytes: 16_384, maxRequestBytes: 65_536 };
  return buildEngine(facts, rows, rule, world.crypto.sha256, (sequence) => held.get(sequence));
}

/** Reads the chain again: the world of the next move. */
export function refreshed<T extends SimWorld>(world: T): T {
  return { ...world, state: readState(world.chain) };
}
