/** `npm run operate -- CONFIG.toml`: one organisation that runs everything itself, with the same receipts. */
import { BuyerError } from "@openledger/buyer";
import { ClientError } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { CorpusError } from "../corpus/corpus.ts";
import { readOperatorConfig } from "./config.ts";
import { startOperator } from "./start-operator.ts";

const EXPECTED = [OperationalError, ClientError, CorpusError, BuyerError] as const;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main([path, ...rest]: readonly string[]): Promise<void> {
  if (path === undefined || rest.length > 0 || path.startsWith("-")) {
    say("usage: npm run operate -- CONFIG.toml   (see docs/single-operator.md)");
    process.exitCode = path === "--help" ? 0 : 2;
    return;
  }
  const config = readOperatorConfig(path);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.once(signal, () => resolve());
  });
  const operator = await startOperator(config, say);
  const { v1Url, rpcUrl, gatewayUrl, model, contributions, registered } = operator;
  say(`${config.name} serves ${config.model} at ${v1Url} · RPC ${rpcUrl} · gateway ${gatewayUrl}`);
  process.send?.({ type: "ready", v1Url, rpcUrl, gatewayUrl, model: `${model.modelId}@${model.version}`, contributions, registered });
  try {
    await Promise.race([interrupted, operator.failed]);
  } finally {
    await operator.close();
    if (process.connected) process.disconnect?.();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (process.connected) process.disconnect?.();
  const isSentence = EXPECTED.some((kind) => error instanceof kind);
  say(`operate: ${error instanceof Error ? (isSentence ? error.message : (error.stack ?? error.message)) : String(error)}`);
}
