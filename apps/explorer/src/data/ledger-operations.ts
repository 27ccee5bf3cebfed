import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber, settlementState, split } from "./operations.ts";

const text = z.string();
const height = z.nullable(bigNumber);
const tx = z.nullable(z.object({ hash: text }));
const meta = z.object({ height: bigNumber });

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const contributionData = z.object({
  _meta: meta,
  contribution: z.nullable(
    z.object({
      title: text,
      contributor: text,
      licence: text,
      state: text,
      grade: z.nullable(z.int()),
      bond: text,
      byteCount: bigNumber,
      tokenCount: bigNumber,
      documentCount: z.int(),
      rowsMerkleRoot: text,
      registeredHeight: bigNumber,
      decidedHeight: height,
      erasedHeight: height,
      registeredTx: tx,
      datanet: z.nullable(z.object({ name: text })),
      marks: z.array(
        z.object({
          kind: z.enum(["REVOKED", "STRUCK", "REASSIGNED"]),
          owner: z.nullable(text),
          height: bigNumber,
          fromVersion: text,
          erase: z.boolean(),
          rows: z.array(z.object({ document: z.int(), firstChunk: z.int(), chunkCount: z.int() })),
          tx,
        }),
      ),
      disputes: z.array(z.object({ disputeId: text, challenger: text, remedy: text, state: text, bond: text, filedHeight: bigNumber, decidedHeight: height })),
      corrects: z.nullable(z.object({ sessionId: text, receiptIndex: text, rating: z.int() })),
      reviews: z.array(z.object({ curator: text, verdict: text, grade: z.int(), reasonCode: z.int(), height: bigNumber })),
    }),
  ),
  spans: z.object({
    totalCount: z.int(),
    edges: z.array(z.object({ node: z.object({ sessionId: text, receiptIndex: text, index: z.int(), status: text, text: z.nullable(text) }) })),
  }),
});

/** A contribution with what was taken back of it, its reviews, and where answers quote it. */
export const contributionOperation: Operation<ContributionData, { datanetId: string; seq: string }> = {
  name: "Contribution",
  document: `query Contribution($datanetId: BigInt!, $seq: BigInt!) {
    _meta { height }
    contribution(datanetId: $datanetId, seq: $seq) {
      title contributor licence state grade bond byteCount tokenCount documentCount rowsMerkleRoot
      registeredHeight decidedHeight erasedHeight registeredTx { hash } datanet { name }
      marks { kind owner height fromVersion erase rows { document firstChunk chunkCount } tx { hash } }
      reviews { curator verdict grade reasonCode height }
      disputes { disputeId challenger remedy state bond filedHeight decidedHeight }
      corrects { sessionId receiptIndex rating }
    }
    spans(first: 12, datanetId: $datanetId, seq: $seq) { totalCount edges { node { sessionId receiptIndex index status text } } }
  }`,
  data: contributionData,
};
export type ContributionData = Data<typeof contributionData>;

const settlementData = z.object({
  _meta: meta,
  settlement: z.nullable(
    z.object({
      sessionId: text,
      firstIndex: bigNumber,
      receiptCount: z.int(),
      amount: bigNumber,
      denom: text,
      claimsRoot: text,
      opened: z.boolean(),
      state: settlementState,
      finalTime: text,
      submittedHeight: bigNumber,
      decidedHeight: height,
      submittedTx: tx,
      session: z.nullable(z.object({ visibility: z.enum(["PUBLIC", "PRIVATE"]), host: text, buyer: text })),
      owners: z.array(z.object({ owner: text, amount: bigNumber, corrected: bigNumber })),
      corrections: z.array(
        z.object({ receiptIndex: text, tokens: z.int(), removed: bigNumber, height: bigNumber, owners: z.array(z.object({ owner: text, removed: bigNumber })), tx }),
      ),
      demands: z.array(
        z.object({
          demandId: text,
          challenger: text,
          receipts: z.array(text),
          bond: text,
          state: z.enum(["OPEN", "ANSWERED", "RETURNED"]),
          deadlineHeight: bigNumber,
          madeHeight: bigNumber,
          decidedHeight: height,
          madeTx: tx,
        }),
      ),
      counterexamples: z.array(
        z.object({ receiptIndex: text, kind: text, challenger: text, outcome: text, code: text, bond: text, height: bigNumber, tx }),
      ),
      voided: z.nullable(
        z.object({
          reason: text,
          challenger: text,
          returned: bigNumber,
          slashed: bigNumber,
          challengerReward: bigNumber,
          burned: bigNumber,
          treasury: bigNumber,
        }),
      ),
      split: z.nullable(split),
    }),
  ),
});

/** A settlement with everything that was said against it. */
export const settlementOperation: Operation<SettlementPageData, { id: string }> = {
  name: "Settlement",
  document: `query Settlement($id: BigInt!) {
    _meta { height }
    settlement(id: $id) {
      sessionId firstIndex receiptCount amount denom claimsRoot opened state finalTime submittedHeight decidedHeight
      submittedTx { hash } session { visibility host buyer } owners { owner amount corrected }
      corrections { receiptIndex tokens removed height owners { owner removed } tx { hash } }
      demands { demandId challenger receipts bond state deadlineHeight madeHeight decidedHeight madeTx { hash } }
      counterexamples { receiptIndex kind challenger outcome code bond height tx { hash } }
      voided { reason challenger returned slashed challengerReward burned treasury }
      split { amount denom owned priors curators returned host model stakers treasury burned gasRefunded conserved }
    }
  }`,
  data: settlementData,
};
export type SettlementPageData = Data<typeof settlementData>;
export type FullSettlement = NonNullable<SettlementPageData["settlement"]>;

const sessionData = z.object({
  _meta: meta,
  session: z.nullable(
    z.object({
      buyer: text,
      host: text,
      visibility: z.enum(["PUBLIC", "PRIVATE"]),
      auditors: z.array(text),
      state: z.enum(["OPEN", "SETTLING", "ENDED"]),
      closingReason: z.nullable(text),
      escrow: bigNumber,
      denom: text,
      settledAmount: bigNumber,
      receiptCount: bigNumber,
      returned: height,
      openedHeight: bigNumber,
      endedHeight: height,
      expiresTime: text,
      openedTx: tx,
      settlements: z.object({
        totalCount: z.int(),
        edges: z.array(
          z.object({
            node: z.object({ settlementId: text, firstIndex: bigNumber, receiptCount: z.int(), amount: bigNumber, opened: z.boolean(), state: settlementState }),
          }),
        ),
      }),
    }),
  ),
});

/** A session with who may see its receipts, and its newest settlements. */
export const sessionOperation: Operation<SessionData, { id: string }> = {
  name: "Session",
  document: `query Session($id: BigInt!) {
    _meta { height }
    session(id: $id) {
      buyer host visibility auditors state closingReason escrow denom settledAmount receiptCount returned
      openedHeight endedHeight expiresTime openedTx { hash }
      settlements(first: 50) { totalCount edges { node { settlementId firstIndex receiptCount amount opened state } } }
    }
  }`,
  data: sessionData,
};
export type SessionData = Data<typeof sessionData>;
