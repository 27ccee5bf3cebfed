import { frameOf } from "@openledger/abci";
import { Request } from "@openledger/messages/tendermint/abci";
import { concatBytes } from "@openledger/primitives";
import { expect, test } from "vitest";
import { connectAbci } from "./abci-client.ts";
import { connectComet } from "./comet-connections.ts";
import { createBench } from "./app-process.fixture.ts";

const echo = (message: string): Uint8Array => frameOf(Request.toBytes(Request.create({ echo: { message } })));

test("frames come cut anywhere and glued together, and are answered in order", async () => {
  using bench = createBench();
  const { comet, server, kill } = await bench.start();
  const client = await connectAbci(server.address);
  const long = "x".repeat(300);
  const answers = [client.send("echo", { message: long }), client.send("echo", { message: "b" }), client.flush()];
  const all = concatBytes(...Array.from({ length: 50 }, (_, i) => echo(`glued ${i}`)));
  const raw = await connectAbci(server.address);
  const glued = Array.from({ length: 50 }, (_, i) => raw.send("echo", { message: `glued ${i}` }));
  raw.writeRaw(all.subarray(0, 1));
  for (let at = 1; at < all.length; at += 7) {
    await new Promise((resolve) => setImmediate(resolve));
    raw.writeRaw(all.subarray(at, at + 7));
  }
  const texts = (await Promise.all(glued)).map(({ message }) => message);
  expect(texts).toEqual(Array.from({ length: 50 }, (_, i) => `glued ${i}`));
  expect(await Promise.all(answers)).toMatchObject([{ message: long }, { message: "b" }, undefined]);
  expect(comet.query).toBeDefined();
  client.close();
  raw.close();
  await kill();
});

test("a frame above the limit, a length of ten bytes and bytes that are no request end the connection with a sentence", async () => {
  using bench = createBench();
  const { server, comet, kill } = await bench.start({ frameBytes: 1_000 });
  const cases = [
    { bytes: Uint8Array.of(0xe9, 0x07), says: "above the limit of 1000" },
    { bytes: new Uint8Array(10).fill(0xff), says: "above the limit of 1000" },
    { bytes: new Uint8Array(10).fill(0x80), says: "a length of more than five bytes" },
    { bytes: frameOf(Uint8Array.of(0xff, 0xff)), says: "tendermint.abci.Request: ends inside a varint" },
    { bytes: frameOf(new Uint8Array(0)), says: "a request of no kind" },
  ];
  for (const { bytes, says } of cases) {
    const client = await connectAbci(server.address);
    const answer = client.call("echo", { message: "x" });
    await answer;
    const next = client.send("info", {});
    client.writeRaw(bytes);
    await expect(next).rejects.toThrow(says);
    await client.closed;
  }
  // The others go on.
  expect((await comet.query.call("echo", { message: "still here" })).message).toBe("still here");
  await kill();
});

test("another dialect is refused loudly, and a second engine is not let in", async () => {
  using bench = createBench();
  const { comet, server, reports, kill } = await bench.start();
  await bench.engine.handshake(comet);
  for (const abciVersion of ["1.0.0", "2.1.0", "2.3.0"]) {
    const client = await connectAbci(server.address);
    await expect(client.call("info", { version: "1.0.1", abciVersion })).rejects.toThrow(`CometBFT 1.0.1 speaks ABCI ${abciVersion}, and this node 2.0 alone; run CometBFT v0.38`);
  }
  const second = await connectComet(server.address);
  await expect(second.consensus.call("commit", {})).rejects.toThrow("another CometBFT drives this node already");
  expect(reports.length).toBe(4);
  second.close();
  await bench.engine.decide(comet, []);
  await expect(comet.consensus.call("commit", {})).rejects.toThrow("Commit without a FinalizeBlock");
  await kill();
});
