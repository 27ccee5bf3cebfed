import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";

/** A whole number of any size, sent as decimal text. */
export const bigNumber = z.pipe(
  z.string().check(z.regex(/^-?[0-9]{1,80}$/)),
  z.transform((digits: string) => BigInt(digits)),
);
const text = z.string();
const maybeText = z.nullable(text);
const tx = z.nullable(z.object({ hash: text }));
export const coin = z.object({ denom: text, amount: bigNumber });
const meta = z.object({ chainId: text, height: bigNumber });
/** Null where only the claim of a receipt is known. */
export const request = z.nullable(z.array(z.object({ role: text, text })));
export const settlementState = z.enum(["PENDING", "FINAL", "VOID"]);

type None = Readonly<Record<string, never>>;
type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const headData = z.object({ _meta: meta });

export const headOperation: Operation<HeadData, None> = {
  name: "Head",
  document: "query Head { _meta { chainId height } }",
  data: headData,
};
export type HeadData = Data<typeof headData>;

const homeData = z.object({
  _meta: meta,
  totals: z.object({ owners: z.int(), paidToOwners: z.array(coin) }),
  contributions: z.object({ totalCount: z.int() }),
  receipts: z.object({
    totalCount: z.int(),
    edges: z.array(
      z.object({
        node: z.object({
          sessionId: text,
          index: text,
          height: bigNumber,
          amount: bigNumber,
          denom: text,
          ownedWeight: bigNumber,
          totalWeight: bigNumber,
          request,
          owners: z.array(z.object({ owner: text, amount: bigNumber })),
          settlement: z.nullable(z.object({ state: settlementState })),
        }),
      }),
    ),
  }),
});

/** The height of the index, its totals and the last answers that were settled. */
export const homeOperation: Operation<HomeData, None> = {
  name: "Home",
  document: `query Home {
    _meta { chainId height }
    totals { owners paidToOwners { denom amount } }
    contributions(first: 1, state: ACCEPTED) { totalCount }
    receipts(first: 12) {
      totalCount
      edges { node {
        sessionId index height amount denom ownedWeight totalWeight
        request { role text } owners { owner amount } settlement { state }
      } }
    }
  }`,
  data: homeData,
};
export type HomeData = Data<typeof homeData>;

export const split = z.object({
  amount: bigNumber,
  denom: text,
  owned: bigNumber,
  priors: bigNumber,
  curators: bigNumber,
  returned: bigNumber,
  host: bigNumber,
  model: bigNumber,
  stakers: bigNumber,
  treasury: bigNumber,
  burned: bigNumber,
  gasRefunded: bigNumber,
  conserved: z.boolean(),
});

const incident = z.object({ incidentId: text, role: text, state: text, outcome: maybeText });

const receiptData = z.object({
  _meta: meta,
  receipt: z.nullable(
    z.object({
      source: z.enum(["SETTLEMENT", "ANSWER", "CLAIM", "ERASED"]),
      shownTx: tx,
      owners: z.array(z.object({ owner: text, corrected: bigNumber })),
      incidents: z.array(incident),
      modelVersion: z.nullable(z.object({ publishedTx: tx, frozenByIncident: maybeText, incidents: z.array(incident) })),
    }),
  ),
  provenance: z.nullable(
    z.object({
      contributions: z.array(z.object({ contribution: z.nullable(z.object({ reviews: z.array(z.object({ curator: text, verdict: text })) })) })),
      txs: z.array(z.object({ step: text, tx: z.object({ hash: text }) })),
    }),
  ),
  settlement: z.nullable(
    z.object({
      settlementId: text,
      receiptCount: z.int(),
      amount: bigNumber,
      denom: text,
      state: settlementState,
      opened: z.boolean(),
      finalTime: text,
      submittedHeight: bigNumber,
      decidedHeight: z.nullable(bigNumber),
      submittedTx: tx,
      session: z.nullable(z.object({ sessionId: text, visibility: z.enum(["PUBLIC", "PRIVATE"]), openedTx: tx })),
      demands: z.array(z.object({ demandId: text })),
      counterexamples: z.array(z.object({ code: text })),
      voided: z.nullable(z.object({ reason: text })),
      split: z.nullable(split),
    }),
  ),
});

