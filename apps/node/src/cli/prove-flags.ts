import {
  createLightClient,
  createRpcLightProvider,
  queryProven,
  type ChainClient,
  type LightClient,
  type ProvenValue,
  type StoreKey,
} from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { headerHash } from "@openledger/comet";
import { toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { nodeError } from "../node-error.ts";
import { crossingsOf } from "./crossings.ts";
import type { NodeFlags } from "./chain-flags.ts";
import { parseHash, parseId, parseUrl } from "./parse-arguments.ts";

/** Flags of commands that prove what they print. */
export interface ProveFlags extends NodeFlags {
  readonly prove: boolean;
  readonly trustedHeight?: string;
  readonly trustedHash?: string;
  readonly witness: readonly string[];
  readonly trustingPeriod: string;
  readonly genesis?: string;
}

export function withProveFlags(command: Command): Command {
  return command
    .option("--prove", "verify the answer against a header that its validators signed", false)
    .option("--trusted-height <height>", "height of a header that you trust, with --trusted-hash")
    .option("--trusted-hash <hex>", "hash of that header, from a source of your own")
    .option("--witness <url...>", "RPC of other nodes, with whose headers the node's are compared", [])
    .option("--trusting-period <hours>", "how long a header can be trusted", "168")
    .option("--genesis <file>", "genesis file of the chain, from a source of your own: its recovery keys cross the breaks where another sequencer took over");
}

/** Proves what a node says of its state. */
export interface Prover {
  /** Throws ProofError, LightError or ClientError. */
  prove(asked: StoreKey, height?: bigint): Promise<ProvenValue>;
  /** What all of it rests on, for the answer. */
  readonly trust: {
    readonly basis: "given" | "first-use";
    readonly height: string;
    readonly hash: string;
    readonly witnesses: readonly string[];
  };
}

/**
 * Starts at the header that the user trusts, else at the newest one of the node, and says so. Throws NodeError `CONFIG`
 * for flags that do not fit each other, LightError for a header that does not.
 */
export async function openProver(client: ChainClient, flags: ProveFlags): Promise<Prover> {
  const crypto = createNodeCrypto();
  const { sha256 } = crypto;
  const providerOf = (rpcUrl: string): ReturnType<typeof createRpcLightProvider> => createRpcLightProvider({ rpcUrl, sha256 });
  const primary = providerOf(client.rpcUrl);
  const witnesses = flags.witness.map((url) => providerOf(parseUrl(url, "--witness")));
  const given = givenTrust(flags);
  const { header } = await primary.lightBlock(given?.height ?? "latest");
  const trusted = given ?? { height: header.height, hash: headerHash(sha256, header) };
  const hash = toHex(trusted.hash).toUpperCase();
  if (given === undefined) {
    process.stderr.write(
      `note: header ${trusted.height} (${hash}) of ${client.rpcUrl} is trusted on first use; ` +
        "give --trusted-height and --trusted-hash from a source of your own\n",
    );
  }
  const crossings = flags.genesis === undefined ? undefined : await crossingsOf(flags.genesis, client);
  const light: LightClient = await createLightClient({
    ...{ crypto, chainId: client.chainId, trusted, primary, witnesses },
    crossings,
    trustingPeriodMs: Number(parseId(flags.trustingPeriod, "--trusting-period")) * 3_600_000,
  });
  return {
    prove: (asked, height) => queryProven(client, { sha256, light }, asked, height),
    trust: {
      ...{ basis: given === undefined ? "first-use" : "given", height: `${trusted.height}`, hash },
      witnesses: witnesses.map(({ name }) => name),
    },
  };
}

function givenTrust(flags: ProveFlags): { readonly height: bigint; readonly hash: Uint8Array } | undefined {
  const { trustedHeight, trustedHash } = flags;
  if (trustedHeight === undefined && trustedHash === undefined) return undefined;
  if (trustedHeight === undefined || trustedHash === undefined) {
    throw nodeError("CONFIG", "a trusted header is --trusted-height and --trusted-hash together");
  }
  return { height: parseId(trustedHeight, "--trusted-height"), hash: parseHash(trustedHash.toLowerCase(), "--trusted-hash") };
}
