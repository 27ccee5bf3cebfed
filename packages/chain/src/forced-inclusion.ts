import { genesisError, jsonObject, jsonString, jsonUint, type Json } from "@openledger/state-machine";

/** The rule by which a sequencer must take what users post to DA; fixed by genesis. */
export interface ForcedInclusion {
  /** DA heights after the one that holds a transaction, up to which a block with it must be on DA. */
  readonly window: bigint;
  /** Of the transactions of one window that could run, these first bytes are owed. */
  readonly bytesPerWindow: number;
  /** The same of their gas limits. */
  readonly gasPerWindow: bigint;
  /** First DA height of the chain: what was posted before it is owed by nobody. */
  readonly startHeight: bigint;
  /** How far apart DA blocks are, by which the window is measured against the periods of challenges. */
  readonly daBlockSeconds: bigint;
}

/** Half of it passes before it is found out what is owed. */
const WINDOW_MIN = 2n;
const WINDOW_MAX = 1_000_000n;
const BYTES_MAX = 64n * 1024n * 1024n;
const BYTES_DEFAULT = 1_048_576n;
const GAS_MAX = 1_000_000_000_000n;
const GAS_DEFAULT = 50_000_000n;
const START_MAX = 1_000_000_000_000n;
const DA_BLOCK_SECONDS_DEFAULT = 6n;
/** Of the market's parameters, where genesis leaves them out. */
const WINDOW_SECONDS_DEFAULT = 86_400n;
const RESPONSE_SECONDS_DEFAULT = 21_600n;

/**
 * `app_state.rollup.forced_inclusion` of a genesis; undefined where it has none. Throws a TxError of codespace `genesis`
 * that names the place: a value out of range, a chain without a lone sequencer, and periods for challenges that are not
 * twice the window at least, in which a censored challenge could not be forced in time.
 */
export function forcedInclusionOf(appState: unknown): ForcedInclusion | undefined {
  const state = jsonObject(appState as Json, "app_state");
  const rollup = jsonObject(state["rollup"], "app_state.rollup");
  requireFields(rollup, ["forced_inclusion", "attesters", "sequencer", "recovery"], "app_state.rollup");
  if (rollup["forced_inclusion"] === undefined) return undefined;
  const where = "app_state.rollup.forced_inclusion";
  const given = jsonObject(rollup["forced_inclusion"], where);
  requireFields(given, ["window", "bytes_per_window", "gas_per_window", "start_height", "da_block_seconds"], where);
  const window = inRange(jsonUint(given["window"], `${where}.window`), WINDOW_MAX, `${where}.window`, WINDOW_MIN);
  const bytes = inRange(jsonUint(given["bytes_per_window"], `${where}.bytes_per_window`, BYTES_DEFAULT), BYTES_MAX, `${where}.bytes_per_window`);
  const gasPerWindow = inRange(jsonUint(given["gas_per_window"], `${where}.gas_per_window`, GAS_DEFAULT), GAS_MAX, `${where}.gas_per_window`);
  const startHeight = inRange(jsonUint(given["start_height"], `${where}.start_height`, 1n), START_MAX, `${where}.start_height`);
  const daBlockSeconds = inRange(jsonUint(given["da_block_seconds"], `${where}.da_block_seconds`, DA_BLOCK_SECONDS_DEFAULT), 86_400n, `${where}.da_block_seconds`);
  requireSequencer(state, where);
  requireLongPeriods(state, window * daBlockSeconds, where);
  return { window, bytesPerWindow: Number(bytes), gasPerWindow, startHeight, daBlockSeconds };
}

function requireSequencer(state: { readonly [module: string]: Json }, where: string): void {
  const source = jsonString(jsonObject(state["staking"], "app_state.staking")["valset_source"], "app_state.staking.valset_source", "sequencer");
  if (source !== "sequencer") throw genesisError(where, 'needs app_state.staking.valset_source "sequencer": validators of CometBFT cannot be held to one view of DA');
}

function requireLongPeriods(state: { readonly [module: string]: Json }, windowSeconds: bigint, where: string): void {
  const params = jsonObject(jsonObject(state["market"], "app_state.market")["params"], "app_state.market.params");
  const periods = [
    ["window_seconds", WINDOW_SECONDS_DEFAULT],
    ["response_seconds", RESPONSE_SECONDS_DEFAULT],
  ] as const;
  for (const [name, absent] of periods) {
    const seconds = jsonUint(params[name], `app_state.market.params.${name}`, absent);
    if (seconds >= 2n * windowSeconds) continue;
    throw genesisError(where, `a window of ${windowSeconds} seconds needs app_state.market.params.${name} of ${2n * windowSeconds} at least, not ${seconds}`);
  }
}

function inRange(value: bigint, max: bigint, where: string, min = 1n): bigint {
  if (value < min || value > max) throw genesisError(where, `must be from ${min} to ${max}`);
  return value;
}

/** Whoever mistypes a name must not begin a chain without the rule. */
function requireFields(given: { readonly [name: string]: Json }, names: readonly string[], where: string): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw genesisError(`${where}.${unknown.slice(0, 100)}`, "there is no such field; correct the name or remove it");
}
