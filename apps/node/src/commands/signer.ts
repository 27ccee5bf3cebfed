import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { listenAddress } from "@openledger/rpc";
import { openSigner, requireToken, restoreKey, startSignerServer, takeOverKey } from "@openledger/signer";
import { toBase64 } from "@openledger/primitives";
import type { Command } from "commander";
import { readToken } from "../cli/read-token.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { refuseHandedOver } from "../handed-over.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface ServeFlags {
  readonly home: string;
  readonly laddr: string;
  readonly tokenFile?: string;
  readonly journalLimit: string;
}

const SIGNER_HOME = `${DEFAULT_HOME}-signer`;

/** `openledgerd signer`: the process that holds the key of a sequencer that two nodes share. */
export function registerSigner(program: Command): void {
  const signer = program
    .command("signer")
    .description("hold the key that two nodes share (start --signer), so that no height is ever signed twice; runs until it is told to stop")
    .option("--home <folder>", "home of the signer, which take-over made", SIGNER_HOME)
    .option("--laddr <address>", "where it listens: this machine, or a private network; port 0 takes any", "127.0.0.1:26661")
    .option("--token-file <file>", "file with the bearer token of at least 32 characters; or OPENLEDGER_SIGNER_TOKEN in the environment")
    .option("--journal-limit <bytes>", "sealed blocks that may wait for DA before sealing waits too", `${256 * 1024 * 1024}`)
    .action(serve);
  signer
    .command("take-over")
    .description("move the key of a stopped node, with what it signed last, into a new home of a signer")
    .requiredOption("--from <folder>", "home of the node that has the key")
    .option("--home <folder>", "home of the signer; created when it is missing", SIGNER_HOME)
    // The parent has an option of the same name, which takes the value where both could.
    .action((_flags: object, command: Command) => takeOver(command.optsWithGlobals<{ readonly from: string; readonly home: string }>()));
  signer
    .command("restore")
    .description("when the home of a signer is lost for good: make it anew from a copy of its key and the stopped node with the last block")
    .requiredOption("--key <file>", "the copy of its priv_validator_key.json")
    .requiredOption("--from <folder>", "home of the node with the last block; both nodes are stopped")
    .option("--home <folder>", "home of the signer, where nothing is", SIGNER_HOME)
    .option("--void <folder>", "home of the stopped signer that had the key, where it is there and a rotation made its last blocks void (SIGNER_ASTRAY)")
    .option("--min-round <round>", "the first round in which it seals, where more signers of this key were lost than the blocks say; else the next hundred after theirs")
    .action((_flags: object, command: Command) => restore(command.optsWithGlobals<RestoreFlags>()));
}

interface RestoreFlags {
  readonly key: string;
  readonly from: string;
  readonly home: string;
  readonly void?: string;
  readonly minRound?: string;
}

function restore({ key, from, home, void: voidHome, minRound: given }: RestoreFlags): void {
  const { sha256 } = createNodeCrypto();
  const paths = homePaths(from);
  refuseHandedOver(paths);
  const { chainId, initialHeight } = readGenesisFile(paths.genesisFile, sha256).request;
  const options = { keyFile: key, dataFolder: paths.dataFolder, chain: { chainId, initialHeight }, ...(voidHome === undefined ? {} : { voidHome }), ...(given === undefined ? {} : { minRound: Number(given) }) };
  const { publicKey, height, minRound } = restoreKey(home, options, sha256);
  process.stdout.write(
    `The key ${toBase64(publicKey)} of ${chainId} is in ${home} again, to go on after block ${height}, up to block ${minRound.upTo} in round ${minRound.round} and later. The signer that had it must never start again.\n`,
  );
}

function takeOver({ from, home }: { readonly from: string; readonly home: string }): void {
  const { sha256 } = createNodeCrypto();
  const paths = homePaths(from);
  refuseHandedOver(paths);
  const { chainId, initialHeight } = readGenesisFile(paths.genesisFile, sha256).request;
  const files = { dataFolder: paths.dataFolder, keyFile: paths.validatorKeyFile, signStateFile: paths.signStateFile, markerFile: paths.signerMarkerFile };
  const { publicKey } = takeOverKey(home, files, { chainId, initialHeight }, sha256);
  process.stdout.write(
    `The key ${toBase64(publicKey)} of ${chainId} is in ${home} now, and ${paths.home} has one of its own that seals nothing.\n` +
      `Keep a copy of ${join(home, "priv_validator_key.json")} offline, and of nothing else: never start two signers with one key.\n` +
      `Next: openledgerd signer --home ${home}, then openledgerd start --standby --signer URL --da … on each node.\n`,
  );
}

async function serve({ home, laddr, tokenFile, journalLimit }: ServeFlags): Promise<void> {
  const token = readToken(tokenFile) ?? process.env["OPENLEDGER_SIGNER_TOKEN"] ?? "";
  requireToken(token);
  const limitBytes = Number(journalLimit);
  if (!Number.isSafeInteger(limitBytes) || limitBytes < 1) throw nodeError("CONFIG", `--journal-limit ${journalLimit}: give a number of bytes`);
  const { sha256 } = createNodeCrypto();
  using signer = openSigner({ home, sha256, limitBytes });
  const ended = Promise.withResolvers<void>();
  const server = await startSignerServer({
    signer,
    address: listenAddress(laddr),
    token,
    onBroken: ended.reject,
    onGranted: (lease, node) => process.stderr.write(`lease ${lease} is node ${node}'s, after block ${signer.status().tip.height}\n`),
  });
  const { chainId, tip } = signer.status();
  process.stderr.write(`signer of ${chainId} after block ${tip.height} · ${server.url}\n`);
  process.send?.({ type: "ready", signerUrl: server.url, height: `${tip.height}` });
  for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.once(event, () => ended.resolve());
  try {
    await ended.promise;
  } finally {
    await server.close();
  }
  if (process.connected) process.disconnect?.();
}
