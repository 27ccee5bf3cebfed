import type { AnyMessageHandler } from "@openledger/state-machine";
import type { VestingParts } from "./create-account.ts";
import { createPeriodicVestingAccountHandler } from "./handlers/create-periodic-vesting-account.ts";
import { createPermanentLockedAccountHandler } from "./handlers/create-permanent-locked-account.ts";
import { createVestingAccountHandler } from "./handlers/create-vesting-account.ts";

/** `cosmos.vesting.v1beta1.Msg`. There is no state besides the accounts, so auth carries these messages. */
export function createVestingMessages(parts: VestingParts): readonly AnyMessageHandler[] {
  return [
    createVestingAccountHandler(parts),
    createPermanentLockedAccountHandler(parts),
    createPeriodicVestingAccountHandler(parts),
  ];
}
