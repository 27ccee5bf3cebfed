import { readFileSync } from "node:fs";
import { recoveryOf, type Recovery } from "@openledger/chain";
import type { ChainClient } from "@openledger/client";
import { rotationsFromJson, type Crossings } from "@openledger/client/light";
import { createNodeCrypto } from "@openledger/crypto";
import { decodeRotation } from "@openledger/derivation";
import { QueryService } from "@openledger/messages/openledger/rollup/v1";
import { readGenesisFile } from "../genesis-file.ts";
import { nodeError } from "../node-error.ts";

/** With what the breaks of a node's chain are crossed: the recovery keys of a genesis, and the rotations that the node names. Throws NodeError `CONFIG`. */
export async function crossingsOf(genesisFile: string, client: ChainClient): Promise<Crossings> {
  const recovery = recoveryIn(genesisFile);
  const { rotations } = await client.query(QueryService.Rotations, {});
  return { recovery, rotations: rotations.flatMap(({ rotation }) => decodeRotation(rotation) ?? []) };
}

/** The same offline, from what `/openledger/rollup/v1/rotations` of any node answered. Throws NodeError `CONFIG`. */
export function crossingsFromFiles(genesisFile: string | undefined, rotationsFile: string | undefined): Crossings | undefined {
  if (genesisFile === undefined && rotationsFile === undefined) return undefined;
  if (genesisFile === undefined || rotationsFile === undefined) throw nodeError("CONFIG", "to cross a break give --genesis, whose recovery keys count, and --rotations together");
  try {
    return { recovery: recoveryIn(genesisFile), rotations: rotationsFromJson(JSON.parse(readFileSync(rotationsFile, "utf8"))) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "CONFIG") throw error;
    throw nodeError("CONFIG", `${rotationsFile} is not what /openledger/rollup/v1/rotations of a node answers`, error);
  }
}

function recoveryIn(genesisFile: string): Recovery {
  const recovery = recoveryOf(readGenesisFile(genesisFile, createNodeCrypto().sha256).request.appState);
  if (recovery === undefined) throw nodeError("CONFIG", `${genesisFile} names no recovery keys in app_state.rollup.recovery: there is no break to cross; leave it out`);
  return recovery;
}
