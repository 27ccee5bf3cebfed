import { and, eq, isNotNull, sql, type SQL } from "drizzle-orm";
import { rowsOf } from "../../db/database.ts";
import { accountTxs, blocks, events, isEventType, messages, txs } from "../../schema/chain.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { clientError } from "../errors.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { keyIn } from "../loaders.ts";
import { mergedPage } from "../merged-page.ts";
import { byColumns, nestedList } from "../nested.ts";
import { blockColumns, txColumns } from "../rows.ts";
import { AccountRef, BlockRef, CoinRef, EventRef, MessageRef, TxRef } from "../refs.ts";
import { reads } from "../selected-columns.ts";

CoinRef.implement({
  description: "An amount of one denom.",
  fields: (t) => ({ denom: t.exposeString("denom"), amount: t.expose("amount", { type: "BigInt" }) }),
});

const EventAttribute = builder.objectRef<{ readonly key: string; readonly value: string }>("EventAttribute").implement({
  fields: (t) => ({ key: t.exposeString("key"), value: t.exposeString("value") }),
});

builder.node(BlockRef, {
  description: "A committed block.",
  id: { extensions: reads("height"), resolve: ({ height }) => idOf(height) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.block.load(key)),
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    hash: t.expose("hash", { type: "Bytes" }),
    parentHash: t.expose("parentHash", { type: "Bytes" }),
    time: t.expose("timeNs", { type: "DateTime" }),
    proposer: t.expose("proposer", { type: "Bytes" }),
    appHash: t.expose("appHash", { type: "Bytes", description: "App hash in the header: the state before this block." }),
    resultAppHash: t.expose("resultAppHash", { type: "Bytes", description: "App hash that executing this block led to." }),
    digest: t.expose("digest", { type: "Bytes", description: "Digest of all rows of the index up to and with this block." }),
    txCount: t.exposeInt("txCount"),
    eventCount: t.exposeInt("eventCount"),
    txs: t.connection(
      { type: TxRef, args: { order: t.arg({ type: Order }) }, extensions: reads("height"), resolve: ({ height }, args, { pages }, info) => pages.load(txsOfBlock, [height], args, undefined, info) },
      TxConnection,
    ),
    events: t.connection(
      { type: EventRef, args: { order: t.arg({ type: Order }) }, extensions: reads("height"), resolve: ({ height }, args, { pages }, info) => pages.load(eventsOfBlock, [height], args, undefined, info) },
      EventConnection,
    ),
  }),
});

builder.node(TxRef, {
  description: "A transaction in a block, successful or not.",
  id: { extensions: reads("height", "index"), resolve: ({ height, index }) => idOf(height, index) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 2, (key) => loaders.tx.load(key)),
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    index: t.exposeInt("index"),
    hash: t.expose("hash", { type: "Bytes" }),
    succeeded: t.boolean({ extensions: reads("code"), resolve: ({ code }) => code === 0n }),
    code: t.expose("code", { type: "BigInt" }),
    codespace: t.exposeString("codespace"),
    log: t.exposeString("log"),
    gasWanted: t.expose("gasWanted", { type: "BigInt" }),
    gasUsed: t.expose("gasUsed", { type: "BigInt" }),
    memo: t.exposeString("memo"),
    fee: t.exposeString("fee"),
    feePayer: t.expose("feePayer", { type: "Address", nullable: true }),
    messageCount: t.exposeInt("messageCount"),
    block: t.field({ type: BlockRef, nullable: true, extensions: reads("height"), resolve: ({ height }, _args, { loaders }) => loaders.block.load([height]) }),
    messages: t.field({ type: [MessageRef], extensions: reads("height", "index"), resolve: ({ height, index }, _args, { loaders }) => loaders.messagesOfTx.load([height, index]) }),
    events: t.field({ type: [EventRef], extensions: reads("height", "index"), resolve: ({ height, index }, _args, { loaders }) => loaders.eventsOfTx.load([height, index]) }),
  }),
});

