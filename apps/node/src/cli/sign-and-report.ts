import { ClientError, type ChainClient, type OutgoingMessage, type SendOptions, type SentTx } from "@openledger/client";
import { ServiceService as NodeService } from "@openledger/messages/cosmos/base/node/v1beta1";
import { openSigning, type SignFlags, type SigningContext } from "./chain-flags.ts";
import { confirm } from "./confirm.ts";
import { sendOptions } from "./send-options.ts";

/** What a command is about to sign, in words and as messages. */
export interface Intent {
  /** One line per thing that will be true afterwards. */
  readonly words: readonly string[];
  readonly messages: readonly OutgoingMessage[];
  readonly send?: SendOptions;
  /** What came of it, one line each. */
  readonly outcome?: (sent: SentTx) => readonly string[];
}

const INSUFFICIENT_FEE = 13;
/** What was posted to DA is waited for until its time is over there. */
const FORCED_PATIENCE_MS = Number.MAX_SAFE_INTEGER;

/** Says in words what is signed, asks (unless --yes), signs, waits for the block and says what came of it. */
export async function signAndReport(
  flags: SignFlags,
  intend: (context: SigningContext) => Intent | Promise<Intent>,
): Promise<void> {
  const given = sendOptions(flags);
  const context = await openSigning(flags);
  try {
    const intent = await intend(context);
    process.stderr.write(`${context.address} signs on ${context.client.chainId}:\n`);
    for (const line of intent.words) process.stderr.write(`  ${line}\n`);
    if (!flags.yes) await confirm("Sign this?", "nothing was signed");
    const patience = flags.forceViaDa === undefined ? {} : { timeoutMs: FORCED_PATIENCE_MS };
    const send = { ...given, ...intent.send, ...patience };
    if (flags.broadcastMode === "sync") return reportTaken(flags, await context.sender.submit(intent.messages, send));
    reportSent(flags, await sent(context, intent.messages, send), intent);
  } catch (error) {
    throw (await withPrice(context.client, error)) ?? error;
  } finally {
    context.client.disconnect();
  }
}

/** What was posted to DA is waited for as long as the sequencer has time to take it. */
async function sent({ sender, forced }: SigningContext, messages: readonly OutgoingMessage[], send: SendOptions): Promise<SentTx> {
  if (forced === undefined) return sender.send(messages, send);
  const waiting = new AbortController();
  try {
    return await Promise.race([sender.send(messages, { ...send, signal: waiting.signal }), forced.timeIsOver(waiting.signal)]);
  } finally {
    waiting.abort();
  }
}

function reportSent({ output }: SignFlags, sent: SentTx, { outcome }: Intent): void {
  const lines = outcome?.(sent) ?? [];
  const { hash: txhash, height, code, codespace, gasUsed, gasWanted, events } = sent;
  const numbers = { height: `${height}`, gas_wanted: `${gasWanted}`, gas_used: `${gasUsed}` };
  if (output === "json") process.stdout.write(`${JSON.stringify({ txhash, code, codespace, ...numbers, outcome: lines, events })}\n`);
  else process.stdout.write([...lines, `In block ${height}, gas ${gasUsed}, transaction ${txhash}`].map((line) => `${line}\n`).join(""));
}

function reportTaken({ output }: SignFlags, txhash: string): void {
  const hint = `The node has taken transaction ${txhash}; "openledgerd query tx ${txhash}" says what became of it.`;
  process.stdout.write(`${output === "json" ? JSON.stringify({ txhash, code: 0, codespace: "" }) : hint}\n`);
}

/** A refusal for its fee also says which flag pays it. */
async function withPrice(client: ChainClient, error: unknown): Promise<ClientError | undefined> {
  if (!(error instanceof ClientError) || error.chainCode?.codespace !== "sdk" || error.chainCode.code !== INSUFFICIENT_FEE) return undefined;
  const { minimumGasPrice } = await client.query(NodeService.Config, {});
  const [price = minimumGasPrice, ...others] = minimumGasPrice.split(",");
  const choice = others.length === 0 ? "" : ` (or one of ${others.join(", ")})`;
  return new ClientError(error.code, `${error.message}; add --gas-prices ${price}${choice}`, { cause: error, chainCode: error.chainCode });
}
