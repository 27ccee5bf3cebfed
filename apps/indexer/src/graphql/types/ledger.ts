import { and, eq } from "drizzle-orm";
import { ledger, supplies } from "../../schema/ledger.ts";
import { heightOf, type BalanceAt, type ClaimableAt } from "../at-height.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import { AccountRef, CoinRef, LedgerLineRef, TxRef } from "../refs.ts";

const BalanceRef = builder.objectRef<BalanceAt>("Balance").implement({
  description: "What an account holds of a denom.",
  fields: (t) => ({
    denom: t.exposeString("denom"),
    amount: t.expose("amount", { type: "BigInt" }),
    external: t.expose("external", { type: "BigInt", description: "The part that entered through a gate and was not spent on answers yet." }),
  }),
});

const EarningsRef = builder.objectRef<ClaimableAt>("Earnings").implement({
  description: "What answers earned an account in a denom.",
  fields: (t) => ({
    denom: t.exposeString("denom"),
    claimable: t.expose("amount", { type: "BigInt", description: "What a claim paid at that height, without the priors that it drew from pools." }),
    earned: t.expose("earned", { type: "BigInt", description: "All that was credited until then, claimed or not." }),
  }),
});

LedgerLineRef.implement({
  description: "One change of a balance, with the balance after it.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    index: t.exposeInt("index", { description: "Position among the changes of the block." }),
    eventIndex: t.exposeInt("eventIndex", { nullable: true }),
    address: t.expose("address", { type: "Address" }),
    denom: t.exposeString("denom"),
    change: t.expose("change", { type: "BigInt", description: "Signed." }),
    balanceAfter: t.expose("balanceAfter", { type: "BigInt" }),
    externalAfter: t.expose("externalAfter", { type: "BigInt" }),
    reason: t.exposeString("reason", { description: "genesis, fee, begin_block, end_block, or the type of the message." }),
    counterparty: t.expose("counterparty", { type: "Address", nullable: true }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
  }),
});

const LedgerConnection = builder.connectionObject({ type: LedgerLineRef, name: "LedgerConnection" });
const ledgerOfAccount = nestedList({ name: "ledgerOfAccount", keyset: keysets.ledger, types: ["text"], belongs: byColumns(ledger.address) });

builder.objectFields(AccountRef, (t) => ({
  balances: t.field({
    type: [BalanceRef],
    description: "What it holds now, or held after the block of `asOf`; denoms of which it holds nothing are left out.",
    args: { asOf: t.arg({ type: "Height" }) },
    async resolve({ address }, { asOf }, context) {
      const { loaders } = context;
      const found = asOf == null ? await loaders.balancesOf.load([address]) : await loaders.balancesAt.load([address, heightOf(asOf, context)]);
      return found.filter(({ amount }) => amount !== 0n);
    },
  }),
  earnings: t.field({
    type: [EarningsRef],
    description: "What answers earned it until now, or until the block of `asOf`.",
    args: { asOf: t.arg({ type: "Height" }) },
    resolve: ({ address }, { asOf }, context) => context.loaders.claimableAt.load([address, heightOf(asOf ?? context.checkpoint()?.height ?? 0n, context)]),
  }),
  ledger: t.connection(
    {
      type: LedgerLineRef,
      description: "Every change of its balances.",
      args: { order: t.arg({ type: Order }), denom: t.arg.string() },
      resolve: ({ address }, { denom, ...args }, { pages }) =>
        pages.load(ledgerOfAccount, [address], args, { name: denom ?? "", condition: denom == null ? undefined : eq(ledger.denom, denom) }),
    },
    LedgerConnection,
  ),
}));

builder.queryFields((t) => ({
  ledger: t.connection(
    {
      type: LedgerLineRef,
      description: "Changes of balances, of every account or of one.",
      args: { order: t.arg({ type: Order }), address: t.arg({ type: "Address" }), denom: t.arg.string({ description: "Only with `address`." }) },
      resolve: (_root, { address, denom, ...args }, { db }) =>
        pageOf(
          db,
          keysets.ledger,
          args,
          address == null ? undefined : and(eq(ledger.address, address), denom == null ? undefined : eq(ledger.denom, denom)),
        ),
    },
    LedgerConnection,
  ),
  supply: t.field({
    type: [CoinRef],
    description: "All units of each denom, by what was minted and burned.",
    resolve: (_root, _args, { db }) => db.select().from(supplies).orderBy(supplies.denom),
  }),
}));
