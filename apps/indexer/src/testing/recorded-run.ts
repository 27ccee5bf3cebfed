import type { Loop } from "@openledger/modules/fixtures/loop";
import { host, offerMessage, sessionMessage } from "@openledger/modules/fixtures/messages";
import type { Codecs } from "@openledger/modules/fixtures/world";
import { MsgCreateOffer, MsgCreateOfferResponse, MsgOpenSession, MsgOpenSessionResponse } from "@openledger/messages/openledger/market/v1";
import { parseCoins } from "../decode/coins.ts";
import type { CommittedBlock, SourceEvent, SourceGenesis, SourceTx } from "../source/committed-block.ts";
import { chainOf, sampleGenesis } from "./sample-chain.ts";
import { call, event, madeCall, tx } from "./sample-parts.ts";

/** The protocol's modules at work, with the blocks that a node would serve of it. */
export interface RecordedRun {
  readonly loop: Loop;
  /** Runs a message, which joins the block at hand. Throws what the handler throws, and then nothing is recorded. */
  deliver<Msg extends object, Response extends object>(codecs: Codecs<Msg, Response>, msg: Msg): Response;
  nextBlock(seconds: number): void;
  /** Every block that has ended; the first one makes the offer and opens the session. */
  blocks(): readonly CommittedBlock[];
}

/** Records a loop from its open session on. */
export function recordRun(loop: Loop): RecordedRun {
  const { world } = loop;
  const ended: { readonly txs: readonly SourceTx[]; readonly events: readonly SourceEvent[] }[] = [
    { txs: [createdOffer(), openedSession()], events: [] },
  ];
  let txs: SourceTx[] = [];
  return {
    loop,
    deliver([codec, responseCodec], msg) {
      const response = world.deliver([codec, responseCodec], msg);
      txs.push(tx([madeCall(codec, msg, responseCodec, response)], world.events));
      return response;
    },
    nextBlock(seconds) {
      world.nextBlock(seconds);
      ended.push({ txs, events: world.events });
      txs = [];
    },
    blocks: () => chainOf(ended),
  };
}

/** The sample's genesis in which whoever spends in these blocks has enough to. */
export function genesisOf(blocks: readonly CommittedBlock[]): SourceGenesis {
  const spenders = new Map<string, SourceGenesis["balances"][number]>();
  for (const event of blocks.flatMap(({ txs, events }) => [...txs.flatMap((one) => one.events), ...events])) {
    if (event.type !== "coin_spent") continue;
    const of = (key: string): string => event.attributes.find((attribute) => attribute.key === key)?.value ?? "";
    for (const { denom } of parseCoins(of("amount")) ?? []) spenders.set(`${of("spender")}/${denom}`, { address: of("spender"), denom, amount: 10n ** 15n });
  }
  return { ...sampleGenesis, balances: [...spenders.values()] };
}

function createdOffer(): SourceTx {
  return tx([call(MsgCreateOffer, offerMessage(), MsgCreateOfferResponse, { offerId: 1n })], [event("offer_created", { offer_id: 1n, host })]);
}

function openedSession(): SourceTx {
  const message = sessionMessage();
  const { buyer, offerId, escrow } = message;
  const opened = { session_id: 1n, offer_id: offerId, buyer, host, escrow: `${escrow?.amount}${escrow?.denom}`, opening_fee: "0" };
  return tx([call(MsgOpenSession, message, MsgOpenSessionResponse, { sessionId: 1n })], [event("session_opened", opened)]);
}
