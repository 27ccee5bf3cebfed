import type { Method } from "./method.ts";
import { abciMethods } from "./methods/abci.ts";
import { blockMethods } from "./methods/blocks.ts";
import { consensusMethods } from "./methods/consensus.ts";
import { infoMethods } from "./methods/info.ts";
import { mempoolMethods } from "./methods/mempool.ts";
import { txMethods } from "./methods/txs.ts";

/** Every method that HTTP and WebSocket share, by name. Subscriptions exist on a WebSocket only. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [...infoMethods, ...blockMethods, ...txMethods, ...abciMethods, ...mempoolMethods, ...consensusMethods].map((one) => [one.name, one]),
);