builder.node(MessageRef, {
  description: "A message of a transaction.",
  id: { resolve: ({ height, txIndex, index }) => idOf(height, txIndex, index) },
  loadMany: async (ids, { db }) => {
    const found = await loadByNumbers(ids, 3, async (key) => (await db.select().from(messages).where(keyIn([messages.height, messages.txIndex, messages.index], [key])))[0] ?? null);
    return found;
  },
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    txIndex: t.exposeInt("txIndex"),
    index: t.exposeInt("index"),
    typeUrl: t.exposeString("typeUrl"),
    content: t.expose("content", { type: "JSON", description: "The message with the names of its .proto file; openings of a settlement are counted only." }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
  }),
});

builder.node(EventRef, {
  description: "An event of a transaction, or of a block's begin or end.",
  id: { extensions: reads("height", "index"), resolve: ({ height, index }) => idOf(height, index) },
  loadMany: (ids, { db }) =>
    loadByNumbers(ids, 2, async (key) => (await db.select().from(events).where(keyIn([events.height, events.index], [key])))[0] ?? null),
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    index: t.exposeInt("index", { description: "Position among all events of the block." }),
    txIndex: t.exposeInt("txIndex", { nullable: true }),
    type: t.exposeString("type"),
    attributes: t.expose("attributes", { type: [EventAttribute] }),
    tx: t.field({
      type: TxRef,
      nullable: true,
      extensions: reads("height", "txIndex"),
      resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])),
    }),
  }),
});

builder.node(AccountRef, {
  description: "An address that genesis, a message or an event names.",
  id: { resolve: ({ address }) => address },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((address) => loaders.account.load([address.replaceAll("\u0000", "")]))),
  fields: (t) => ({
    address: t.expose("address", { type: "Address" }),
    firstHeight: t.expose("firstHeight", { type: "Height" }),
    claimable: t.field({
      type: [CoinRef],
      description: "What a claim pays, without the priors that it draws from pools.",
      resolve: async ({ address }, _args, { loaders }) => (await loaders.claimablesOf.load([address])).filter(({ amount }) => amount !== 0n),
    }),
    earnedDenoms: t.stringList({
      description: "Denoms in which something was ever credited to it, claimed or not.",
      resolve: async ({ address }, _args, { loaders }) => (await loaders.claimablesOf.load([address])).map(({ denom }) => denom),
    }),
    txs: t.connection(
      { type: TxRef, args: { order: t.arg({ type: Order }) }, resolve: ({ address }, args, { pages }, info) => pages.load(txsOfAccount, [address], args, undefined, info) },
      TxConnection,
    ),
  }),
});

const BlockConnection = builder.connectionObject({ type: BlockRef, name: "BlockConnection" });
const TxConnection = builder.connectionObject({ type: TxRef, name: "TxConnection" });
const EventConnection = builder.connectionObject({ type: EventRef, name: "QueryEventsConnection" });

const txsOfBlock = nestedList({ name: "txsOfBlock", keyset: keysets.txs, types: ["bigint"], belongs: byColumns(txs.height) });
const eventsOfBlock = nestedList({ name: "eventsOfBlock", keyset: keysets.events, types: ["bigint"], belongs: byColumns(events.height) });
const txsOfAccount = nestedList({ name: "txsOfAccount", keyset: keysets.txs, types: ["text"], belongs: ([address]) => namesAccount(sql`${address}`) });

function namesAccount(address: string | SQL): SQL {
  return sql`exists (select 1 from ${accountTxs} where ${accountTxs.address} = ${address} and ${accountTxs.height} = ${txs.height} and ${accountTxs.txIndex} = ${txs.index})`;
}

function inTxsOf(address: string): SQL {
  return sql`exists (select 1 from ${accountTxs} where ${accountTxs.address} = ${address} and ${accountTxs.height} = ${messages.height} and ${accountTxs.txIndex} = ${messages.txIndex})`;
}

/** Each value that was given once, or one that stands for all of them. */
function anyOf(one: string | null | undefined, several: readonly string[] | null | undefined): readonly (string | undefined)[] {
  const given = new Set([...(one == null ? [] : [one]), ...(several ?? [])]);
  return given.size === 0 ? [undefined] : [...given];
}

/** Steps through the index from type to type, so that its cost is that of the types and not of the messages. */
const messageTypes = sql`
  with recursive types as (
    (select type_url as type from messages order by type_url limit 1)
    union all select (select type_url from messages where type_url > types.type order by type_url limit 1) from types where types.type is not null
  ) select type from types where type is not null`;

