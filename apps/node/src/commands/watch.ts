import { createLogger, type LogLevel } from "@openledger/telemetry";
import { startWatcher, type Watcher, type WatcherReport } from "@openledger/watcher";
import type { Command } from "commander";
import { join } from "node:path";
import { openSigning, withSenderFlags, type SenderFlags } from "../cli/chain-flags.ts";
import { parseCoin, parseCount, parseId } from "../cli/parse-arguments.ts";
import { nodeError } from "../node-error.ts";

interface WatchFlags extends SenderFlags {
  readonly budget: string;
  readonly every: string;
  readonly maxTokens: string;
  readonly logLevel: LogLevel;
}

/** `openledgerd watch`: answers and attributes again what hosts settled, and challenges what is false. */
export function registerWatch(program: Command): void {
  const command = program
    .command("watch")
    .description("check what hosts settle by doing it again; challenge what is false and earn half of what they lose")
    .requiredOption("--budget <amount>", "the most that may be in bonds or lost, e.g. 10000000uopen")
    .option("--every <seconds>", "pause between looks", "1")
    .option("--max-tokens <count>", "models of more tokens are not watched", "50000000")
    .option("--log-level <level>", "trace, debug, info, warn, error or silent", "info");
  withSenderFlags(command).action(async (flags: WatchFlags) => {
    const budget = parseCoin(flags.budget, "--budget");
    const everyMs = parseCount(flags.every, "--every", 1, 86_400) * 1_000;
    const manifestTokensMax = parseId(flags.maxTokens, "--max-tokens");
    const { client, blobs, crypto, sender } = await openSigning(flags);
    if (budget.denom !== client.chain.baseDenom) {
      throw nodeError("CONFIG", `bonds are paid in ${client.chain.baseDenom}, so --budget is too, not in ${budget.denom}`);
    }
    const watcher = startWatcher({
      ...{ client, blobs, sha256: crypto.sha256, sender, folder: join(flags.home, "watch"), budget: BigInt(budget.amount) },
      logger: createLogger({ name: "watch", level: flags.logLevel }),
      ...{ everyMs, manifestTokensMax },
    });
    process.stderr.write(`watching ${client.chainId} for at most ${flags.budget}; stop with Ctrl-C for a report\n`);
    process.send?.({ type: "ready" });
    await stopped(watcher);
    client.disconnect();
    process.stdout.write(`${JSON.stringify(readable(watcher.report()))}\n`);
    if (process.connected) process.disconnect?.();
  });
}

/** Returns when a signal, or the end of the process that started this one, has stopped the watcher. */
function stopped(watcher: Watcher): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop).off("disconnect", stop);
      watcher.close().then(resolve, reject);
    };
    process.on("SIGINT", stop).on("SIGTERM", stop).on("disconnect", stop);
  });
}

function readable({ examined, demanded, challenged, unproved, lost, committed, earned }: WatcherReport): object {
  return {
    ...{ examined, demanded, challenged, lost: lost.toString(), committed: committed.toString() },
    earned: [...earned].map(([denom, amount]) => ({ denom, amount: amount.toString() })),
    unproved: unproved.map(({ settlement, receipt, why }) => ({ settlement: `${settlement}`, receipt: `${receipt}`, why })),
  };
}
