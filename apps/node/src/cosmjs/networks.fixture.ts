/** Chains of the same binary, two of one process and one of four validators, with a wallet that signs directly and one that signs amino JSON only, for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfflineAminoSigner } from "@cosmjs/amino";
import { Registry, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { AminoTypes, createDefaultAminoConverters, defaultRegistryTypes, GasPrice, SigningStargateClient } from "@cosmjs/stargate";
import type { GenesisAccount } from "@openledger/chain";
import { MsgUnjail } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import { describe } from "vitest";
import { findCometbft } from "../abci/cometbft.fixture.ts";
import type { RunningNode } from "../compose.ts";
import { initHome, type InitHomeOptions } from "../init-home.ts";
import { startTestNode, TEST_CONFIG } from "../node.fixture.ts";
import { openAminoWallet, openDirectWallet } from "../wallet.fixture.ts";
import { missingAminoConverters } from "./amino-converters.fixture.ts";
import { startValidators } from "./validators.fixture.ts";

export interface Network {
  readonly prefix: string;
  readonly chainId: string;
  readonly feeDenom: string;
  readonly stakeDenom: string;
}

/** Ours, and what CosmJS's own suite expects of a chain. */
export const NETWORKS: readonly Network[] = [
  { prefix: "open", chainId: "openledger-test-1", feeDenom: "uopen", stakeDenom: "uopen" },
  { prefix: "cosmos", chainId: "simd-testing", feeDenom: "ucosm", stakeDenom: "ustake" },
];

/** The same under CometBFT. */
const VALIDATORS: Network = { prefix: "open", chainId: "openledger-four-1", feeDenom: "uopen", stakeDenom: "uopen" };

/** Runs a suite on each of {@link NETWORKS} and, where the machine has CometBFT v0.38, on a network of four validators. */
export function describeOnNetworks(suite: (network: Network) => void): void {
  describe.each(NETWORKS)("$chainId with the prefix $prefix", suite);
  describe.skipIf(findCometbft() === undefined)("four validators (needs CometBFT v0.38)", { timeout: 60_000 }, () => suite(VALIDATORS));
}

/** How long a network may take to start, in milliseconds. */
export const START_PATIENCE_MS = 120_000;

/** What each account of {@link RunningNetwork.addresses} owns of every denom at genesis. */
export const OWNED = 1_000_000_000;

interface Texts {
  readonly [field: string]: string;
}

export interface RunningNetwork extends AsyncDisposable {
  readonly network: Network;
  /** Of a node that neither client below talks to, where there are several. */
  readonly rpcUrl: string;
  /** Twelve accounts; the first has bonded 10,000,000 stake units to the first validator. */
  readonly addresses: readonly string[];
  readonly direct: SigningStargateClient;
  /** Signs as a Ledger does: amino JSON only. */
  readonly amino: SigningStargateClient;
}

export interface EmbeddedNetwork extends RunningNetwork {
  readonly node: RunningNode;
  /** Sets the chain's clock forward. */
  passSeconds(seconds: number): void;
}

interface GenesisTexts {
  readonly [part: string]: Texts;
}

/** The same twelve keys behind both ways of signing. */
export async function walletsOf({ prefix }: Network): Promise<{ readonly direct: OfflineDirectSigner; readonly amino: OfflineAminoSigner }> {
  return { direct: await openDirectWallet(prefix, 12), amino: await openAminoWallet(prefix, 12) };
}

/** One process that makes fast blocks and takes 0.025 fee units for a unit of gas; `gov` and `mint` are genesis of these. */
export async function startNetwork(network: Network, gov: GenesisTexts = {}, mint: GenesisTexts = {}): Promise<EmbeddedNetwork> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-cosmjs-"));
  const home = join(folder, "home");
  initHome({ ...(await beginningOf(network, gov, mint)), home });
  let aheadMs = 0;
  const node = await startTestNode({ home, nowMs: () => Date.now() + aheadMs, config: { ...TEST_CONFIG, block_time: "50ms", minimum_gas_prices: pricesOf(network) } });
  const running = await connectTo(network, folder, { rpcUrls: [node.rpcUrl], [Symbol.asyncDispose]: () => node.close() });
  const passSeconds = (seconds: number): void => void (aheadMs += seconds * 1_000);
  return { ...running, node, passSeconds };
}

/** The same for what {@link describeOnNetworks} names: the validators' network is of four nodes. */
export async function startAnyNetwork(network: Network, gov: GenesisTexts = {}, mint: GenesisTexts = {}): Promise<RunningNetwork> {
  const binary = findCometbft();
  if (network !== VALIDATORS || binary === undefined) return startNetwork(network, gov, mint);
  const folder = mkdtempSync(join(tmpdir(), "openledger-cosmjs-"));
  return connectTo(network, folder, await startValidators(binary, folder, await beginningOf(network, gov, mint), pricesOf(network)));
}

async function beginningOf(network: Network, gov: GenesisTexts, mint: GenesisTexts): Promise<Omit<InitHomeOptions, "home">> {
  const { direct } = await walletsOf(network);
  return {
    chainId: network.chainId,
    bech32Prefix: network.prefix,
    baseDenom: network.stakeDenom,
    accounts: (await direct.getAccounts()).map(({ address }) => ({ address, coins: coinsOf(network) })),
    appState: { bank: { denom_metadata: [metadataOf(network)] }, mint, gov },
  };
}

interface Nodes extends AsyncDisposable {
  readonly rpcUrls: readonly string[];
}

/** The clients talk to the first two nodes, where there are several. */
async function connectTo(network: Network, folder: string, nodes: Nodes): Promise<RunningNetwork> {
  const wallets = await walletsOf(network);
  const addresses = (await wallets.direct.getAccounts()).map(({ address }) => address);
  const [first = "", second = first, third = first] = nodes.rpcUrls;
  const clientOptions = {
    gasPrice: GasPrice.fromString(pricesOf(network)),
    registry: new Registry([...defaultRegistryTypes, [MsgUnjail.typeUrl, MsgUnjail]]),
    aminoTypes: new AminoTypes({ ...createDefaultAminoConverters(), ...missingAminoConverters() }),
    broadcastPollIntervalMs: 40,
    broadcastTimeoutMs: 60_000,
  };
  const direct = await SigningStargateClient.connectWithSigner(first, wallets.direct, clientOptions);
  const amino = await SigningStargateClient.connectWithSigner(second, wallets.amino, clientOptions);
  const close = async (): Promise<void> => {
    for (const client of [direct, amino]) client.disconnect();
    await nodes[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
  return { network, rpcUrl: third, addresses, direct, amino, [Symbol.asyncDispose]: close };
}

const pricesOf = ({ feeDenom }: Network): string => `0.025${feeDenom}`;

function coinsOf({ feeDenom, stakeDenom }: Network): GenesisAccount["coins"] {
  return [...new Set([feeDenom, stakeDenom])].map((denom) => ({ denom, amount: BigInt(OWNED) }));
}

function metadataOf({ feeDenom }: Network): { readonly [field: string]: string | readonly { readonly denom: string; readonly exponent: number; readonly aliases: readonly string[] }[] } {
  const display = feeDenom.slice(1);
  const units = [
    { denom: feeDenom, exponent: 0, aliases: [] },
    { denom: display, exponent: 6, aliases: [] },
  ];
  return { description: "The fee token of this test chain", denom_units: units, base: feeDenom, display, name: display, symbol: display.toUpperCase() };
}
