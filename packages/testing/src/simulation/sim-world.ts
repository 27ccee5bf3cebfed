import { contentTree, type RowTree } from "@openledger/attribution";
import { BaseAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  QueryService as DatanetQuery,
  type Contribution,
  type Datanet,
  type DatanetVersion,
} from "@openledger/messages/openledger/datanet/v1";
import { QueryService as MarketQuery, type Offer, type Session } from "@openledger/messages/openledger/market/v1";
import { QueryService as ModelQuery, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { toHex, toUtf8, type Crypto } from "@openledger/primitives";
import type { SimulatedChain } from "../chain/simulated-chain.ts";
import type { SimulatedAccount } from "./accounts.ts";
import type { Random } from "./random.ts";

const PAGE = { limit: 1_000n } as const;

/** A text that somebody registered, and its row tree. */
export interface KnownContent {
  readonly text: string;
  readonly rows: RowTree;
}

/** What the people of a simulation know: the chain's state, and what never stands on it. */
export interface SimWorld {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly chain: SimulatedChain;
  readonly accounts: readonly SimulatedAccount[];
  /** Content by rows root, lower-case hex. */
  readonly contents: Map<string, KnownContent>;
  /** Receipts of each session, settled or not. */
  readonly receipts: Map<bigint, ReceiptOpening[]>;
  /** State as of the last block, read once per block. */
  readonly state: SimState;
}

export interface SimState {
  readonly datanets: readonly Datanet[];
  readonly contributions: readonly Contribution[];
  readonly versions: readonly DatanetVersion[];
  readonly models: readonly ModelVersion[];
  readonly offers: readonly Offer[];
  readonly sessions: readonly Session[];
}

/** One message that somebody wants to send, valid or on purpose not. */
export interface Attempt {
  /** Name of the action, as the tally counts it. */
  readonly action: string;
  readonly account: SimulatedAccount;
  readonly message: Any;
}

export function readState({ query }: SimulatedChain): SimState {
  const { datanets } = query(DatanetQuery.Datanets, { pagination: PAGE });
  const { models } = query(ModelQuery.Models, { pagination: PAGE });
  return {
    datanets,
    contributions: datanets.flatMap(({ id }) => query(DatanetQuery.Contributions, { datanetId: id, pagination: PAGE }).contributions),
    versions: datanets.flatMap(({ id, versionCount }) =>
      numbers(versionCount).flatMap((version) => query(DatanetQuery.Version, { datanetId: id, version }).version ?? []),
    ),
    models: models.flatMap(({ id, versionCount }) =>
      numbers(versionCount).flatMap((version) => query(ModelQuery.ModelVersion, { modelId: id, version }).version ?? []),
    ),
    offers: query(MarketQuery.Offers, { pagination: PAGE }).offers,
    sessions: query(MarketQuery.Sessions, { pagination: PAGE }).sessions,
  };
}

function numbers(count: bigint): bigint[] {
  return Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
}

/** The next sequence of an account, as the chain says. */
export function sequenceOf({ query }: SimulatedChain, address: string): bigint {
  const { account } = query(AuthQuery.Account, { address });
  return account === undefined ? 0n : BaseAccount.decode(account.value).sequence;
}

/** Notes a text as content that can be registered, quoted and opened. */
export function prepareText(world: Pick<SimWorld, "crypto" | "contents">, text: string): RowTree {
  const { sha256 } = world.crypto;
  const rows = contentTree(sha256, [toUtf8(text)], sha256(toUtf8(`secret of ${text}`)));
  world.contents.set(toHex(rows.root), { text, rows });
  return rows;
}
