import { createMerkleTree, receiptLeaf } from "@openledger/attribution";
import { MsgFeedback, type Correction } from "@openledger/messages/openledger/feedback/v1";
import type { ReceiptInclusion, Session } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { toAny } from "./accounts.ts";
import type { Action } from "./data-actions.ts";
import { prepareText, type SimWorld } from "./sim-world.ts";
import { inventText } from "./texts.ts";

export interface Settled {
  readonly session: Session;
  readonly inclusion: ReceiptInclusion;
}

/** A receipt of a session that has settled some; its settlement may still be pending. */
export function someSettled({ state, random, receipts, crypto }: SimWorld): Settled | undefined {
  const session = random.pick(state.sessions.filter(({ logSize }) => logSize > 0n));
  if (session === undefined) return undefined;
  const settled = (receipts.get(session.id) ?? []).slice(0, Number(session.logSize)).map(({ receipt }) => assertDefined(receipt, "a receipt"));
  const index = random.below(settled.length);
  const tree = createMerkleTree(crypto.sha256, settled.map((receipt) => receiptLeaf(crypto.sha256, receipt)));
  return { session, inclusion: { receipt: settled[index], path: tree.inclusionPath(index) } };
}

function correctionOf(world: SimWorld): Correction | undefined {
  const datanet = world.random.pick(world.state.datanets);
  if (datanet === undefined) return undefined;
  const rows = prepareText(world, inventText(world.random, 20 + world.random.below(20)));
  return {
    ...{ datanetId: datanet.id, title: "a correction", rows: rows.commitment, documentCount: 1, licence: "MIT" },
    ...{ evidenceHash: new Uint8Array(), blob: world.crypto.sha256(rows.root) },
  };
}

export const giveFeedback: Action = (world) => {
  const found = someSettled(world);
  const account = world.accounts.find(({ address }) => address === found?.session.buyer);
  if (found === undefined || account === undefined) return undefined;
  const correction = world.random.chance(40) ? correctionOf(world) : undefined;
  const rating = 1 + world.random.below(5);
  return { action: "giveFeedback", account, message: toAny(MsgFeedback, { buyer: account.address, inclusion: found.inclusion, rating, correction }) };
};

/** Somebody praises an answer that another one bought. */
export const feedbackWithoutPurchase: Action = (world) => {
  const found = someSettled(world);
  const account = world.random.pick(world.accounts.filter(({ address }) => address !== found?.session.buyer));
  if (found === undefined || account === undefined) return undefined;
  return { action: "feedbackWithoutPurchase", account, message: toAny(MsgFeedback, { buyer: account.address, inclusion: found.inclusion, rating: 5 }) };
};
