import {
  ContributionState,
  MsgDecideAppeal,
  MsgDecideAppealResponse,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { requireGovAuthority } from "../../support/gov-authority.ts";
import { coinOf, makeCoin } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { acceptContribution } from "../accept.ts";
import { contentErased, malformedMessage, notAppealable } from "../errors.ts";
import { requireContribution, requireDatanet } from "../keeper.ts";
import { contributions, DATANET, erasures } from "../state.ts";

/**
 * Governance accepts what curators rejected or left: from now on, under its own registration number. No bond is behind it:
 * its contributor may not have asked for this, and governance answers for it. A fee that was burned stays burned.
 */
export function createDecideAppeal(bank: BankKeeper): MessageHandler<MsgDecideAppeal, MsgDecideAppealResponse> {
  return {
    codec: MsgDecideAppeal,
    response: MsgDecideAppealResponse,
    aminoName: "openledger/MsgDecideAppeal",
    signers: (msg) => [msg.authority],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, bank, msg),
  };
}

function checkStateless(msg: MsgDecideAppeal, chain: ChainConfig): void {
  messageChecks(malformedMessage, chain).range("grade", msg.grade, 1, 100);
}

function handle(ctx: Context, bank: BankKeeper, msg: MsgDecideAppeal): MsgDecideAppealResponse {
  requireGovAuthority(ctx, bank, msg.authority);
  const datanet = requireDatanet(ctx, msg.datanetId);
  const before = requireContribution(ctx, msg.datanetId, msg.seq);
  const { CONTRIBUTION_STATE_REJECTED: rejected, CONTRIBUTION_STATE_LAPSED: lapsed } = ContributionState;
  const isRefused = before.state === rejected || before.state === lapsed;
  // What its contributor took back has a mark.
  if (!isRefused || before.marks.length > 0) throw notAppealable(`contribution ${msg.datanetId}/${msg.seq}`);
  if (erasures.has(ctx.store.store(DATANET), before.blob)) throw contentErased();

  const unbonded = { ...before, bond: makeCoin(coinOf(before.bond).denom, 0n) };
  const accepted = acceptContribution(ctx, datanet, unbonded, msg.grade);
  contributions.set(ctx.store.store(DATANET), [datanet.id, msg.seq], accepted);
  return { logIndex: accepted.logIndex };
}