/** What the chain knows of a receipt: its settlement, and the transactions behind it. */
export const receiptOperation: Operation<ReceiptData, { sessionId: string; index: string }> = {
  name: "ReceiptOnChain",
  document: `query ReceiptOnChain($sessionId: BigInt!, $index: BigInt!) {
    _meta { chainId height }
    receipt(sessionId: $sessionId, index: $index) {
      source shownTx { hash } owners { owner corrected }
      incidents { incidentId role state outcome }
      modelVersion { publishedTx { hash } frozenByIncident incidents { incidentId role state outcome } }
    }
    provenance(sessionId: $sessionId, index: $index) {
      contributions { contribution { reviews { curator verdict } } }
      txs { step tx { hash } }
    }
    settlement: settlementOfReceipt(sessionId: $sessionId, index: $index) {
      settlementId receiptCount amount denom state opened finalTime submittedHeight decidedHeight
      submittedTx { hash }
      session { sessionId visibility openedTx { hash } }
      demands { demandId } counterexamples { code } voided { reason }
      split { amount denom owned priors curators returned host model stakers treasury burned gasRefunded conserved }
    }
  }`,
  data: receiptData,
};
export type ReceiptData = Data<typeof receiptData>;
export type SettlementData = NonNullable<ReceiptData["settlement"]>;
export type SplitData = Data<typeof split>;

const blockData = z.object({
  _meta: meta,
  block: z.nullable(
    z.object({
      height: bigNumber,
      hash: text,
      parentHash: text,
      time: text,
      proposer: text,
      appHash: text,
      txCount: z.int(),
      txs: z.object({
        edges: z.array(
          z.object({
            node: z.object({ hash: text, index: z.int(), succeeded: z.boolean(), messages: z.array(z.object({ typeUrl: text })) }),
          }),
        ),
      }),
    }),
  ),
});

export const blockOperation: Operation<BlockData, { height: string }> = {
  name: "Block",
  document: `query Block($height: Height!) {
    _meta { chainId height }
    block(height: $height) {
      height hash parentHash time proposer appHash txCount
      txs(first: 100, order: OLDEST_FIRST) { edges { node { hash index succeeded messages { typeUrl } } } }
    }
  }`,
  data: blockData,
};
export type BlockData = Data<typeof blockData>;

const txData = z.object({
  _meta: meta,
  tx: z.nullable(
    z.object({
      height: bigNumber,
      index: z.int(),
      hash: text,
      succeeded: z.boolean(),
      code: text,
      codespace: text,
      log: text,
      gasWanted: bigNumber,
      gasUsed: bigNumber,
      memo: text,
      fee: text,
      feePayer: maybeText,
      block: z.nullable(z.object({ time: text })),
      messages: z.array(z.object({ typeUrl: text, content: z.unknown() })),
    }),
  ),
});

export const txOperation: Operation<TxData, { hash: string }> = {
  name: "Tx",
  document: `query Tx($hash: Bytes!) {
    _meta { chainId height }
    tx(hash: $hash) {
      height index hash succeeded code codespace log gasWanted gasUsed memo fee feePayer
      block { time }
      messages { typeUrl content }
    }
  }`,
  data: txData,
};
export type TxData = Data<typeof txData>;

const evidenceData = z.object({
  receiptFile: z.nullable(
    z.object({
      openingBytes: maybeText,
      headBytes: text,
      inclusionPath: z.array(text),
      settlement: z.nullable(
        z.object({ settlementId: text, firstIndex: text, receiptCount: z.int(), state: settlementState, submittedHeight: text, submittedTx: tx }),
      ),
    }),
  ),
});

/** The opening and the buyer's head of a settled receipt, as the settlement brought them to the chain. */
export const evidenceOperation: Operation<EvidenceData, { sessionId: string; index: string }> = {
  name: "ReceiptEvidence",
  document: `query ReceiptEvidence($sessionId: BigInt!, $index: BigInt!) {
    receiptFile(sessionId: $sessionId, index: $index) {
      openingBytes headBytes inclusionPath
      settlement { settlementId firstIndex receiptCount state submittedHeight submittedTx { hash } }
    }
  }`,
  data: evidenceData,
};
export type EvidenceData = Data<typeof evidenceData>;