builder.queryFields((t) => ({
  block: t.field({
    type: BlockRef,
    nullable: true,
    description: "A block by height or by hash.",
    args: { height: t.arg({ type: "Height" }), hash: t.arg({ type: "Bytes" }) },
    async resolve(_root, { height, hash }, { db, loaders }) {
      if ((height == null) === (hash == null)) throw clientError("BAD_USER_INPUT", "ask for a block by `height` or by `hash`");
      if (height != null) return loaders.block.load([height]);
      return (await db.select(blockColumns).from(blocks).where(eq(blocks.hash, hash ?? new Uint8Array())))[0] ?? null;
    },
  }),
  blocks: t.connection(
    { type: BlockRef, args: { order: t.arg({ type: Order }) }, resolve: (_root, args, { db }, info) => pageOf(db, keysets.blocks, args, undefined, info) },
    BlockConnection,
  ),
  tx: t.field({
    type: TxRef,
    nullable: true,
    description: "A transaction by hash; of several with the same bytes, the successful one.",
    args: { hash: t.arg({ type: "Bytes", required: true }) },
    async resolve(_root, { hash }, { db }) {
      const rows = await db.select(txColumns).from(txs).where(eq(txs.hash, hash)).orderBy(txs.code, txs.height).limit(1);
      return rows[0] ?? null;
    },
  }),
  txs: t.connection(
    {
      type: TxRef,
      args: {
        order: t.arg({ type: Order }),
        height: t.arg({ type: "Height" }),
        account: t.arg({ type: "Address", description: "Only transactions whose messages or events name this account." }),
        succeeded: t.arg.boolean(),
      },
      resolve: (_root, args, { db }, info) =>
        pageOf(
          db,
          keysets.txs,
          args,
          and(
            args.height == null ? undefined : eq(txs.height, args.height),
            args.account == null ? undefined : namesAccount(args.account),
            args.succeeded == null ? undefined : args.succeeded ? sql`${txs.code} = 0` : sql`${txs.code} <> 0`,
          ),
          info,
        ),
    },
    TxConnection,
  ),
  messages: t.connection({
    type: MessageRef,
    args: {
      order: t.arg({ type: Order }),
      typeUrl: t.arg.string(),
      typeUrls: t.arg.stringList({ description: "Messages of any of these types; an empty list is none given." }),
      height: t.arg({ type: "Height" }),
      account: t.arg({ type: "Address", description: "Only messages of transactions that name this account." }),
      accounts: t.arg({ type: ["Address"], description: "Of transactions that name any of these accounts; an empty list is none given. Accounts times types are at most 20." }),
    },
    resolve: (_root, { typeUrl, typeUrls, account, accounts, height, ...args }, { db }) => {
      const conditions = anyOf(typeUrl, typeUrls).flatMap((type) =>
        anyOf(account, accounts).map((address) =>
          and(
            type === undefined ? undefined : eq(messages.typeUrl, type),
            height == null ? undefined : eq(messages.height, height),
            address === undefined ? undefined : inTxsOf(address),
          ),
        ),
      );
      return mergedPage(db, keysets.messages, args, conditions);
    },
  }),
  messageTypes: t.stringList({
    description: "Every type of message that was sent, in alphabetical order.",
    async resolve(_root, _args, { db }) {
      const result = await db.execute(messageTypes);
      return rowsOf<{ type: string }>(result).map(({ type }) => type);
    },
  }),
  events: t.connection(
    {
      type: EventRef,
      args: { order: t.arg({ type: Order }), type: t.arg.string(), height: t.arg({ type: "Height" }), ofTxs: t.arg.boolean() },
      resolve: (_root, args, { db }, info) =>
        pageOf(
          db,
          keysets.events,
          args,
          and(
            args.type == null ? undefined : isEventType(args.type),
            args.height == null ? undefined : eq(events.height, args.height),
            args.ofTxs === true ? isNotNull(events.txIndex) : undefined,
          ),
          info,
        ),
    },
    EventConnection,
  ),
  account: t.field({
    type: AccountRef,
    nullable: true,
    args: { address: t.arg({ type: "Address", required: true }) },
    resolve: (_root, { address }, { loaders }) => loaders.account.load([address]),
  }),
  accounts: t.connection({
    type: AccountRef,
    args: { order: t.arg({ type: Order }) },
    resolve: (_root, args, { db }) => pageOf(db, keysets.accounts, args),
  }),
}));
