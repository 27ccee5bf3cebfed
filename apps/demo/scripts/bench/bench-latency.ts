import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildReceiptOpening } from "@openledger/attribution";
import { answerPrice } from "@openledger/client";
import { loadServedModel, type ServedModel } from "@openledger/gateway";
import { OutputLabel } from "@openledger/messages/openledger/attribution/v1";
import { fromUtf8 } from "@openledger/primitives";
import OpenAI from "openai";
import { demoQuestions } from "../../src/corpus/demo-questions.ts";
import type { PreparedNetwork } from "../../src/prepare-network.ts";
import { gatewaySpec, proxySpec } from "../../src/supervisor/services.ts";
import type { BenchPlace } from "./bench-network.ts";
import { percentile } from "./open-loop.ts";

const ROUNDS = 6;
const WARM_UP = 20;

/** Milliseconds. */
export interface Spread {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LatencyResult {
  readonly calls: number;
  /** Ranking and putting the answer together, in process. */
  readonly answer: Spread;
  /** Tokens, spans, owners, row trees, roots and openings: what a claim and its receipt add, in process. */
  readonly claimAndReceipt: Spread;
  /** The same answers from a bare HTTP server, through the OpenAI client. */
  readonly bareServer: Spread;
  /** Through the buyer's proxy and the host's gateway: nonce and receipt logged, verified, head signed and posted. */
  readonly proxyAndGateway: Spread;
  /** The difference of the two, percentile by percentile. */
  readonly added: Spread;
}

/** What receipt, claim and proxy add to an answer, one call after the other. */
export async function benchLatency(place: BenchPlace, network: PreparedNetwork): Promise<LatencyResult> {
  const { world, node, offer } = network;
  const { client, blobs, crypto } = world;
  const served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, offer.id);
  const all = [...(await demoQuestions("main")), ...(await demoQuestions("headings"))].map(({ question }) => question);
  const questions = Array.from({ length: ROUNDS }, () => all).flat();
  const inProcess = measureInProcess(network, served, questions);
  const bare = await bareServer(served);
  const bareTimes = await measureCalls(`${bare.url}/v1`, questions);
  bare.close();
  const gateway = await place.supervisor.start(gatewaySpec(place.home, place.ports, node, offer.id));
  const proxy = await place.supervisor.start(proxySpec(place.home, place.ports, node, gateway.ready));
  const proxyTimes = await measureCalls(`${proxy.ready.url}/v1`, questions);
  await proxy.stop();
  await gateway.stop();
  const [bareSpread, proxySpread] = [spread(bareTimes), spread(proxyTimes)];
  return {
    calls: questions.length,
    ...inProcess,
    bareServer: bareSpread,
    proxyAndGateway: proxySpread,
    added: {
      p50Ms: Math.round((proxySpread.p50Ms - bareSpread.p50Ms) * 100) / 100,
      p99Ms: Math.round((proxySpread.p99Ms - bareSpread.p99Ms) * 100) / 100,
    },
  };
}

function measureInProcess(
  { world }: PreparedNetwork,
  served: ServedModel,
  questions: readonly string[],
): Pick<LatencyResult, "answer" | "claimAndReceipt"> {
  const { sha256 } = world.crypto;
  const answering: number[] = [];
  const claiming: number[] = [];
  questions.forEach((question, i) => {
    const begun = performance.now();
    const answer = served.engine.answer({ messages: [{ role: "user", text: question }], sessionId: 1n, nonce: BigInt(i + 1) });
    const answered = performance.now();
    const latencyMs = 20n;
    buildReceiptOpening(
      sha256,
      {
        ...{ chainId: world.client.chainId, sessionId: 1n, index: BigInt(i), nonce: BigInt(i + 1) },
        ...{ modelId: served.offer.modelId, modelVersion: served.offer.modelVersion, latencyMs },
        outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
        request: [{ role: "user", text: question }],
        requestSecret: sha256(answer.output),
        outputSecret: sha256(sha256(answer.output)),
        ...answer,
        price: (input, tokens) =>
          answerPrice(served.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(tokens), latencyMs }),
      },
      served.source,
    );
    answering.push(answered - begun);
    claiming.push(performance.now() - answered);
  });
  return { answer: spread(answering), claimAndReceipt: spread(claiming) };
}

/** The model's answers without a ledger: what a host would serve if nobody had to be paid. */
async function bareServer(served: ServedModel): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => (body += data.toString("utf8")));
    request.on("end", () => {
      const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] };
      const asked = [{ role: "user", text: messages.at(-1)?.content ?? "" }];
      const content = fromUtf8(served.engine.answer({ messages: asked, sessionId: 1n, nonce: 1n }).output);
      const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ id: "bare", object: "chat.completion", created: 0, model: "passages", choices }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function measureCalls(baseURL: string, questions: readonly string[]): Promise<number[]> {
  const openai = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
  const times: number[] = [];
  for (const content of [...questions.slice(0, WARM_UP), ...questions]) {
    const begun = performance.now();
    await openai.chat.completions.create({ model: "passages", messages: [{ role: "user", content }] });
    times.push(performance.now() - begun);
  }
  return times.slice(WARM_UP);
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50Ms: percentile(sorted, 50), p99Ms: percentile(sorted, 99) };
}
