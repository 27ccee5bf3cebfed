/** Signed headers of a chain whose blocks CometBFT has, from any of its nodes or `cometbft inspect`. */
import { fromHex, equalBytes, toHex, type Crypto, type Height } from "@openledger/primitives";
import { z } from "zod";
import { nodeError } from "../node-error.ts";
import { previousChainOfHeaders, type PreviousChain, type SignedHeaderJson } from "./previous-chains.ts";

const answered = z.object({ result: z.unknown(), error: z.object({ data: z.string() }).optional() });
const blockchain = z.object({ last_height: z.string() });
const commit = z.object({ signed_header: z.object({ header: z.looseObject({ app_hash: z.string(), chain_id: z.string() }), commit: z.looseObject({}) }) });
const validators = z.object({ validators: z.array(z.looseObject({})), total: z.string() });
const refusal = z.string().transform((text, ctx) => {
  const lowest = /lowest height is (\d{1,19})/.exec(text)?.[1];
  if (lowest !== undefined) return { lowest: BigInt(lowest) };
  ctx.addIssue(text);
  return z.NEVER;
});
const ANSWER_MS = 10_000;
const PER_PAGE = 100;

/** What an exported state is compared with. */
export interface ExportedState {
  readonly chainId: string;
  readonly height: Height;
  readonly appHash: Uint8Array;
}

/**
 * The entry of `previous_chains` for a state of that chain. Throws `COMET_RPC` when the node does not answer, `HOME` for
 * headers that are not signed, of another chain, or that contradict the state.
 */
export async function previousChainOfComet(crypto: Crypto, rpcUrl: string, { chainId, height, appHash }: ExportedState): Promise<PreviousChain> {
  // `cometbft inspect` has no /status.
  const last = BigInt((await ask(rpcUrl, "blockchain", blockchain)).last_height);
  if (last < height) throw nodeError("HOME", `the node at ${rpcUrl} has blocks up to ${last}, and the state is of height ${height}; name a node that has them`);
  const above = last > height ? height + 1n : height;
  const [first, highest] = [await signedAt(rpcUrl, await firstHeight(rpcUrl)), await signedAt(rpcUrl, above)];
  const { header } = commit.parse(highest).signed_header;
  if (header.chain_id !== chainId) throw nodeError("HOME", `the node at ${rpcUrl} is of chain ${header.chain_id}, not ${chainId}`);
  if (above > height && !equalBytes(fromHex(header.app_hash.toLowerCase()), appHash)) {
    throw nodeError("HOME", `block ${above} of the node at ${rpcUrl} names app hash ${header.app_hash}, and the state here has ${toHex(appHash)}: one of the two is of another chain`);
  }
  return previousChainOfHeaders(crypto, height, first, highest);
}

/** The first height that the node keeps, which CometBFT names when it is asked for one below. */
async function firstHeight(rpcUrl: string): Promise<bigint> {
  const answered = await ask(rpcUrl, "commit?height=1", z.union([commit, refusal]));
  return "lowest" in answered ? answered.lowest : 1n;
}

async function signedAt(rpcUrl: string, at: bigint): Promise<SignedHeaderJson> {
  const { signed_header: signedHeader } = await ask(rpcUrl, `commit?height=${at}`, commit);
  const members: unknown[] = [];
  for (let page = 1; ; page++) {
    const { validators: some, total } = await ask(rpcUrl, `validators?height=${at}&per_page=${PER_PAGE}&page=${page}`, validators);
    members.push(...some);
    if (some.length === 0 || members.length >= Number(total)) return { signed_header: signedHeader, validators: members };
  }
}

async function ask<Answer>(rpcUrl: string, question: string, answer: z.ZodType<Answer>): Promise<Answer> {
  let json: unknown;
  try {
    const response = await fetch(`${rpcUrl}/${question}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    json = await response.json();
  } catch (error) {
    throw nodeError("COMET_RPC", `CometBFT does not answer at ${rpcUrl}; name the RPC of a node of the chain, or run "cometbft inspect --home FOLDER" beside the stopped one`, error);
  }
  const { result, error } = answered.safeParse(json).data ?? {};
  const parsed = answer.safeParse(result ?? error?.data);
  if (parsed.success) return parsed.data;
  throw nodeError("COMET_RPC", `${rpcUrl}/${question} gave no answer of CometBFT v0.38: ${JSON.stringify(json).slice(0, 300)}`);
}
