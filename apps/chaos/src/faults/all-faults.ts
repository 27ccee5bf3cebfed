import { cutOffFault } from "./cut-off.ts";
import { doubleSignFault } from "./double-sign.ts";
import { downtimeFault } from "./downtime.ts";
import type { Fault } from "./fault.ts";
import { joinFault } from "./join.ts";
import { killFault } from "./kill.ts";
import { leaveFault } from "./leave.ts";
import { pauseFault } from "./pause.ts";
import { restartFault } from "./restart.ts";
import { stateSyncFault } from "./state-sync.ts";

/** All faults in the order in which they are played. */
export const ALL_FAULTS: readonly Fault[] = [
  killFault("sigkill-app", "SIGKILL to the App", ["app"]),
  killFault("sigkill-cometbft", "SIGKILL to CometBFT", ["comet"]),
  killFault("sigkill-both", "SIGKILL to both at once", ["app", "comet"]),
  pauseFault("sigstop-app", "the App stands still", "app"),
  pauseFault("sigstop-cometbft", "CometBFT stands still", "comet"),
  restartFault,
  cutOffFault,
  stateSyncFault,
  joinFault,
  downtimeFault,
  leaveFault,
  doubleSignFault,
];

/** What `--quick` plays. */
export const QUICK_FAULTS: readonly string[] = ["sigkill-app", "sigkill-both", "cut-off"];
