#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ClientError, connect, parseGasPrice } from "@openledger/client";
import { createPasswordReader, openKeyring, type KeyringBackend } from "@openledger/keyring";
import { OperationalError } from "@openledger/ports";
import type { LogLevel } from "@openledger/telemetry";
import { Command, Option } from "commander";
import { startGateway, type RunningGateway } from "./compose.ts";
import type { OpeningsPolicy } from "./settle/early-openings.ts";
import type { UpstreamOptions } from "./upstream/upstream.ts";

interface RunFlags {
  readonly home: string;
  readonly node: string;
  readonly rest: string;
  readonly offer: string;
  readonly from: string;
  readonly keyringBackend: KeyringBackend;
  readonly port: string;
  readonly gasPrice?: string;
  readonly settleEvery: string;
  readonly settleBatch: string;
  readonly openings: OpeningsPolicy;
  readonly upstream?: string;
  readonly upstreamKeyFile?: string;
  readonly upstreamMaxTokens: string;
  readonly logLevel: LogLevel;
}

const program = new Command("openledger-gateway")
  .description("what a host runs: an OpenAI-compatible API that meters, attributes, signs receipts and settles")
  .showHelpAfterError();

program
  .command("run", { isDefault: true })
  .requiredOption("--home <folder>", "the host's home: its keys, receipt key and session logs")
  .option("--node <url>", "RPC of a node", "http://127.0.0.1:26657")
  .option("--rest <url>", "REST of a node, where the content lies", "http://127.0.0.1:1317")
  .requiredOption("--offer <id>", "the offer to serve")
  .option("--from <name>", "key of the host in the keyring", "host")
  .addOption(new Option("--keyring-backend <kind>", "test keeps keys unencrypted").choices(["file", "test"]).default("file"))
  .option("--port <number>", "port on 127.0.0.1; 0 takes any", "8080")
  .option("--gas-price <price>", "what settlements pay for gas, e.g. 0.025uopen")
  .option("--settle-every <seconds>", "longest wait of a signed receipt", "5")
  .option("--settle-batch <count>", "signed receipts that are settled at once", "16")
  .addOption(
    new Option("--openings <policy>", "put openings on the chain with each settlement, only for those who demand them, or early where allowed")
      .choices(["early", "on-demand", "auto"])
      .default("auto"),
  )
  .option("--upstream <url>", "external models: base URL of the OpenAI-compatible server that answers, e.g. http://127.0.0.1:11434/v1")
  .option("--upstream-key-file <path>", "file with the upstream's API key; or set OPENLEDGER_UPSTREAM_KEY")
  .option("--upstream-max-tokens <count>", "external models: longest answer in tokens", "1024")
  .option("--log-level <level>", "trace, debug, info, warn, error or silent", "info")
  .action(run);

async function run(flags: RunFlags): Promise<void> {
  const gateway = await startGateway({
    home: flags.home,
    nodeUrl: flags.node,
    restUrl: flags.rest,
    offerId: BigInt(whole(flags.offer, "--offer")),
    wallet: await hostWallet(flags),
    listen: `127.0.0.1:${flags.port}`,
    settleAfterMs: seconds(flags.settleEvery) * 1_000,
    settleBatch: Number(whole(flags.settleBatch, "--settle-batch")),
    openings: flags.openings,
    logLevel: flags.logLevel,
    ...upstreamOf(flags),
    upstreamMaxTokens: Number(whole(flags.upstreamMaxTokens, "--upstream-max-tokens")),
    ...(flags.gasPrice === undefined ? {} : { gasPrice: parseGasPrice(flags.gasPrice) }),
  });
  const { url, modelName, contributions, erasure } = gateway;
  const what = `serves ${modelName} from ${contributions} contributions at ${url}/v1`;
  process.stderr.write(`gateway ${erasure === undefined ? what : `at ${url} only settles: ${erasure}`}\n`);
  process.send?.({ type: "ready", url, modelName, contributions });
  await stopped(gateway);
}

/** The key comes from a file or the environment: arguments are seen by everyone on the machine. */
function upstreamOf({ upstream, upstreamKeyFile }: RunFlags): { readonly upstream?: UpstreamOptions } {
  if (upstream === undefined) return {};
  const stored = upstreamKeyFile === undefined ? process.env["OPENLEDGER_UPSTREAM_KEY"] : readFileSync(upstreamKeyFile, "utf8");
  const key = stored?.trim();
  return { upstream: key === undefined || key === "" ? { url: upstream } : { url: upstream, key } };
}

function whole(text: string, flag: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`${flag} must be a whole number, not ${text}`);
  return text;
}

function seconds(text: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) throw new RangeError(`--settle-every must be seconds such as 5 or 0.5, not ${text}`);
  return Number(text);
}

async function hostWallet(flags: RunFlags): Promise<Awaited<ReturnType<ReturnType<typeof openKeyring>["wallet"]>>["wallet"]> {
  const client = await connect(flags.node);
  const { bech32Prefix } = client.chain;
  client.disconnect();
  const password = createPasswordReader();
  const keyring = openKeyring({ home: flags.home, backend: flags.keyringBackend, prefix: bech32Prefix, password });
  return (await keyring.wallet(flags.from)).wallet;
}

/** Returns when a signal, or the end of the process that started this one, has stopped the gateway. */
function stopped(gateway: RunningGateway): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop).off("disconnect", stop);
      gateway.close().then(resolve, reject);
    };
    process.on("SIGINT", stop).on("SIGTERM", stop).on("disconnect", stop);
  });
}

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof OperationalError || error instanceof ClientError || error instanceof RangeError;
  process.stderr.write(`gateway: ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect?.();
