import {
  ContributionState,
  DisputeRemedy,
  DisputeState,
  MsgDispute,
  MsgDisputeResponse,
  type Contribution,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { amountOf, makeCoin } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { takeBond } from "../bonds.ts";
import { beginTurn, isStruck, openDisputesOf } from "../disputes.ts";
import { alreadyDisputed, malformedMessage, notDisputable, tooManyMarks } from "../errors.ts";
import { ownerOf, paramsOf, requireContribution } from "../keeper.ts";
import { isReassignable } from "../marks.ts";
import { DATANET, disputeIds, openDisputes } from "../state.ts";

const TEXT_MAX = 2_048;

/** Open disputes of one contribution; each locks twice the bond of the one before. */
const OPEN_MAX = 8;

/** Somebody says that an accepted contribution is not its owner's, and puts up a bond; the owner answers first. */
export function createDispute(bank: BankKeeper): MessageHandler<MsgDispute, MsgDisputeResponse> {
  return {
    codec: MsgDispute,
    response: MsgDisputeResponse,
    aminoName: "openledger/MsgDispute",
    signers: (msg) => [msg.challenger],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, bank, msg),
  };
}

function checkStateless(msg: MsgDispute, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("challenger", msg.challenger);
  checks.range("remedy", msg.remedy, DisputeRemedy.DISPUTE_REMEDY_STRIKE, DisputeRemedy.DISPUTE_REMEDY_REASSIGN);
  checks.bytesOrEmpty("evidence_hash", msg.evidenceHash, 32);
  checks.text("text", msg.text, 1, TEXT_MAX);
}

function handle(ctx: Context, bank: BankKeeper, msg: MsgDispute): MsgDisputeResponse {
  const contribution = requireContribution(ctx, msg.datanetId, msg.seq);
  const store = ctx.store.store(DATANET);
  checkDisputable(contribution, msg);
  const open = openDisputesOf(ctx, msg);
  const isRepeated = open.some(({ challenger }) => challenger === msg.challenger);
  if (isRepeated || open.length >= OPEN_MAX) throw alreadyDisputed(`contribution ${msg.datanetId}/${msg.seq}`);

  const params = paramsOf(ctx);
  const bond = makeCoin(ctx.chain.baseDenom, amountOf(params.disputeBond) << BigInt(open.length));
  takeBond(ctx, bank, msg.challenger, bond);
  const id = disputeIds.next(store);
  openDisputes.set(store, [msg.datanetId, msg.seq, id], true);
  const dispute = {
    ...{ id, datanetId: msg.datanetId, seq: msg.seq, challenger: msg.challenger, remedy: msg.remedy },
    ...{ evidenceHash: msg.evidenceHash, text: msg.text, bond, state: DisputeState.DISPUTE_STATE_OPEN },
    ...{ owner: ownerOf(contribution), answer: "", openedHeight: ctx.block.height, until: 0n, untilHeight: 0n },
  };
  beginTurn(ctx, dispute, params.disputeOwnerSeconds);
  return { disputeId: id };
}

function checkDisputable(contribution: Contribution, { challenger, remedy }: MsgDispute): void {
  const name = `contribution ${contribution.datanetId}/${contribution.seq}`;
  const isAccepted = contribution.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED;
  if (!isAccepted || isStruck(contribution) || ownerOf(contribution) === challenger) throw notDisputable(name);
  const mayChange = remedy !== DisputeRemedy.DISPUTE_REMEDY_REASSIGN || isReassignable(contribution);
  if (!mayChange) throw tooManyMarks(`${name} changes hands no more; ask to strike it`);
}
