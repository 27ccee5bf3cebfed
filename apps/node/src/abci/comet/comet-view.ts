/** What REST says of blocks, transactions and validators beside a CometBFT: what its RPC says. */
import type { RankedValidator } from "@openledger/comet";
import { DefaultNodeInfo } from "@openledger/messages/tendermint/p2p";
import { OperationalError } from "@openledger/ports";
import { fromBase64, fromHex, toBase64 } from "@openledger/primitives";
import { RpcError, type ChainView, type ViewedTx } from "@openledger/rpc";
import type { ExecTxResult } from "@openledger/state-machine";
import { z } from "zod";
import { blockAnswer, timestampFrom } from "./comet-block.ts";
import type { CometRpc } from "./comet-rpc.ts";

const int64 = z.string().regex(/^-?\d{1,19}$/).transform(BigInt);
const hex = z.string().regex(/^([0-9A-Fa-f]{2})*$/).transform((text) => fromHex(text.toLowerCase()));
const base64 = z.base64().nullish().transform((text) => fromBase64(text ?? ""));
const text = z.string().default("");

const status = z.object({
  node_info: z.object({
    protocol_version: z.object({ p2p: int64, block: int64, app: int64 }),
    ...{ id: z.string(), listen_addr: z.string(), network: z.string(), version: z.string(), channels: hex, moniker: z.string() },
    other: z.object({ tx_index: text, rpc_address: text }),
  }),
  sync_info: z.object({ latest_block_height: int64, earliest_block_height: int64, catching_up: z.boolean() }),
});

const validatorPage = z.object({
  validators: z.array(
    z.object({
      pub_key: z.object({ type: z.literal("tendermint/PubKeyEd25519"), value: base64 }),
      ...{ address: hex, voting_power: int64, proposer_priority: int64 },
    }),
  ),
  total: z.string(),
});

const event = z.object({ type: z.string(), attributes: z.array(z.object({ key: text, value: text, index: z.boolean().default(false) })).nullish() });
const execResult: z.ZodType<ExecTxResult> = z
  .object({ code: z.int().default(0), data: base64, log: text, info: text, gas_wanted: int64, gas_used: int64, events: z.array(event).nullish(), codespace: text })
  .transform(({ gas_wanted: gasWanted, gas_used: gasUsed, events, ...rest }) => ({
    ...{ ...rest, gasWanted, gasUsed },
    events: (events ?? []).map(({ type, attributes }) => ({ type, attributes: attributes ?? [] })),
  }));
const foundTx = z.object({ height: int64, tx: base64, tx_result: execResult });
const search = z.object({ txs: z.array(foundTx), total_count: z.string() });
const headerTime = z.object({ header: z.object({ time: z.string() }) });
const checked = z.object({ code: z.int(), data: z.string(), log: text, codespace: text });

const VALIDATORS_PER_PAGE = 100;
/** CometBFT's texts for what its mempool does not even check. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/tx already exists in cache/, "TX_IN_CACHE"],
  [/mempool is full/, "MEMPOOL_FULL"],
  [/tx too large/i, "TX_TOO_LARGE"],
];

export function createCometView(rpc: CometRpc): ChainView {
  const statusNow = () => rpc.ask("status", {}, status);

  async function timeOf(height: bigint): Promise<bigint> {
    const { header } = await rpc.ask("header", { height: `${height}` }, headerTime);
    const { seconds, nanos } = timestampFrom(header.time);
    return seconds * 1_000_000_000n + BigInt(nanos);
  }

  async function withTimes(found: readonly z.infer<typeof foundTx>[]): Promise<readonly ViewedTx[]> {
    const heights = [...new Set(found.map(({ height }) => height))];
    const times = new Map(await Promise.all(heights.map(async (height) => [height, await timeOf(height)] as const)));
    return found.map(({ height, tx: bytes, tx_result: result }) => ({ height, bytes, result, time: times.get(height) ?? 0n }));
  }

  return {
    async nodeInfo() {
      const { node_info: { protocol_version: protocolVersion, id, listen_addr: listenAddr, other, ...rest } } = await statusNow();
      const { tx_index: txIndex, rpc_address: rpcAddress } = other;
      return DefaultNodeInfo.create({ ...rest, protocolVersion, defaultNodeId: id, listenAddr, other: { txIndex, rpcAddress } });
    },
    isSyncing: async () => (await statusNow()).sync_info.catching_up,
    async heights() {
      const { earliest_block_height: first, latest_block_height: last } = (await statusNow()).sync_info;
      return { first: last === 0n ? 0n : first, last };
    },
    async block(height) {
      const { first, last } = await this.heights();
      return height < first || height > last || last === 0n ? undefined : rpc.ask("block", { height: `${height}` }, blockAnswer);
    },
    async validators(height) {
      const all: RankedValidator[] = [];
      for (let page = 1; ; page++) {
        const { validators, total } = await rpc.ask("validators", { height: `${height}`, page: `${page}`, per_page: `${VALIDATORS_PER_PAGE}` }, validatorPage);
        all.push(...validators.map((one) => ({ address: one.address, publicKey: one.pub_key.value, power: one.voting_power, priority: one.proposer_priority })));
        if (validators.length === 0 || all.length >= Number(total)) return all;
      }
    },
    async tx(hash) {
      try {
        const [viewed] = await withTimes([await rpc.ask("tx", { hash: toBase64(hash), prove: false }, foundTx)]);
        return viewed;
      } catch (error) {
        if (error instanceof RpcError && /^tx \([0-9A-F]*\) not found/i.test(error.message)) return undefined;
        throw error;
      }
    },
    async searchTxs({ query, order, page, perPage }) {
      const { txs, total_count: total } = await rpc.ask("tx_search", { query, prove: false, page: `${page}`, per_page: `${perPage}`, order_by: order }, search);
      return { total: Number(total), txs: await withTimes(txs) };
    },
    async admit(tx) {
      try {
        const { code, codespace, data, log } = await rpc.ask("broadcast_tx_sync", { tx: toBase64(tx) }, checked);
        return { code, codespace, log, data: fromHex(data.toLowerCase()) };
      } catch (error) {
        const code = error instanceof RpcError ? REFUSALS.find(([text]) => text.test(error.message))?.[1] : undefined;
        if (code === undefined) throw error;
        throw new OperationalError(code, (error as RpcError).message, { retryable: false, cause: error });
      }
    },
  };
}
