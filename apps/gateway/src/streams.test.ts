// Many callers of one host at a time.
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64, fromUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startGateway } from "./compose.ts";
import { callHost, offer, openByHand, publishExternal, signHead } from "./external.fixture.ts";
import { startTestNetwork } from "./network.fixture.ts";
import { begin, pause, say, startTestUpstream } from "./upstream/upstream.fixture.ts";

const SESSIONS = 4;
const CALLS = 50;

test("200 concurrent streams through one gateway lose no receipt and mix no words", async () => {
  const network = await startTestNetwork();
  const upstream = await startTestUpstream(async (response, body) => {
    begin(response);
    for (const word of `Answer to ${body.messages.at(-1)?.content ?? ""} it is`.split(" ")) {
      say(response, `${word} `);
      await pause(20);
    }
    say(response, "", "stop");
    response.end("data: [DONE]\n\n");
  });
  const model = await publishExternal(network, 0);
  const offerId = await offer(network, "host", "talker", { ...model, unsignedCalls: 64, capacity: SESSIONS * CALLS });
  const { node, wallet } = network;
  const gateway = await startGateway({
    ...{ home: network.home("talker"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ upstream: { url: upstream.url }, settleAfterMs: 3_600_000, logLevel: "silent" },
  });
  try {
    const sessions = [];
    for (let i = 0; i < SESSIONS; i++) sessions.push(await openByHand(network, offerId, "1000000"));
    const calls = sessions.flatMap((session) => Array.from({ length: CALLS }, (_, nonce) => ({ session, nonce })));
    const openings = await Promise.all(
      calls.map(async ({ session, nonce }) => {
        const response = await callHost(gateway.url, session, nonce, { content: `s${session.id}n${nonce}`, stream: true });
        const text = await response.text();
        const encoded = /"opening":"([^"]+)"/.exec(text)?.[1] ?? "";
        return ReceiptOpening.fromBytes(fromBase64(encoded));
      }),
    );
    expect(openings.map(({ output }) => fromUtf8(output))).toEqual(
      calls.map(({ session, nonce }) => `Answer to s${session.id}n${nonce} it is `),
    );
    for (const session of sessions) {
      const own = openings.filter(({ receipt }) => receipt?.sessionId === session.id);
      own.sort((a, b) => Number((a.receipt?.index ?? 0n) - (b.receipt?.index ?? 0n)));
      expect(own.map(({ receipt }) => Number(receipt?.index))).toEqual(Array.from({ length: CALLS }, (_, i) => i));
      expect(await (await signHead(network, gateway.url, session, own)).json()).toMatchObject({ receipts: CALLS, signed: CALLS });
    }
  } finally {
    await gateway.close();
    await upstream.close();
    await network.close();
  }
});
