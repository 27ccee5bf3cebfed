// Every method and subscription of unmodified CosmJS's Comet38Client, over HTTP, in batches and over a WebSocket, on two chains.
import { randomBytes } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import { coins } from "@cosmjs/proto-signing";
import { calculateFee } from "@cosmjs/stargate";
import { Comet38Client, HttpBatchClient, HttpClient, WebsocketClient, type comet38 } from "@cosmjs/tendermint-rpc";
import { TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { NETWORKS, startNetwork, type RunningNetwork } from "./networks.fixture.ts";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

describe.each(NETWORKS)("$chainId with the prefix $prefix", (network) => {
  const { prefix, chainId, feeDenom } = network;
  let running: RunningNetwork;
  const clients: Comet38Client[] = [];
  const client = (kind: "http" | "batch" | "socket"): Comet38Client => {
    const url = running.rpcUrl;
    const rpc = { http: () => new HttpClient(url), batch: () => new HttpBatchClient(url, { dispatchInterval: 5 }), socket: () => new WebsocketClient(url.replace("http", "ws")) };
    const made = Comet38Client.create(rpc[kind]());
    clients.push(made);
    return made;
  };
  /** A send to someone new from the account at an index, which only one test uses. */
  async function transfer(index: number): Promise<Uint8Array> {
    const from = running.addresses[index] ?? "";
    const toAddress = toBech32(prefix, randomBytes(20));
    const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress, amount: coins(1, feeDenom) } };
    const fee = calculateFee(150_000, `0.025${feeDenom}`);
    return TxRaw.encode(await running.direct.sign(from, [message], fee, "")).finish();
  }
  beforeAll(async () => {
    running = await startNetwork(network);
    const comet = client("http");
    await vi.waitFor(async () => expect((await comet.status()).syncInfo.latestBlockHeight).toBeGreaterThan(5), 30_000);
  });
  afterAll(async () => {
    for (const one of clients) one.disconnect();
    await running[Symbol.asyncDispose]();
  });

  test.each(["http", "batch", "socket"] as const)("every method answers over %s", async (kind) => {
    const comet = client(kind);
    const sender = { http: 1, batch: 2, socket: 3 }[kind];
    const status = await comet.status();
    // Of requests under way at once, the one that was sent first may be answered a block later.
    const [info, genesis, blockchain] = await Promise.all([comet.abciInfo(), comet.genesis(), comet.blockchain()]);
    expect(status.nodeInfo).toMatchObject({ network: chainId, protocolVersion: { p2p: 8, block: 11, app: 0 } });
    expect(status.nodeInfo.version).toMatch(/^0\.38\./);
    expect(status.nodeInfo.other.get("tx_index")).toBe("on");
    expect(status.syncInfo.catchingUp).toBe(false);
    expect(status.validatorInfo?.votingPower).toBeGreaterThan(0n);
    expect([info.lastBlockHeight ?? 0, genesis.chainId]).toEqual([expect.any(Number), chainId]);
    const { latestBlockHeight: height } = status.syncInfo;
    expect(blockchain.lastHeight).toBeGreaterThanOrEqual(height);
    expect(blockchain.blockMetas.map(({ header }) => header.height)).toEqual(blockchain.blockMetas.map((_, i) => blockchain.lastHeight - i));
    const clipped = await comet.blockchain(undefined, height + 20);
    expect(clipped.blockMetas[0]?.header.height).toBe(clipped.lastHeight);
    expect((await comet.blockchain(height - 2, height - 1)).blockMetas.map(({ header }) => header.height)).toEqual([height - 1, height - 2]);
    expect(await comet.health()).toBeNull();

    const sent = await comet.broadcastTxCommit({ tx: await transfer(sender) });
    expect([sent.checkTx.code, sent.txResult?.code ?? sent.checkTx.code]).toEqual([0, 0]);
    const found = await comet.tx({ hash: sent.hash, prove: true });
    expect([found.height, found.proof === undefined, found.result.code]).toEqual([sent.height, false, 0]);
    expect((await comet.block(sent.height)).block.txs.map(hexOf)).toContain(hexOf(found.tx));
    const results = await comet.blockResults(sent.height);
    expect(results.results.map(({ gasUsed }) => gasUsed)).toContain(found.result.gasUsed);
    const { commit, header } = await comet.commit(4);
    expect(header.height).toBe(4);
    expect(commit.signatures).toMatchObject([{ blockIdFlag: 2, validatorAddress: { length: 20 }, signature: { length: 64 } }]);
    for (const set of [await comet.validators({}), await comet.validatorsAll(), await comet.validators({ height: 3, page: 1, per_page: 1 })]) {
      expect(set).toMatchObject({ count: 1, total: 1, validators: [{ address: { length: 20 } }] });
    }
    expect((await comet.numUnconfirmedTxs()).total).toBeGreaterThanOrEqual(0);

    const sync = await comet.broadcastTxSync({ tx: await transfer(sender) });
    expect([sync.code, sync.hash.length]).toEqual([0, 32]);
    await vi.waitFor(async () => comet.tx({ hash: sync.hash }), 30_000);
    const queued = await comet.broadcastTxAsync({ tx: await transfer(sender) });
    await vi.waitFor(async () => expect((await comet.tx({ hash: queued.hash })).result.code).toBe(0), 30_000);
  });

  test("searches page, order and count as CosmJS expects", async () => {
    const comet = client("http");
    const from = running.addresses[4] ?? "";
    for (let i = 0; i < 3; i++) await comet.broadcastTxCommit({ tx: await transfer(4) });
    const query = `message.sender='${from}' AND message.action='/cosmos.bank.v1beta1.MsgSend'`;
    const [one, two, all] = [await comet.txSearch({ query, page: 1, per_page: 2 }), await comet.txSearch({ query, page: 2, per_page: 2 }), await comet.txSearchAll({ query, per_page: 2 })];
    expect([one.totalCount, one.txs.length, two.totalCount, two.txs.length]).toEqual([3, 2, 3, 1]);
    expect([...one.txs, ...two.txs]).toEqual(all.txs);
    const down = await comet.txSearch({ query, order_by: "desc" });
    expect(down.txs.toReversed()).toEqual(all.txs);
    expect((await comet.txSearch({ query: `tx.hash='${hexOf(down.txs[0]?.hash ?? new Uint8Array())}'` })).totalCount).toBe(1);
    const blocks = { query: "block.height >= 1 AND block.height <= 3" };
    const page = await comet.blockSearch({ ...blocks, page: 2, per_page: 2 });
    expect([page.totalCount, page.blocks.length]).toEqual([3, 1]);
    expect((await comet.blockSearchAll({ ...blocks, per_page: 2 })).blocks.map(({ block }) => block.header.height)).toEqual([1, 2, 3]);
    await expect(comet.txSearch({ query, page: 9, per_page: 2 })).rejects.toThrow("page should be within [1, 2] range, given 9");
    await expect(comet.txSearch({ query: "tx.height >" })).rejects.toThrow("-32603");
    await expect(comet.block(9_999_999)).rejects.toThrow("must be less than or equal to the current blockchain height");
    await expect(comet.tx({ hash: new Uint8Array(32) })).rejects.toThrow(`tx (${"0".repeat(64)}) not found`);
  });

  test("subscriptions deliver headers, blocks and transactions, shared, filtered and begun anew", async () => {
    const comet = client("socket");
    const [headers, again, blocks, txs, mine] = [[], [], [], [], []] as [comet38.NewBlockHeaderEvent[], comet38.NewBlockHeaderEvent[], comet38.NewBlockEvent[], comet38.TxEvent[], comet38.TxEvent[]];
    const from = running.addresses[5] ?? "";
    const subscriptions = [
      comet.subscribeNewBlockHeader().subscribe({ next: (event) => headers.push(event) }),
      comet.subscribeNewBlockHeader().subscribe({ next: (event) => again.push(event) }),
      comet.subscribeNewBlock().subscribe({ next: (event) => blocks.push(event) }),
      comet.subscribeTx().subscribe({ next: (event) => txs.push(event) }),
      comet.subscribeTx(`message.sender='${from}'`).subscribe({ next: (event) => mine.push(event) }),
    ];
    await vi.waitFor(() => expect(headers.length).toBeGreaterThan(0), 30_000);
    const first = await comet.broadcastTxCommit({ tx: await transfer(5) });
    const second = await comet.broadcastTxCommit({ tx: await transfer(6) });
    expect(second.height).toBeGreaterThan(first.height ?? 0);
    await vi.waitFor(() => expect(txs.map(({ hash }) => hexOf(hash))).toEqual([first, second].map(({ hash }) => hexOf(hash))), 30_000);
    await vi.waitFor(() => expect(mine.map(({ hash }) => hexOf(hash))).toEqual([hexOf(first.hash)]), 30_000);
    await vi.waitFor(() => expect(blocks.filter((block) => block.txs.length > 0).map(({ header }) => header.height)).toEqual([first.height, second.height]), 30_000);
    const [begin] = headers;
    expect(headers.map(({ height }) => height)).toEqual(headers.map((_, i) => (begin?.height ?? 0) + i));
    expect(again.map(({ height }) => height)).toEqual(headers.map(({ height }) => height));
    for (const subscription of subscriptions) subscription.unsubscribe();
    const heard = headers.length;
    const later: number[] = [];
    const renewed = comet.subscribeNewBlockHeader().subscribe({ next: ({ height }) => later.push(height) });
    await vi.waitFor(() => expect(later.length).toBeGreaterThan(1), 30_000);
    renewed.unsubscribe();
    expect([headers.length, later[1]]).toEqual([heard, (later[0] ?? 0) + 1]);
  });
});
