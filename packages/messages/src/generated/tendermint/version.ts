// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

/**
 * App includes the protocol and software version for the application.
 * This information is included in ResponseInfo. The App.Protocol can be
 * updated in ResponseEndBlock.
 */
export interface App {
  protocol: bigint;
  software: string;
}
export const App: MessageCodec<App> = defineMessage<App>("tendermint.version.App", [
  { no: 1, key: "protocol", name: "protocol", type: "uint64" },
  { no: 2, key: "software", name: "software", type: "string" },
]);

/**
 * Consensus captures the consensus rules for processing a block in the blockchain,
 * including all blockchain data structures and the rules of the application's
 * state transition machine.
 */
export interface Consensus {
  block: bigint;
  app: bigint;
}
export const Consensus: MessageCodec<Consensus> = defineMessage<Consensus>("tendermint.version.Consensus", [
  { no: 1, key: "block", name: "block", type: "uint64" },
  { no: 2, key: "app", name: "app", type: "uint64" },
]);
