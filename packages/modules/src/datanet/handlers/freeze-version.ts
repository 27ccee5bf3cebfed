import {
  MsgFreezeVersion,
  MsgFreezeVersionResponse,
  type DatanetVersion,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { logRoot } from "../accept.ts";
import { malformedMessage, notAllowedToFreeze, nothingToFreeze, tooManyVersions } from "../errors.ts";
import { versionFrozen } from "../events.ts";
import type { TokeniserKeeper } from "../expected-keepers.ts";
import { requireDatanet } from "../keeper.ts";
import { DATANET, datanets, versions } from "../state.ts";

/** Striking a contribution rewrites each version that holds it, in a block that no transaction pays for. */
const VERSIONS_MAX = 4_096n;

/** Fixes what the datanet's log holds now, without what is marked, as its next version. */
export function createFreezeVersion(
  tokeniser: TokeniserKeeper,
): MessageHandler<MsgFreezeVersion, MsgFreezeVersionResponse> {
  return {
    codec: MsgFreezeVersion,
    response: MsgFreezeVersionResponse,
    aminoName: "openledger/MsgFreezeVersion",
    signers: (msg) => [msg.signer],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, tokeniser, msg),
  };
}

function checkStateless(msg: MsgFreezeVersion, chain: ChainConfig): void {
  messageChecks(malformedMessage, chain).address("signer", msg.signer);
}

function handle(ctx: Context, tokeniser: TokeniserKeeper, msg: MsgFreezeVersion): MsgFreezeVersionResponse {
  const datanet = requireDatanet(ctx, msg.datanetId);
  const store = ctx.store.store(DATANET);
  if (msg.signer !== datanet.creator && !datanet.curators.includes(msg.signer)) throw notAllowedToFreeze(msg.signer);
  if (datanet.versionCount >= VERSIONS_MAX) throw tooManyVersions(`datanet ${datanet.id}`);
  const frozenSize = versions.get(store, [datanet.id, datanet.versionCount])?.logSize ?? 0n;
  const isMarked = datanet.markedFromVersion > datanet.versionCount;
  if (datanet.logSize <= frozenSize && !isMarked) throw nothingToFreeze(`datanet ${datanet.id} at ${frozenSize}`);
  // A version without weight could not share the income of its prior.
  if (datanet.acceptedPriorWeight === 0n) throw nothingToFreeze(`all of datanet ${datanet.id} is revoked`);

  const version: DatanetVersion = {
    datanetId: datanet.id,
    version: datanet.versionCount + 1n,
    logSize: datanet.logSize,
    logRoot: logRoot(ctx, datanet),
    tokens: datanet.acceptedTokens,
    bytes: datanet.acceptedBytes,
    priorWeight: datanet.acceptedPriorWeight,
    tokeniserVersion: tokeniser.tokeniserVersion(ctx),
    frozenHeight: ctx.block.height,
    struckWeight: 0n,
  };
  versions.set(store, [datanet.id, version.version], version);
  datanets.set(store, datanet.id, { ...datanet, versionCount: version.version });
  ctx.emit(versionFrozen(version));
  return { version: version.version, logSize: version.logSize, logRoot: version.logRoot };
}
