import { connect, createBlobClient, type TxSender } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { initHome } from "@openledger/node";
import type { DemoHome } from "../../home/demo-home.ts";
import { PREFIX } from "../../home/demo-keys.ts";
import { BASE_DENOM, CHAIN_ID } from "../../steps/demo-terms.ts";
import { choosePorts, settlePorts } from "../../supervisor/ports.ts";
import { nodeSpec } from "../../supervisor/services.ts";
import type { Supervisor } from "../../supervisor/supervisor.ts";
import { createMeteredSender, type FeeBook } from "../money/metered-sender.ts";
import { cheatAccounts, cheatAppState } from "./cheat-genesis.ts";
import { openParties, type Party } from "./parties.ts";
import type { Network } from "./stage.ts";

/** Starts the chain in a process of its own on free ports, as `npm start` does, with everybody's coins at genesis. */
export async function startNetwork(home: DemoHome, supervisor: Supervisor, blockTime: string): Promise<Network> {
  const crypto = createNodeCrypto();
  const parties = await openParties();
  const ports = await settlePorts(choosePorts(0, {}), 0);
  const chain = { chainId: CHAIN_ID, bech32Prefix: PREFIX, baseDenom: BASE_DENOM };
  initHome({ home: home.node, moniker: "cheat", ...chain, accounts: cheatAccounts(parties), appState: cheatAppState() });
  const { ready } = await supervisor.start(nodeSpec(home, ports, blockTime));
  const client = await connect(ready.rpcUrl);
  const fees: FeeBook = new Map();
  const senders = new Map<Party, TxSender>();
  return {
    ...{ home, client, crypto, parties, fees },
    blobs: createBlobClient(ready.restUrl, crypto.sha256),
    sender(party) {
      const known = senders.get(party) ?? createMeteredSender(client, parties[party], fees);
      senders.set(party, known);
      return known;
    },
  };
}
