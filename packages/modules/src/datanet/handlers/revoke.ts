import { revocationBy } from "@openledger/attribution";
import {
  ContributionState,
  MarkKind,
  MsgRevoke,
  MsgRevokeResponse,
  type Contribution,
  type RowRange,
} from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { releaseBond } from "../bonds.ts";
import { openDisputesOf } from "../disputes.ts";
import { disputeOpen, malformedMessage, notContributor, nothingToRevoke, tooManyMarks } from "../errors.ts";
import { contentErased, contributionLapsed, contributionRevoked } from "../events.ts";
import { ownerOf, requireContribution, requireDatanet } from "../keeper.ts";
import { leaveLapseQueue } from "../lapse.ts";
import { addMark, newMark, ROW_MARKS_MAX } from "../marks.ts";
import { blobOwners, DATANET, erasures } from "../state.ts";

const RANGES_MAX = 16;
const CHUNK_MAX = 1 << 30;

/** The contributor takes a contribution or rows of it back, and may have its content deleted everywhere. */
export function createRevoke(bank: BankKeeper): MessageHandler<MsgRevoke, MsgRevokeResponse> {
  return {
    codec: MsgRevoke,
    response: MsgRevokeResponse,
    aminoName: "openledger/MsgRevoke",
    signers: (msg) => [msg.contributor],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, bank, msg),
  };
}

function checkStateless(msg: MsgRevoke, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("contributor", msg.contributor);
  checks.range("number of row ranges", msg.rows.length, 0, RANGES_MAX);
  checks.require(!msg.erase || msg.rows.length === 0, "only a whole contribution is erased: name no rows");
  for (const { firstChunk, chunkCount } of msg.rows) {
    checks.range("first_chunk", firstChunk, 0, CHUNK_MAX);
    checks.range("chunk_count", chunkCount, 1, CHUNK_MAX);
  }
}

function handle(ctx: Context, bank: BankKeeper, msg: MsgRevoke): MsgRevokeResponse {
  const datanet = requireDatanet(ctx, msg.datanetId);
  const before = requireContribution(ctx, msg.datanetId, msg.seq);
  if (ownerOf(before) !== msg.contributor) throw notContributor(msg.contributor);
  checkRevocable(before, msg);
  // Who takes a disputed work back would leave the winner one that stands before each copy and earns nothing.
  if (!msg.erase && openDisputesOf(ctx, msg).length > 0) throw disputeOpen(`contribution ${msg.datanetId}/${msg.seq}`);
  if (msg.rows.length > 0 && before.marks.length >= ROW_MARKS_MAX) throw tooManyMarks(`${ROW_MARKS_MAX} are rows'`);
  checkRows(before, msg.rows);

  const mark = newMark(ctx, datanet, { kind: MarkKind.MARK_KIND_REVOKED, rows: msg.rows, erase: msg.erase });
  const isPending = before.state === ContributionState.CONTRIBUTION_STATE_PENDING;
  const after = addMark(ctx, datanet, isPending ? withdraw(ctx, bank, before) : before, mark);
  ctx.emit(contributionRevoked(after, msg.contributor, mark));
  return { state: after.state, erased: msg.erase && eraseBlob(ctx, after) };
}

/** Erasing is possible in every state, once; what was never accepted has nothing else to revoke. */
function checkRevocable({ datanetId, seq, state, marks }: Contribution, msg: MsgRevoke): void {
  const name = `contribution ${datanetId}/${seq}`;
  const isPending = state === ContributionState.CONTRIBUTION_STATE_PENDING;
  const isAccepted = state === ContributionState.CONTRIBUTION_STATE_ACCEPTED;
  if (isPending && msg.rows.length > 0) throw nothingToRevoke(`${name} is pending: take all of it back`);
  if (marks.some((mark) => mark.erase)) throw nothingToRevoke(`${name} is erased`);
  if (msg.erase) return;
  if ((!isPending && !isAccepted) || revocationBy(marks).whole) throw nothingToRevoke(name);
}

function checkRows(contribution: Contribution, rows: readonly RowRange[]): void {
  const chunks = assertDefined(contribution.rows, "a stored contribution has rows").leafCount;
  for (const { document, firstChunk, chunkCount } of rows) {
    const isInside = document < contribution.documentCount && BigInt(firstChunk) + BigInt(chunkCount) <= chunks;
    if (!isInside) throw malformedMessage(`document ${document} has no chunks ${firstChunk} to ${firstChunk + chunkCount - 1}`);
  }
}

/** Nobody has accepted it, so nothing keeps its bond. */
function withdraw(ctx: Context, bank: BankKeeper, contribution: Contribution): Contribution {
  leaveLapseQueue(ctx, contribution);
  releaseBond(ctx, bank, contribution, 0n);
  ctx.emit(contributionLapsed(contribution));
  return { ...contribution, state: ContributionState.CONTRIBUTION_STATE_LAPSED };
}

/** Only who registered a blob first has it deleted, or whoever copies a contribution could delete the original. */
function eraseBlob(ctx: Context, contribution: Contribution): boolean {
  const store = ctx.store.store(DATANET);
  const { blob, datanetId, seq } = contribution;
  const owner = assertDefined(blobOwners.get(store, blob), "each registered blob has an owner");
  if (owner.datanetId !== datanetId || owner.seq !== seq) return false;
  erasures.set(store, blob, { blob, datanetId, seq, height: ctx.block.height });
  ctx.emit(contentErased(contribution));
  return true;
}
