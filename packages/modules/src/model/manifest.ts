import type { ManifestEntry } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import { commonsInManifest, markedSinceFrozen, priorTooLow, tokeniserDiffers, useNotLicensed, versionNotFrozen } from "./errors.ts";
import type { DatanetKeeper, TokeniserKeeper } from "./expected-keepers.ts";
import type { ModelUse } from "./model-kinds.ts";

/** Checks each entry against its datanet and returns N, the tokens of the whole manifest (protocol.md section 3). */
export function checkManifest(
  ctx: Context,
  deps: { readonly datanets: DatanetKeeper; readonly tokeniser: TokeniserKeeper },
  manifest: readonly ManifestEntry[],
  use: ModelUse,
): bigint {
  const tokeniserVersion = deps.tokeniser.tokeniserVersion(ctx);
  let tokens = 0n;
  for (const { datanetId, version, priorBps } of manifest) {
    const name = `datanet ${datanetId}@${version}`;
    const datanet = deps.datanets.datanet(ctx, datanetId);
    const frozen = deps.datanets.version(ctx, datanetId, version);
    if (datanet === undefined || frozen === undefined) throw versionNotFrozen(name);
    if (datanet.licence?.uses.includes(use.value) !== true) throw useNotLicensed(`${name}, use ${use.name}`);
    if (datanet.commons) throw commonsInManifest(name);
    if (version < datanet.markedFromVersion) throw markedSinceFrozen(`${name}, name ${datanet.markedFromVersion} or later`);
    if (priorBps < datanet.minPriorBps) throw priorTooLow(`${name}: ${priorBps} of ${datanet.minPriorBps}`);
    if (frozen.tokeniserVersion !== tokeniserVersion) throw tokeniserDiffers(name);
    tokens += frozen.tokens;
  }
  return tokens;
}
