import type { LightBlock } from "@openledger/comet";
import type { Sha256 } from "@openledger/primitives";
import { validatorSetFromJson, signedHeaderFromJson, VALIDATORS_MAX } from "./comet-json.ts";
import { LightError } from "./light-error.ts";

const PER_PAGE = 100;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/** Where headers come from; nothing that it says is believed. */
export interface LightProvider {
  /** For messages. */
  readonly name: string;
  /** Throws LightError `no-response`, `not-found`, `height-too-high` or `bad-block`. */
  lightBlock(height: bigint | "latest"): Promise<LightBlock>;
}

/**
 * Reads light blocks from a node's CometBFT RPC: `commit` and `validators`, as CometBFT's own HTTP provider does.
 *
 * @example
 * const primary = createRpcLightProvider({ rpcUrl: "http://127.0.0.1:26657", sha256: crypto.sha256 });
 */
export function createRpcLightProvider(options: {
  readonly rpcUrl: string;
  readonly sha256: Sha256;
  readonly timeoutMs?: number;
}): LightProvider {
  const { sha256, timeoutMs = 10_000 } = options;
  const rpcUrl = options.rpcUrl.replace(/\/+$/, "");
  const ask = (path: string): Promise<unknown> => askRpc(rpcUrl, path, timeoutMs);
  return {
    name: rpcUrl,
    async lightBlock(height) {
      const answer = await ask(height === "latest" ? "commit" : `commit?height=${height}`);
      return reading(rpcUrl, async () => {
        const signed = signedHeaderFromJson((answer as { signed_header?: unknown }).signed_header);
        const members = await allValidators(ask, signed.header.height);
        return { ...signed, validators: validatorSetFromJson(sha256, members) };
      });
    },
  };
}

async function allValidators(ask: (path: string) => Promise<unknown>, height: bigint): Promise<unknown[]> {
  const members: unknown[] = [];
  for (let page = 1; members.length < VALIDATORS_MAX; page++) {
    const answer = await ask(`validators?height=${height}&page=${page}&per_page=${PER_PAGE}`);
    const { validators, total } = answer as { validators?: unknown; total?: unknown };
    if (!Array.isArray(validators)) throw new TypeError("no list of validators");
    members.push(...(validators as unknown[]));
    if (validators.length === 0 || members.length >= Number(total)) break;
  }
  return members;
}

/** What `read` gives; an answer that is no light block is the provider's fault. */
async function reading<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LightError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new LightError("bad-block", `${name} sent what is no light block: ${why.slice(0, 200)}`, { cause: error });
  }
}

async function askRpc(rpcUrl: string, path: string, timeoutMs: number): Promise<unknown> {
  let text: string;
  try {
    const response = await fetch(`${rpcUrl}/${path}`, { signal: AbortSignal.timeout(timeoutMs) });
    text = await readBounded(response);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LightError("no-response", `${rpcUrl} does not answer: ${why}`, { cause: error });
  }
  const { result, error } = parse(rpcUrl, text);
  if (error === undefined && typeof result === "object" && result !== null) return result;
  const { message = "", data = "" } = error ?? {};
  throw refusal(rpcUrl, `${message} ${data}`);
}

/** By the texts of CometBFT's RPC, which its own light client reads too. */
function refusal(rpcUrl: string, text: string): LightError {
  const said = `${rpcUrl}: ${text.trim().slice(0, 300)}`;
  if (/must be less than or equal to/.test(text)) return new LightError("height-too-high", said);
  if (/is not available|could not find/.test(text)) return new LightError("not-found", said);
  return new LightError("no-response", said);
}

function parse(
  rpcUrl: string,
  text: string,
): { readonly result?: unknown; readonly error?: { readonly message?: string; readonly data?: string } } {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LightError("no-response", `${rpcUrl} does not answer as a node's RPC does`);
}

async function readBounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return text + decoder.decode();
    length += part.value.length;
    if (length > ANSWER_BYTES_MAX) throw new RangeError(`more than ${ANSWER_BYTES_MAX} bytes`);
    text += decoder.decode(part.value, { stream: true });
  }
}
