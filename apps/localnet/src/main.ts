/** `npm run localnet`: a network of validators on one machine. */
import { lockDataFolder } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { networkHome } from "./network/network-file.ts";
import { readOptions } from "./options.ts";
import { requireOwnFolder } from "./prepare-network.ts";
import { runLocalnet } from "./run-localnet.ts";

try {
  const options = readOptions(process.argv.slice(2));
  const home = networkHome(options.home);
  requireOwnFolder(home);
  using _lock = lockDataFolder(home.root);
  await runLocalnet(options, home);
} catch (error) {
  process.exitCode = 1;
  const text = error instanceof OperationalError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\nThe network stopped: ${text}\n`);
}
