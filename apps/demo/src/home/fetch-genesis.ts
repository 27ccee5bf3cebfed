import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomic } from "@openledger/kv";
import { homePaths } from "@openledger/node";
import { toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { demoError, type DemoHome } from "./demo-home.ts";

const answer = z.object({ result: z.object({ genesis: z.looseObject({ chain_id: z.string() }) }) });

/** Puts the genesis of a chain that runs where a node of the demo would have it. Throws `SERVICE`. */
export async function fetchGenesis(home: DemoHome, rpcUrl: string): Promise<void> {
  const { genesisFile } = homePaths(home.node);
  try {
    const response = await fetch(`${rpcUrl}/genesis`);
    const { genesis } = answer.parse(await response.json()).result;
    mkdirSync(dirname(genesisFile), { recursive: true, mode: 0o700 });
    writeFileAtomic(genesisFile, toUtf8(`${JSON.stringify(genesis)}\n`));
  } catch (cause) {
    throw demoError("SERVICE", `${rpcUrl} does not give its genesis; --node is the RPC of a chain that runs`, cause);
  }
}
