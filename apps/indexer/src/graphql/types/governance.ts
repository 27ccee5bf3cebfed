import { proposalDeposits, proposals, proposalStatuses, votes } from "../../schema/governance.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import { DepositRef, ProposalRef, TxRef, VoteRef } from "../refs.ts";

const ProposalStatus = builder.enumType("ProposalStatus", { values: proposalStatuses });

VoteRef.implement({
  description: "A vote as it was given; a voter's last one on a proposal counts.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    proposalId: t.expose("proposalId", { type: "BigInt" }),
    voter: t.expose("voter", { type: "Address" }),
    options: t.field({ type: "JSON", description: "Options with their weights, which sum to 1.", resolve: ({ options }) => options.map((option) => ({ ...option })) }),
    proposal: t.field({ type: ProposalRef, nullable: true, resolve: ({ proposalId }, _args, { loaders }) => loaders.proposal.load([proposalId]) }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
  }),
});
const VoteConnection = builder.connectionObject({ type: VoteRef, name: "VoteConnection" });

DepositRef.implement({
  description: "A deposit on a proposal.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    depositor: t.expose("depositor", { type: "Address" }),
    amount: t.exposeString("amount", { description: "Coins as text." }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
  }),
});

builder.node(ProposalRef, {
  description: "A proposal to governance; dropped and canceled ones, which the chain deletes, stay here.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.proposal.load(key)),
  fields: (t) => ({
    proposalId: t.expose("id", { type: "BigInt" }),
    status: t.expose("status", { type: ProposalStatus }),
    proposer: t.exposeString("proposer"),
    title: t.exposeString("title"),
    summary: t.exposeString("summary"),
    metadata: t.exposeString("metadata"),
    messageTypes: t.exposeStringList("messageTypes"),
    expedited: t.exposeBoolean("expedited"),
    submitTime: t.expose("submitTimeNs", { type: "DateTime" }),
    depositEndTime: t.expose("depositEndTimeNs", { type: "DateTime" }),
    votingStartTime: t.expose("votingStartTimeNs", { type: "DateTime", nullable: true }),
    votingEndTime: t.expose("votingEndTimeNs", { type: "DateTime", nullable: true }),
    totalDeposit: t.exposeString("totalDeposit"),
    yes: t.expose("yes", { type: "BigInt", description: "Bonded units, as the final tally counted them; 0 before." }),
    abstain: t.expose("abstain", { type: "BigInt" }),
    no: t.expose("no", { type: "BigInt" }),
    noWithVeto: t.expose("noWithVeto", { type: "BigInt" }),
    failedReason: t.exposeString("failedReason"),
    submittedHeight: t.expose("submitHeight", { type: "Height" }),
    changedHeight: t.expose("height", { type: "Height" }),
    submittedTx: t.field({
      type: TxRef,
      nullable: true,
      resolve: ({ submitHeight, submitTxIndex }, _args, { loaders }) => (submitTxIndex === null ? null : loaders.tx.load([submitHeight, submitTxIndex])),
    }),
    votes: t.connection(
      { type: VoteRef, args: { order: t.arg({ type: Order }) }, resolve: ({ id }, args, { pages }) => pages.load(votesOfProposal, [id], args) },
      VoteConnection,
    ),
    deposits: t.connection({
      type: DepositRef,
      args: { order: t.arg({ type: Order }) },
      resolve: ({ id }, args, { pages }) => pages.load(depositsOfProposal, [id], args),
    }),
  }),
});

const votesOfProposal = nestedList({ name: "votesOfProposal", keyset: keysets.votes, types: ["bigint"], belongs: byColumns(votes.proposalId) });
const depositsOfProposal = nestedList({ name: "depositsOfProposal", keyset: keysets.deposits, types: ["bigint"], belongs: byColumns(proposalDeposits.proposalId) });

builder.queryFields((t) => ({
  proposal: t.field({
    type: ProposalRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.proposal.load([id]),
  }),
  proposals: t.connection({
    type: ProposalRef,
    args: { order: t.arg({ type: Order }), status: t.arg({ type: ProposalStatus }), proposer: t.arg.string() },
    resolve: (_root, { status, proposer, ...args }, { db }) => pageOf(db, keysets.proposals, args, where([proposals.status, status], [proposals.proposer, proposer])),
  }),
  votes: t.connection(
    {
      type: VoteRef,
      description: "Votes of one account.",
      args: { order: t.arg({ type: Order }), voter: t.arg({ type: "Address", required: true }) },
      resolve: (_root, { voter, ...args }, { db }) => pageOf(db, keysets.votes, args, where([votes.voter, voter])),
    },
    VoteConnection,
  ),
}));
