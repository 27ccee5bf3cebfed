import { MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse } from "@openledger/messages/openledger/model/v1";
import type { MessageHandler } from "@openledger/state-machine";
import { requireGovAuthority, type AuthorityKeeper } from "../../support/gov-authority.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage, notFrozen } from "../errors.ts";
import { unfreezeVersion } from "../freeze.ts";
import { requireVersion } from "../keeper.ts";

/** Governance lets a frozen version take sessions again. */
export function createUnfreezeModelVersion(
  authorities: AuthorityKeeper,
): MessageHandler<MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse> {
  return {
    codec: MsgUnfreezeModelVersion,
    response: MsgUnfreezeModelVersionResponse,
    aminoName: "openledger/MsgUnfreezeModelVersion",
    signers: ({ authority }) => [authority],
    checkStateless: ({ authority }, chain) => messageChecks(malformedMessage, chain).address("authority", authority),
    handle(ctx, { authority, modelId, version }) {
      requireGovAuthority(ctx, authorities, authority);
      requireVersion(ctx, modelId, version);
      if (!unfreezeVersion(ctx, modelId, version)) throw notFrozen(`model ${modelId}@${version}`);
      return {};
    },
  };
}
