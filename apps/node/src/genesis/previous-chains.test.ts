// What a genesis says of the chains before it is verified before it is trusted.
import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";
import { exportGenesis } from "./export-genesis.ts";
import { previousChainsOf, trustedHeaderFor, type PreviousChain } from "./previous-chains.ts";

const crypto = createNodeCrypto();

async function exportedChains(): Promise<readonly PreviousChain[]> {
  using place = await createTestHome();
  const { promise, resolve } = Promise.withResolvers<void>();
  {
    const onBlock = ({ height }: { readonly height: bigint }): void => void (height >= 4n && resolve());
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
    await promise;
  }
  return previousChainsOf(JSON.parse(JSON.stringify(await exportGenesis(place.home)))) ?? [];
}

/** The same JSON with every text at `key` changed by `change`. */
function changed(chains: readonly PreviousChain[], key: string, change: (text: string) => string): readonly PreviousChain[] {
  const revive = (name: string, value: unknown): unknown => (name === key && typeof value === "string" ? change(value) : value);
  return previousChainsOf(genesisOf(JSON.parse(JSON.stringify(chains), revive))) ?? [];
}

const genesisOf = (chains: unknown): object => ({ app_state: { system: { previous_chains: chains } } });
const flipped = (text: string): string => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;

test("headers of a previous chain are trusted without an end once their validators' signatures are verified", async () => {
  const chains = await exportedChains();
  const about = { chainId: "openledger-test-1", proof: { state: { height: "2", key: "", value: "", ops: [] }, path: [] } };
  expect(trustedHeaderFor(crypto, chains, about)).toMatchObject({ height: 1n, neverExpires: true });
  expect(trustedHeaderFor(crypto, chains, { ...about, chainId: "another-1" })).toBeUndefined();
  const foreignKey = Buffer.alloc(32, 7).toString("base64");
  expect(() => trustedHeaderFor(crypto, changed(chains, "signature", flipped), about)).toThrow(/is not signed by its validators/);
  expect(() => trustedHeaderFor(crypto, changed(chains, "app_hash", flipped), about)).toThrow(/is not signed by its validators/);
  expect(() => trustedHeaderFor(crypto, changed(chains, "value", () => foreignKey), about)).toThrow(/is not signed by its validators/);
  // As a node's RPC gives the genesis.
  expect(previousChainsOf({ jsonrpc: "2.0", id: -1, result: { genesis: genesisOf(chains) } })).toEqual(chains);
  const bare = chains.map(({ first: { signed_header: header }, ...rest }) => ({ ...rest, first: { signed_header: header } }));
  expect(() => previousChainsOf(genesisOf(bare))).toThrow("previous_chains.0.first.validators");
});
