import { headerHash, type LightBlock } from "@openledger/comet";
import { decodeRotation, type Rotation } from "@openledger/derivation";
import { QueryService } from "@openledger/messages/openledger/rollup/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { ClientError } from "../errors.ts";
import type { LightProvider } from "../light/light-provider.ts";
import { ProofError } from "../proof/prove-query.ts";

/** Breaks in one file: of more the last ones, since a file holds 1,000 headers of a path at most. */
const BREAKS_MAX = 400;

export interface BreakSource {
  readonly client: Pick<ChainClient, "rpcUrl" | "query">;
  readonly provider: LightProvider;
  readonly sha256: Sha256;
}

/**
 * Both headers of each open break up to a height, by height and each once: the last one of a sequencer and the first one of
 * whom a rotation put in its place, which a header before did not announce. Without them nobody reaches `to` from below a
 * break without a node. Recovery keys are not checked here: whoever verifies has the genesis that names them. Throws
 * ProofError `invalid` for headers that are not those of the rotation that the node names, LightError and ClientError.
 */
export async function breakHeaders({ client, provider, sha256 }: BreakSource, to: bigint): Promise<readonly LightBlock[]> {
  const blocks = new Map<bigint, LightBlock>();
  const at = async (height: bigint): Promise<LightBlock> => {
    const block = blocks.get(height) ?? (await provider.lightBlock(height));
    blocks.set(height, block);
    return block;
  };
  for (const rotation of await rotationsUpTo(client, to)) {
    const [last, first] = [await at(rotation.lastHeight), await at(rotation.lastHeight + 1n)];
    if (isBreak(sha256, rotation, last, first)) continue;
    throw new ProofError("invalid", `${client.rpcUrl} names rotation ${rotation.number} after block ${rotation.lastHeight}, and its headers there are not those of it`);
  }
  return [...blocks.values()].sort((a, b) => (a.header.height < b.header.height ? -1 : 1));
}

async function rotationsUpTo(client: BreakSource["client"], to: bigint): Promise<readonly Rotation[]> {
  try {
    const { rotations } = await client.query(QueryService.Rotations, {});
    const known = rotations.flatMap(({ rotation }) => decodeRotation(rotation) ?? []);
    return known.filter(({ lastHeight }) => lastHeight > 0n && lastHeight < to).slice(-BREAKS_MAX);
  } catch (error) {
    // A chain whose App has no such query has no breaks.
    if (error instanceof ClientError && error.code === "query") return [];
    throw error;
  }
}

function isBreak(sha256: Sha256, { lastHeight, lastHash, newKey }: Rotation, last: LightBlock, first: LightBlock): boolean {
  const sealer = first.validators.validators[0]?.publicKey;
  return (
    last.header.height === lastHeight &&
    first.header.height === lastHeight + 1n &&
    equalBytes(headerHash(sha256, last.header), lastHash) &&
    equalBytes(first.header.lastBlockId.hash, lastHash) &&
    sealer !== undefined &&
    equalBytes(sealer, newKey)
  );
}
