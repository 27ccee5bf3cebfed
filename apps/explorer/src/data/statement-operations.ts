import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber, coin, request } from "./operations.ts";

const text = z.string();
const tx = z.nullable(z.object({ hash: text }));
const modelVersion = z.nullable(z.object({ modelId: text, version: text, model: z.nullable(z.object({ name: text })) }));

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const contributorData = z.object({
  _meta: z.object({ height: bigNumber }),
  account: z.nullable(z.object({ firstHeight: bigNumber, claimable: z.array(coin), earnedDenoms: z.array(text) })),
  contributions: z.object({
    totalCount: z.int(),
    edges: z.array(
      z.object({
        node: z.object({
          datanetId: text,
          seq: text,
          title: text,
          licence: text,
          state: text,
          grade: z.nullable(z.int()),
          byteCount: bigNumber,
          erasedHeight: z.nullable(bigNumber),
          marks: z.array(z.object({ kind: text, rows: z.array(z.object({ document: z.int() })) })),
          registeredTx: tx,
        }),
      }),
    ),
  }),
  unearned: z.array(
    z.object({
      models: z.int(),
      contribution: z.nullable(z.object({ datanetId: text, seq: text, title: text })),
      reasons: z.array(z.object({ reason: text, count: z.nullable(z.int()) })),
    }),
  ),
  receipts: z.object({ totalCount: z.int(), edges: z.array(z.object({ node: z.object({ denom: text }) })) }),
});

/** An account with what it contributed, what of it earned nothing and why, and the denoms in which answers pay it. */
export const contributorOperation: Operation<ContributorData, { address: string }> = {
  name: "Contributor",
  document: `query Contributor($address: Address!) {
    _meta { height }
    account(address: $address) { firstHeight claimable { denom amount } earnedDenoms }
    contributions(first: 50, contributor: $address) {
      totalCount
      edges { node { datanetId seq title licence state grade byteCount erasedHeight marks { kind rows { document } } registeredTx { hash } } }
    }
    unearned(address: $address, first: 20) { models contribution { datanetId seq title } reasons { reason count } }
    receipts(first: 100, owner: $address) { totalCount edges { node { denom } } }
  }`,
  data: contributorData,
};
export type ContributorData = Data<typeof contributorData>;

const receiptShares = z.array(z.object({ amount: bigNumber, receipt: z.object({ sessionId: text, index: text, request }) }));

const statementData = z.object({
  statement: z.object({
    denom: text,
    closingBalance: bigNumber,
    credited: bigNumber,
    claimed: bigNumber,
    byKind: z.array(z.object({ kind: text, lines: z.int(), amount: bigNumber })),
    lineage: z.array(z.object({ generation: z.int(), lines: z.int(), amount: bigNumber, own: modelVersion, through: modelVersion })),
    lines: z.object({
      totalCount: z.int(),
      edges: z.array(
        z.object({
          node: z.object({
            height: bigNumber,
            eventIndex: z.int(),
            kind: text,
            amount: bigNumber,
            balanceAfter: bigNumber,
            generation: z.nullable(z.int()),
            settlement: z.nullable(z.object({ settlementId: text })),
            datanet: z.nullable(z.object({ name: text })),
            modelVersion,
            own: modelVersion,
            receipts: receiptShares,
            tx,
          }),
        }),
      ),
    }),
    pending: z.array(
      z.object({
        amount: bigNumber,
        settlement: z.nullable(z.object({ settlementId: text, finalTime: text, submittedTx: tx })),
        receipts: receiptShares,
      }),
    ),
  }),
});

const VERSION = "{ modelId version model { name } }";

/** Earnings of an account in one denom: pending settlements apart from the lines of its claimable balance. */
export const statementOperation: Operation<StatementData, { address: string; denom: string }> = {
  name: "Statement",
  document: `query Statement($address: Address!, $denom: String!) {
    statement(address: $address, denom: $denom) {
      denom closingBalance credited claimed
      byKind { kind lines amount }
      lineage { generation lines amount own ${VERSION} through ${VERSION} }
      lines(first: 50) {
        totalCount
        edges { node {
          height eventIndex kind amount balanceAfter generation settlement { settlementId } datanet { name }
          modelVersion ${VERSION} own ${VERSION} tx { hash }
          receipts { amount receipt { sessionId index request { role text } } }
        } }
      }
      pending {
        amount
        settlement { settlementId finalTime submittedTx { hash } }
        receipts { amount receipt { sessionId index request { role text } } }
      }
    }
  }`,
  data: statementData,
};
export type StatementData = Data<typeof statementData>;
export type ReceiptShares = Data<typeof receiptShares>;
export type NamedVersion = NonNullable<Data<typeof modelVersion>>;
