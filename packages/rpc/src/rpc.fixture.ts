/** A chain without blocks behind the RPC, for tests of shapes that do not depend on blocks. */
import { createRankedSet } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { OperationalError } from "@openledger/ports";
import { height, unixNanos } from "@openledger/primitives";
import type { AbciEvent, ExecTxResult } from "@openledger/state-machine";
import type { RpcBackend } from "./backend.ts";

const NOTHING = new Uint8Array(0);

export function txResult(events: readonly AbciEvent[]): ExecTxResult {
  return { code: 0, data: NOTHING, log: "", info: "", gasWanted: 0n, gasUsed: 0n, events, codespace: "" };
}

export function eventOf(type: string, attributes: Readonly<Record<string, string>>): AbciEvent {
  return { type, attributes: Object.entries(attributes).map(([key, value]) => ({ key, value, index: true })) };
}

/** `results` are the transactions of heights 1, 2, … with their events, `blockEvents` the events of blocks themselves. */
export function createFakeBackend(
  results: readonly (readonly ExecTxResult[])[] = [],
  blockEvents: readonly (readonly AbciEvent[])[] = [],
): RpcBackend & { readonly listeners: Set<(at: ReturnType<typeof height>) => void> } {
  const crypto = createNodeCrypto();
  const publicKey = new Uint8Array(32).fill(7);
  const validators = createRankedSet(crypto.sha256, [{ publicKey, power: 10n }]);
  const listeners = new Set<(at: ReturnType<typeof height>) => void>();
  const all = results.flatMap((txs, i) => txs.map((_, index) => ({ height: height(BigInt(i + 1)), index })));
  const blocks = Math.max(results.length, blockEvents.length);
  const has = (events: readonly AbciEvent[] | undefined, tag: string, value: string): boolean =>
    events?.some(({ type, attributes }) =>
      attributes.some((one) => one.index && type !== "" && `${type}.${one.key}` === tag && one.value === value),
    ) ?? false;
  return {
    listeners,
    crypto,
    genesis: {
      chainId: "fake-1",
      genesisTime: unixNanos(1n),
      initialHeight: height(1n),
      consensusParams: { maxBlockBytes: 1n, maxBlockGas: -1n },
      validators: [],
      appState: {},
    },
    genesisDocument: { chain_id: "fake-1" },
    moniker: "fake",
    softwareVersion: "0",
    accounts: { bech32Prefix: "fake", baseDenom: "ufake" },
    minimumGasPrices: "",
    validator: { address: validators.proposer, publicKey },
    chain: {
      firstHeight: height(blocks === 0 ? 0n : 1n),
      lastHeight: height(BigInt(blocks)),
      block: () => undefined,
      heightOf: () => undefined,
      validatorsAt: () => validators,
      results: (at) => {
        const i = Number(at) - 1;
        return i < blocks ? { events: blockEvents[i] ?? [], txResults: results[i] ?? [], validatorUpdates: [], appHash: NOTHING } : undefined;
      },
      blocksWithAttribute: (tag, value) => blockEvents.flatMap((events, i) => (has(events, tag, value) ? [i + 1] : [])),
      txs: {
        count: all.length,
        byHash: () => undefined,
        between: (from, to) => all.filter((one) => one.height >= from && one.height <= to),
        withAttribute: (tag, value) =>
          all.filter(({ height: at, index }) => has(results[Number(at) - 1]?.[index]?.events, tag, value)),
      },
    },
    mempool: {
      count: 0,
      bytes: 0,
      admit: () => Promise.reject(new OperationalError("TX_IN_CACHE", "tx already exists in cache", { retryable: false })),
      list: () => [],
    },
    app: {
      info: () => ({ height: height(0n), appHash: NOTHING }),
      checkTx: () => {
        throw new TypeError("a defect with an inner secret");
      },
      query: ({ height: at }) => ({
        code: 6,
        log: "unknown query path: unknown request",
        codespace: "sdk",
        key: NOTHING,
        value: NOTHING,
        proofOps: [],
        height: at,
      }),
    },
    onBlock(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
