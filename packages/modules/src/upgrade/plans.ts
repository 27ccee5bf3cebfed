import type { Plan } from "@openledger/messages/cosmos/upgrade/v1beta1";
import { ChainHalt, sdkErrors, type Context, type QueryContext } from "@openledger/state-machine";
import { timeNanos } from "../support/expiry.ts";
import { doneUpgrades, moduleVersions, plannedUpgrade, protocolVersion, UPGRADE_STORE } from "./state.ts";

/** What this software does to the state when the chain comes to a plan of this name. */
export interface UpgradeHandler {
  readonly name: string;
  /** Moves the state; returns the versions of modules that it changes. */
  migrate(ctx: Context): ReadonlyMap<string, bigint>;
}

/** 0001-01-01, which encoders of Go write for no time. */
const ZERO_SECONDS = -62_135_596_800n;

/** Throws the SDK's errors for a plan that makes no sense. */
export function checkPlan({ name, height, time, upgradedClientState }: Plan): void {
  const hasTime = time !== undefined && timeNanos(time) !== 0n && time.seconds !== ZERO_SECONDS;
  if (hasTime) throw sdkErrors.invalidRequest("time-based upgrades have been deprecated in the SDK");
  if (upgradedClientState !== undefined) {
    throw sdkErrors.invalidRequest("upgrade logic for IBC has been moved to the IBC module");
  }
  if (name === "") throw sdkErrors.invalidRequest("name cannot be empty");
  if (height <= 0n) throw sdkErrors.invalidRequest("height must be greater than 0");
}

/** Plans an upgrade instead of whatever was planned. Throws the SDK's errors. */
export function scheduleUpgrade(ctx: Context, plan: Plan): void {
  checkPlan(plan);
  if (plan.height < ctx.block.height) throw sdkErrors.invalidRequest("upgrade cannot be scheduled in the past");
  if (doneHeight(ctx, plan.name) !== 0n) {
    throw sdkErrors.invalidRequest(`upgrade with name ${plan.name.slice(0, 200)} has already been completed`);
  }
  plannedUpgrade.set(ctx.store.store(UPGRADE_STORE), { ...plan, time: { seconds: ZERO_SECONDS, nanos: 0 } });
}

/** Height at which an upgrade took place; 0 when it has not. */
export function doneHeight(ctx: Context | QueryContext, name: string): bigint {
  for (const [[height, done]] of doneUpgrades.iterate(ctx.store.store(UPGRADE_STORE))) if (done === name) return height;
  return 0n;
}

/**
 * Before anything else of a block: applies the upgrade that is due. Throws a ChainHalt where this software is not the one
 * that makes this block: it lacks an upgrade that is due or done, or has one that is not due yet.
 */
export function applyDueUpgrade(ctx: Context, handlers: readonly UpgradeHandler[]): void {
  const store = ctx.store.store(UPGRADE_STORE);
  const plan = plannedUpgrade.get(store);
  const handlerOf = (name: string): UpgradeHandler | undefined => handlers.find((handler) => handler.name === name);
  const isDue = plan !== undefined && plan.height <= ctx.block.height;
  if (!isDue) requireHandlerOfLast(ctx, handlerOf);
  if (plan === undefined) return;
  const handler = handlerOf(plan.name);
  if (isDue) {
    if (handler === undefined) throw new ChainHalt(`UPGRADE "${plan.name}" NEEDED at height: ${plan.height}: ${plan.info}`);
    applyUpgrade(ctx, plan, handler);
  } else if (handler !== undefined) {
    throw new ChainHalt(
      `BINARY UPDATED BEFORE TRIGGER! UPGRADE "${plan.name}" - in binary but not executed on chain. Downgrade your binary`,
    );
  }
}

function requireHandlerOfLast(ctx: Context, handlerOf: (name: string) => UpgradeHandler | undefined): void {
  const store = ctx.store.store(UPGRADE_STORE);
  for (const [[, name]] of doneUpgrades.iterate(store, { reverse: true })) {
    if (handlerOf(name) !== undefined) return;
    const version = protocolVersion.get(store) ?? 0n;
    throw new ChainHalt(`wrong app version ${version}, upgrade handler is missing for ${name} upgrade plan`);
  }
}

function applyUpgrade(ctx: Context, { name }: Plan, handler: UpgradeHandler): void {
  const store = ctx.store.store(UPGRADE_STORE);
  for (const [module, version] of handler.migrate(ctx)) moduleVersions.set(store, module, version);
  protocolVersion.set(store, (protocolVersion.get(store) ?? 0n) + 1n);
  plannedUpgrade.delete(store);
  doneUpgrades.set(store, [ctx.block.height, name], true);
}
