import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadWithSends, sendAccounts, UNITS_EACH, type SendsResult } from "./bench-sends.ts";
import { round } from "./open-loop.ts";
import { choosePorts, settlePorts } from "../../src/supervisor/ports.ts";

const SOURCE = join(import.meta.dirname, "../../../../infra/bench/stock-chain");
const READY_MS = 60_000;

/**
 * The load of the sends on a stock Cosmos SDK chain: builds `infra/bench/stock-chain` with Go, which fetches its modules
 * the first time, and runs it beside this process. Throws where there is no Go.
 */
export async function benchStock(seconds: number, say: (text: string) => void): Promise<Omit<SendsResult, "timesStockSdk">> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-stock-"));
  let chain: ChildProcess | undefined;
  try {
    say("building a stock Cosmos SDK chain with Go");
    const program = join(folder, "stock-chain");
    await promisify(execFile)("go", ["build", "-o", program, "."], { cwd: SOURCE });
    const accounts = sendAccounts();
    const list = join(folder, "accounts");
    writeFileSync(list, `${accounts.map(({ address }) => address).join("\n")}\n`);
    const { rpc } = await settlePorts(choosePorts(0, {}), 0);
    const terms = ["-units", String(UNITS_EACH), "-rpc", `tcp://127.0.0.1:${rpc}`];
    chain = spawn(program, ["-home", join(folder, "home"), "-accounts", list, ...terms], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await whenReady(chain);
    const rpcUrl = `http://127.0.0.1:${rpc}`;
    await firstBlock(rpcUrl);
    const { stairs, steady, overload } = await loadWithSends({ rpcUrl, pid, folder, accounts }, seconds, say);
    return { stairs, steady, overload };
  } finally {
    if (chain !== undefined && chain.exitCode === null) {
      chain.kill("SIGTERM");
      await once(chain, "exit");
    }
    rmSync(folder, { recursive: true });
  }
}

/** How many times the stock chain's sends ours are: where more is offered than either takes, and by processor time of the node. */
export function besideStock(
  ours: Pick<SendsResult, "overload">,
  stock: Pick<SendsResult, "overload">,
): { readonly timesCommittedPerSecond: number; readonly timesPerProcessorSecond: number | undefined } {
  const [own, other] = [ours.overload, stock.overload];
  const isTimed = own.nodeCpuMicrosPerSend !== undefined && other.nodeCpuMicrosPerSend !== undefined;
  return {
    timesCommittedPerSecond: round(own.committedPerSecond / other.committedPerSecond),
    timesPerProcessorSecond: isTimed ? round((other.nodeCpuMicrosPerSend ?? 0) / (own.nodeCpuMicrosPerSend ?? 1)) : undefined,
  };
}

async function whenReady(chain: ChildProcess): Promise<number> {
  const { pid, stdout } = chain;
  if (pid === undefined || stdout === null) throw new Error("the stock chain does not start");
  await Promise.race([
    once(stdout, "data"),
    once(chain, "exit").then(([code]) => Promise.reject(new Error(`the stock chain ended with code ${String(code)}`))),
  ]);
  return pid;
}

async function firstBlock(rpcUrl: string): Promise<void> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    const status = await fetch(`${rpcUrl}/status`).catch(() => undefined);
    const text = status === undefined ? "" : await status.text();
    if (/"latest_block_height":"[1-9]/.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the stock chain made no block in ${READY_MS / 1_000} s`);
}
