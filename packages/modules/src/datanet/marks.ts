import { revocationBy, rulingBy } from "@openledger/attribution";
import {
  ContributionState,
  MarkKind,
  type Contribution,
  type Datanet,
  type Mark,
} from "@openledger/messages/openledger/datanet/v1";
import { addressToBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { remainingInVersion, remainingNow } from "../support/remaining.ts";
import { alreadyStruck, tooManyMarks } from "./errors.ts";
import { contributionReassigned, contributionStruck } from "./events.ts";
import type { PriorKeeper } from "./expected-keepers.ts";
import { ownerOf, requireDatanet } from "./keeper.ts";
import { acceptedByOwner, contributions, DATANET, datanets, versions } from "./state.ts";

const MARKS_MAX = 24;

/** Marks after which no more rows are taken back: those left are for the whole, for erasing it and for disputes. */
export const ROW_MARKS_MAX = 12;

/** A mark of this block. */
export function newMark(ctx: Context, datanet: Datanet, change: Pick<Mark, "kind"> & Partial<Mark>): Mark {
  const mark = { height: ctx.block.height, fromVersion: datanet.versionCount + 1n, rows: [], erase: false, owner: "" };
  return { ...mark, ...change };
}

/** Adds a mark to a contribution, stores it and has its datanet count what is left. */
export function addMark(ctx: Context, datanet: Datanet, before: Contribution, mark: Mark): Contribution {
  const after: Contribution = { ...before, marks: [...before.marks, mark] };
  contributions.set(ctx.store.store(DATANET), [datanet.id, after.seq], after);
  const isLess = mark.kind !== MarkKind.MARK_KIND_REASSIGNED;
  const isAccepted = before.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED;
  const sums = isAccepted && isLess ? lowerSums(ctx, datanet, before, after) : datanet;
  datanets.set(ctx.store.store(DATANET), datanet.id, { ...sums, markCount: datanet.markCount + 1n });
  return after;
}

/**
 * Sessions of later blocks pass over the contribution, later versions leave it out, and it earns no more in the pools of
 * earlier ones: the others share them without it. What it earned before is its owner's.
 */
export function strike(ctx: Context, priors: PriorKeeper, contribution: Contribution): Contribution {
  if (rulingBy(contribution.marks).struck) throw alreadyStruck(`contribution ${contribution.datanetId}/${contribution.seq}`);
  const datanet = requireDatanet(ctx, contribution.datanetId);
  priors.settlePriors(ctx, contribution, ownerOf(contribution));
  leaveFrozenWeights(ctx, datanet, contribution);
  acceptedByOwner.delete(ctx.store.store(DATANET), ownerKey(ctx, contribution));
  const mark = newMark(ctx, datanet, { kind: MarkKind.MARK_KIND_STRUCK });
  const after = addMark(ctx, datanet, contribution, mark);
  ctx.emit(contributionStruck(after, ownerOf(after), mark));
  return after;
}

/** Sessions of later blocks pay `owner` for the contribution. What it earned before is its former owner's. */
export function reassign(ctx: Context, priors: PriorKeeper, contribution: Contribution, owner: string): Contribution {
  if (!isReassignable(contribution)) throw tooManyMarks(`contribution ${contribution.datanetId}/${contribution.seq}`);
  const datanet = requireDatanet(ctx, contribution.datanetId);
  const store = ctx.store.store(DATANET);
  priors.settlePriors(ctx, contribution, ownerOf(contribution));
  acceptedByOwner.delete(store, ownerKey(ctx, contribution));
  const mark = newMark(ctx, datanet, { kind: MarkKind.MARK_KIND_REASSIGNED, owner });
  const after = addMark(ctx, datanet, contribution, mark);
  acceptedByOwner.set(store, ownerKey(ctx, after), true);
  ctx.emit(contributionReassigned(after, ownerOf(contribution), mark));
  return after;
}

/** True when one more mark leaves room for taking the whole back, for erasing it and for striking it. */
export function isReassignable({ marks }: Contribution): boolean {
  const isWhole = revocationBy(marks).whole;
  const isErased = marks.some((mark) => mark.erase);
  const kept = 1 + (isWhole ? 0 : 1) + (isErased ? 0 : 1);
  return marks.length + 1 + kept <= MARKS_MAX;
}

function ownerKey(ctx: Context, contribution: Contribution): readonly [Uint8Array, bigint, bigint] {
  return [addressToBytes(ctx.chain.bech32Prefix, ownerOf(contribution)), contribution.datanetId, contribution.seq];
}

function leaveFrozenWeights(ctx: Context, { id, versionCount }: Datanet, contribution: Contribution): void {
  const store = ctx.store.store(DATANET);
  for (let number = versionCount; number > 0n; number--) {
    const version = versions.require(store, [id, number]);
    if (version.logSize <= contribution.logIndex) return;
    const { weight } = remainingInVersion(contribution, number);
    if (weight > 0n) versions.set(store, [id, number], { ...version, struckWeight: version.struckWeight + weight });
  }
}

/** Later versions leave out what is marked; models name none of the earlier ones that hold it. */
function lowerSums(ctx: Context, datanet: Datanet, before: Contribution, after: Contribution): Datanet {
  const store = ctx.store.store(DATANET);
  const [held, left] = [remainingNow(before), remainingNow(after)];
  const frozen = versions.get(store, [datanet.id, datanet.versionCount])?.logSize ?? 0n;
  const isFrozen = after.logIndex < frozen;
  return {
    ...datanet,
    acceptedTokens: datanet.acceptedTokens - held.tokens + left.tokens,
    acceptedBytes: datanet.acceptedBytes - held.bytes + left.bytes,
    acceptedPriorWeight: datanet.acceptedPriorWeight - held.weight + left.weight,
    markedFromVersion: isFrozen ? datanet.versionCount + 1n : datanet.markedFromVersion,
  };
}
