import type { FollowerStatus } from "@openledger/follower";

/** Whether everything on DA is executed here and the chain does not stand still at a miss; a turn that began goes on. */
export function mayBegin(following: FollowerStatus | undefined): boolean {
  return following === undefined || (following.isCaughtUp && following.failure === undefined && following.breaks.every(({ crossed }) => crossed !== undefined));
}
