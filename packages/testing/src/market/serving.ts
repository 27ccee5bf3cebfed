import { buildReceiptOpening, receiptHash, type AttributionSource } from "@openledger/attribution";
import { OutputLabel, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, type OwnedLine } from "@openledger/messages/openledger/market/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { signHash } from "../simulation/accounts.ts";
import { receiptKeyOf, settleMessage } from "../simulation/answering.ts";
import { composeQuotes, libraryOf } from "./library.ts";
import type { BookSession } from "./market-book.ts";
import { add } from "./market-book.ts";
import { TERMS, type MarketWorld } from "./market-world.ts";
import type { Name } from "./people.ts";

const DATA_BPS = 4_000n;

/** Answers one call: the receipt joins the session's log as the host attributes it with `source`. */
export function answerCall(world: MarketWorld, session: BookSession, source?: AttributionSource): ReceiptOpening {
  const { crypto, chain, receipts, book } = world;
  const { sha256 } = crypto;
  const log = receipts.get(session.id) ?? [];
  const { modelId } = session.offer;
  const random = world.roll(session.buyer, `secrets of ${log.length}`);
  const unsigned = buildReceiptOpening(
    sha256,
    {
      ...{ chainId: chain.chainId, sessionId: session.id, index: BigInt(log.length), nonce: BigInt(log.length + 1) },
      ...{ modelId, modelVersion: 1n, latencyMs: 20n, outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE },
      request: [{ role: "user", text: `question ${log.length} of session ${session.id}` }],
      ...{ requestSecret: random.bytes(32), outputSecret: random.bytes(32) },
      output: toUtf8(composeQuotes(world, modelId, session.buyer)),
      price: () => TERMS.pricePerCall,
    },
    source ?? libraryOf(world, modelId).source,
  );
  const receipt = assertDefined(unsigned.receipt, "a built opening has a receipt");
  const hostSignature = signHash(receiptHash(sha256, receipt), receiptKeyOf(crypto, session.session.host));
  const opening = { ...unsigned, hostSignature };
  receipts.set(session.id, [...log, opening]);
  add(book.calls, `${session.buyer}>${session.host}`, 1n);
  return opening;
}

/** Answers of a session that were delivered. */
export function served({ receipts }: MarketWorld, { id }: BookSession): number {
  return receipts.get(id)?.length ?? 0;
}

/** Receipts of a settlement or a session, in order. */
export function openingsOf({ receipts }: MarketWorld, session: BookSession, first: number, count: number): ReceiptOpening[] {
  return (receipts.get(session.id) ?? []).slice(first, first + count);
}

/** What the host settles: all that the buyer signed, with openings or by hashes with these owners. */
export function settlementOf(world: MarketWorld, session: BookSession, owned?: readonly OwnedLine[]): MsgSettle {
  const opened = settleMessage(world, session.session, session.settled, session.signed);
  if (owned === undefined) return opened;
  const receiptHashes = opened.openings.map(({ receipt }) => receiptHash(world.crypto.sha256, assertDefined(receipt, "a receipt")));
  const owners = owned.map(({ owner, amount }) => ({ owner, amount }));
  return { ...opened, openings: [], receiptHashes, owners, owned: [...owned] };
}

/** The honest lines of a batch whose manifest names one datanet. */
export function honestLines(world: MarketWorld, session: BookSession, datanetId: bigint): OwnedLine[] {
  const { owners } = settleMessage(world, session.session, session.settled, session.signed);
  return owners.map(({ owner, amount }) => ({ owner, datanetId, amount }));
}

/** All of the data part for one person. */
export function wholeDataPart(world: MarketWorld, session: BookSession, owner: Name, datanetId: bigint): OwnedLine[] {
  const amount = (BigInt(session.signed - session.settled) * TERMS.pricePerCall * DATA_BPS) / 10_000n;
  return [{ owner: world.people[owner].address, datanetId, amount: amount.toString() }];
}
