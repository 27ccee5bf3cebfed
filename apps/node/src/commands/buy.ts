import { startBuyer, type RunningBuyer, type StartBuyerOptions } from "@openledger/buyer";
import { connect } from "@openledger/client";
import type { LogLevel } from "@openledger/telemetry";
import { Option, type Command } from "commander";
import { gasPriceOf, keyringOf, withKeyFlags, withNodeFlags, type KeyFlags, type NodeFlags } from "../cli/chain-flags.ts";
import { parseCoin, parseId } from "../cli/parse-arguments.ts";
import { nodeError } from "../node-error.ts";

interface BuyFlags extends KeyFlags, NodeFlags {
  readonly gateway?: string;
  readonly model?: string;
  readonly latencyClass?: string;
  readonly max: string;
  readonly port: string;
  readonly from: string;
  readonly gasPrices?: string;
  readonly gasPrice?: string;
  readonly duration: string;
  readonly private: boolean;
  readonly auditor: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly logLevel: LogLevel;
}

/** `openledgerd buy`: a loopback OpenAI API that pays for answers and checks every receipt. */
export function registerBuy(program: Command): void {
  const command = program
    .command("buy")
    .description("serve /v1 on this machine for any OpenAI client: pays per answer, verifies receipts, signs tree heads")
    .option("--model <name>", "model to buy from whoever hosts it: name, id or id@version; a host that fails is replaced by the next one")
    .option("--latency-class <ms>", "with --model: take only hosts whose answers cost less when they are later than this")
    .option("--gateway <url>", "gateway of the one host to buy from, in place of --model")
    .requiredOption("--max <amount>", "the most to spend on answers and opening fees, over all hosts, e.g. 5000000udemo")
    .option("--from <name>", "key that pays", "buyer")
    .option("--gas-prices <price>", "what to pay for gas, e.g. 0.001udemo")
    .addOption(new Option("--gas-price <price>", "the same as --gas-prices").hideHelp())
    .option("--port <number>", "port on 127.0.0.1; 0 takes any", "8081")
    .option("--duration <seconds>", "how long a session lasts", "86400")
    .option("--private", "only you and the auditors see receipts, where the licences of the model's data allow it", false)
    .option(
      "--auditor <address>",
      "account that may demand receipts of a private session; may be repeated",
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .option(
      "--allow-origin <origin>",
      "web page that may spend here, beside those of this machine; may be repeated",
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .option("--log-level <level>", "trace, debug, info, warn, error or silent", "info");
  withKeyFlags(withNodeFlags(command)).action(async (flags: BuyFlags) => {
    const buyer = await start(flags);
    const { url, modelName } = buyer;
    process.stderr.write(
      `buying answers of ${modelName} for at most ${flags.max}: point an OpenAI client at ${url}/v1, any API key will do\n`,
    );
    process.send?.({ type: "ready", url, modelName });
    await stopped(buyer);
    if (process.connected) process.disconnect?.();
  });
}

async function start(flags: BuyFlags): Promise<RunningBuyer> {
  if (flags.auditor.length > 0 && !flags.private) throw nodeError("CONFIG", "--auditor needs --private: anyone sees a public session");
  const max = parseCoin(flags.max, "--max");
  const price = flags.gasPrices ?? flags.gasPrice;
  const where = whereToBuy(flags);
  const client = await connect(flags.node);
  const { bech32Prefix } = client.chain;
  client.disconnect();
  const { wallet, address } = await keyringOf(flags, bech32Prefix).wallet(flags.from);
  return startBuyer({
    home: flags.home,
    nodeUrl: flags.node,
    ...where,
    wallet,
    address,
    max: { denom: max.denom, amount: BigInt(max.amount) },
    ...(price === undefined ? {} : { gasPrice: gasPriceOf(price) }),
    listen: `127.0.0.1:${flags.port}`,
    durationSeconds: parseId(flags.duration, "--duration"),
    ...(flags.private ? { auditors: flags.auditor } : {}),
    allowedOrigins: flags.allowOrigin,
    logLevel: flags.logLevel,
  });
}

function whereToBuy({ gateway, model, latencyClass }: BuyFlags): Pick<StartBuyerOptions, "gatewayUrl" | "market"> {
  if (gateway !== undefined && model === undefined && latencyClass === undefined) return { gatewayUrl: gateway };
  if (model === undefined || gateway !== undefined) {
    throw nodeError("CONFIG", "name what to buy: --model tea-library for the best host of a model, or --gateway http://host:8080 for one host");
  }
  return { market: { model, ...(latencyClass === undefined ? {} : { latencyClassMs: parseId(latencyClass, "--latency-class") }) } };
}

/** Returns when a signal, or the end of the process that started this one, has stopped the proxy. */
function stopped(buyer: RunningBuyer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop).off("disconnect", stop);
      buyer.close().then(resolve, reject);
    };
    process.on("SIGINT", stop).on("SIGTERM", stop).on("disconnect", stop);
  });
}
