import { createNodeCrypto } from "@openledger/crypto";
import { toBase64 } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import type { Command } from "commander";
import { DEFAULT_HOME, homePaths } from "../home.ts";

/** `openledgerd comet show-validator`: the public key that `tx create-validator` asks for. */
export function registerComet(program: Command): void {
  program
    .command("comet")
    .alias("tendermint")
    .description("about this node's consensus key")
    .command("show-validator")
    .description("print the public key of this node's validator in the JSON of Cosmos SDK chains")
    .option("--home <folder>", "folder that init made", DEFAULT_HOME)
    .action(({ home }: { readonly home: string }) => {
      const { publicKey } = loadValidatorKey(homePaths(home).validatorKeyFile, createNodeCrypto().sha256);
      process.stdout.write(`${JSON.stringify({ "@type": "/cosmos.crypto.ed25519.PubKey", key: toBase64(publicKey) })}\n`);
    });
}
