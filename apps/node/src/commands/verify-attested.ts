import { attestersOf } from "@openledger/chain";
import { attestationsFromJson, attestedBlockOf } from "@openledger/client/light";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { z } from "zod";
import { createCometRpc } from "../abci/comet/comet-rpc.ts";
import { withNodeFlags, type NodeFlags } from "../cli/chain-flags.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { nodeError } from "../node-error.ts";

interface VerifyAttestedFlags extends NodeFlags {
  readonly genesis: string;
  readonly height?: string;
  readonly json: boolean;
}

const blockAnswer = z.object({ block_id: z.object({ hash: z.string() }) });

/** `openledgerd verify-attested`: what two thirds of the registered keys say of a block, without trust in the node that hands it over. */
export function registerVerifyAttested(program: Command): void {
  const command = program
    .command("verify-attested")
    .description("check that more than two thirds of the keys that genesis registers executed a block, and what state they came to")
    .requiredOption("--genesis <file>", "genesis file of the chain, from a source of your own")
    .option("--height <height>", "the block; the last one that the node knows as attested by default")
    .option("--json", "print one JSON object", false);
  withNodeFlags(command).action(async (flags: VerifyAttestedFlags) => {
    const { sentence, ...found } = await verifyAttested(flags);
    process.stdout.write(flags.json ? `${JSON.stringify(found)}\n` : `${sentence}\n`);
    if (!found.attested) process.exitCode = 1;
  });
}

/** Throws `CONFIG`, or RpcError and ChainUnreachable as the node's RPC. */
async function verifyAttested({ genesis, height, node }: VerifyAttestedFlags): Promise<{ readonly attested: boolean; readonly sentence: string; readonly [field: string]: unknown }> {
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(genesis, crypto.sha256);
  const attesters = attestersOf(request.appState).map(({ publicKey }) => publicKey);
  if (attesters.length === 0) throw nodeError("CONFIG", `${genesis} registers no keys in app_state.rollup.attesters`);
  if (height !== undefined && !/^[1-9]\d{0,17}$/.test(height)) throw nodeError("CONFIG", `--height ${height}: give a height from 1`);
  const rpc = createCometRpc(node);
  const { height: at, attestations } = attestationsFromJson(await rpc.ask("attestations", height === undefined ? {} : { height }, z.unknown()));
  if (height !== undefined && at !== BigInt(height)) throw nodeError("CONFIG", `${node} was asked for block ${height} and answers of block ${at}`);
  const found = attestedBlockOf(crypto, request.chainId, attesters, attestations);
  if (found === undefined) return { attested: false, height: Number(at), registered: attesters.length, sentence: `Not attested: no block ${at} has more than two thirds of the ${attesters.length} registered keys.` };
  const { block_id: served } = await rpc.ask("block", { height: `${found.height}` }, blockAnswer);
  const blockHash = toHex(found.blockHash);
  if (served.hash.toLowerCase() !== blockHash) throw nodeError("CONFIG", `${node} serves block ${found.height} with hash ${served.hash}, and ${found.keys} of ${attesters.length} registered keys attest ${blockHash}`);
  const appHash = toHex(found.appHash);
  const sentence = `Block ${found.height} with hash ${blockHash} leads to app hash ${appHash}: ${found.keys} of ${attesters.length} registered keys executed it.`;
  return { attested: true, height: Number(found.height), blockHash, appHash, keys: found.keys, registered: attesters.length, sentence };
}
