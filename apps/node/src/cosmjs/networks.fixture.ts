/** Two chains of the same binary, with a wallet that signs directly and one that signs amino JSON only, for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfflineAminoSigner } from "@cosmjs/amino";
import { Registry, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { AminoTypes, createDefaultAminoConverters, defaultRegistryTypes, GasPrice, SigningStargateClient } from "@cosmjs/stargate";
import type { GenesisAccount } from "@openledger/chain";
import { MsgUnjail } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import type { RunningNode } from "../compose.ts";
import { initHome } from "../init-home.ts";
import { startTestNode, TEST_CONFIG } from "../node.fixture.ts";
import { openAminoWallet, openDirectWallet } from "../wallet.fixture.ts";
import { missingAminoConverters } from "./amino-converters.fixture.ts";

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

/** What each account of {@link RunningNetwork.addresses} owns of every denom at genesis. */
export const OWNED = 1_000_000_000;

interface Texts {
  readonly [field: string]: string;
}

export interface RunningNetwork extends AsyncDisposable {
  readonly network: Network;
  readonly node: RunningNode;
  /** Twelve accounts; the first has bonded 10,000,000 stake units to the validator that seals. */
  readonly addresses: readonly string[];
  readonly direct: SigningStargateClient;
  /** Signs as a Ledger does: amino JSON only. */
  readonly amino: SigningStargateClient;
  /** Sets the chain's clock forward. */
  passSeconds(seconds: number): void;
}

/** The same twelve keys behind both ways of signing. */
export async function walletsOf({ prefix }: Network): Promise<{ readonly direct: OfflineDirectSigner; readonly amino: OfflineAminoSigner }> {
  return { direct: await openDirectWallet(prefix, 12), amino: await openAminoWallet(prefix, 12) };
}

/** A node with fast blocks that takes 0.025 fee units for a unit of gas; `gov` and `mint` are genesis of these. */
export async function startNetwork(network: Network, gov: { readonly params?: Texts } = {}, mint: { readonly minter?: Texts; readonly params?: Texts } = {}): Promise<RunningNetwork> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-cosmjs-"));
  const wallets = await walletsOf(network);
  const addresses = (await wallets.direct.getAccounts()).map(({ address }) => address);
  const home = join(folder, "home");
  initHome({
    home,
    chainId: network.chainId,
    bech32Prefix: network.prefix,
    baseDenom: network.stakeDenom,
    accounts: addresses.map((address) => ({ address, coins: coinsOf(network) })),
    appState: { bank: { denom_metadata: [metadataOf(network)] }, mint, gov },
  });
  let aheadMs = 0;
  const node = await startTestNode({ home, nowMs: () => Date.now() + aheadMs, config: { ...TEST_CONFIG, block_time: "50ms", minimum_gas_prices: `0.025${network.feeDenom}` } });
  const clientOptions = {
    gasPrice: GasPrice.fromString(`0.025${network.feeDenom}`),
    registry: new Registry([...defaultRegistryTypes, [MsgUnjail.typeUrl, MsgUnjail]]),
    aminoTypes: new AminoTypes({ ...createDefaultAminoConverters(), ...missingAminoConverters() }),
    broadcastPollIntervalMs: 40,
    broadcastTimeoutMs: 60_000,
  };
  const direct = await SigningStargateClient.connectWithSigner(node.rpcUrl, wallets.direct, clientOptions);
  const amino = await SigningStargateClient.connectWithSigner(node.rpcUrl, wallets.amino, clientOptions);
  const close = async (): Promise<void> => {
    for (const client of [direct, amino]) client.disconnect();
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const passSeconds = (seconds: number): void => void (aheadMs += seconds * 1_000);
  return { network, node, addresses, direct, amino, passSeconds, [Symbol.asyncDispose]: close };
}

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
