import { setTimeout as delay } from "node:timers/promises";
import type { Process } from "@openledger/localnet";
import type { Member } from "../cluster/cluster.ts";
import { chaosError } from "../errors.ts";
import type { Fault } from "./fault.ts";

type Part = "app" | "comet";

const SETTLE_MS = 500;
/** CometBFT ends when its App is gone, but v0.38.19 may hang on the way: whoever runs both kills it then. */
const HANG_MS = 3_000;

/** SIGKILL to the App, to CometBFT or to both at once. */
export function killFault(name: string, says: string, parts: readonly Part[]): Fault {
  return {
    name,
    says,
    async play({ target, over }) {
      const member = await target();
      const { app, comet } = member.validator;
      const running = { app, comet };
      const killed = parts.map((part) => running[part]).filter((process) => process !== undefined);
      if (killed.length < parts.length) throw chaosError("SETUP", `${member.name} does not run`);
      for (const process of killed) process.child.kill("SIGKILL");
      await Promise.all(killed.map(({ ended }) => ended));
      const note = await endRest(member, parts);
      over();
      await member.validator.start();
      return { node: member.name, note };
    },
  };
}

/** CometBFT follows an App that is gone; an App waits for the next CometBFT. */
async function endRest({ validator }: Member, parts: readonly Part[]): Promise<string> {
  const { comet } = validator;
  if (comet === undefined || !parts.includes("app")) {
    await delay(SETTLE_MS);
    return "";
  }
  const isGone = await endsWithin(comet, HANG_MS);
  if (isGone) return parts.includes("comet") ? "" : "CometBFT ended by itself";
  comet.child.kill("SIGKILL");
  await comet.ended;
  return "CometBFT hung on its way out and was killed";
}

async function endsWithin({ ended }: Process, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const isGone = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return isGone;
}
