/** What a block changed of signing infos, for whoever follows the chain without executing it. */
import { Params, ValidatorSigningInfo } from "@openledger/messages/cosmos/slashing/v1beta1";
import type { Height } from "@openledger/primitives";
import { event, type ChainConfig, type Event } from "@openledger/state-machine";
import { lengthPrefixedBytesKey, type Change } from "@openledger/store";
import { reportOfParams } from "../support/params-report.ts";
import { consensusText } from "../support/validator-addresses.ts";
import { slashingParams } from "./state.ts";

const SIGNING_INFO_PREFIX = 0x01;
const NANOS_PER_SECOND = 1_000_000_000n;

const ofParams = reportOfParams("slashing", slashingParams.keyBytes, Params);

/**
 * One event for each validator that came to sign anew, was jailed for downtime or tombstoned, with its signing info, and
 * one for parameters. `jailed_until` is in Unix nanoseconds, 0 for never jailed. A vote alone, which counts in each info
 * at every block, makes no event: it leaves the info neither tombstoned nor at the begin of its window.
 */
export function slashingReport(changes: readonly Change[], chain: ChainConfig, at: Height): readonly Event[] {
  const infos = changes.flatMap(({ key, value }) => {
    if (key[0] !== SIGNING_INFO_PREFIX || value === undefined) return [];
    const info = ValidatorSigningInfo.fromBytes(value.slice());
    const isNews = info.tombstoned || info.indexOffset === 0n || info.startHeight === at;
    return isNews ? [infoReport(chain, lengthPrefixedBytesKey.decode(key.subarray(1)), info)] : [];
  });
  return [...infos, ...ofParams(changes)];
}

function infoReport(chain: ChainConfig, address: Uint8Array, { startHeight, jailedUntil, tombstoned }: ValidatorSigningInfo): Event {
  return event("signing_info_changed", {
    address: consensusText(chain, address),
    start_height: startHeight,
    // For ever lies beyond the times of blocks.
    jailed_until: (jailedUntil?.seconds ?? 0n) * NANOS_PER_SECOND + BigInt(jailedUntil?.nanos ?? 0),
    tombstoned: String(tombstoned),
  });
}
