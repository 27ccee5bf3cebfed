import {
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  PrivateSessions,
  QuotePolicy,
  Use,
  type Licence,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { amountOf, coinOf } from "../../support/amounts.ts";
import { messageChecks, type MessageChecks } from "../../support/message-checks.ts";
import { bondTooLow, commonsNotAllowed, curatorShareTooHigh, malformedMessage, tooManyCurators, wrongBondDenom } from "../errors.ts";
import { datanetCreated } from "../events.ts";
import { paramsOf } from "../keeper.ts";
import { DATANET, datanetIds, datanets } from "../state.ts";

/** With at most 2^30 KiB in a contribution, every bond is an amount below 2^127. */
const BOND_PER_KIB_MAX = 1n << 96n;
const USES: readonly number[] = [Use.USE_TRAIN, Use.USE_INFER, Use.USE_RETRIEVE, Use.USE_EVALUATE];

/** Opens a datanet with its licence, curators and terms. */
export const createDatanet: MessageHandler<MsgCreateDatanet, MsgCreateDatanetResponse> = {
  codec: MsgCreateDatanet,
  response: MsgCreateDatanetResponse,
  aminoName: "openledger/MsgCreateDatanet",
  signers: (msg) => [msg.creator],
  checkStateless,
  handle,
};

function checkStateless(msg: MsgCreateDatanet, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("creator", msg.creator);
  checks.text("name", msg.name, 1, 128);
  checks.text("purpose", msg.purpose, 0, 2048);
  checkLicence(checks, msg.licence);
  checks.range("number of curators", msg.curators.length, 1, 64);
  for (const curator of msg.curators) checks.address("curator", curator);
  checks.require(new Set(msg.curators).size === msg.curators.length, "each curator is named once");
  checks.range("threshold", msg.threshold, 1, msg.curators.length);
  checks.range("curator_bps", msg.curatorBps, 0, 10_000);
  const bondPerKib = amountOf(checks.coin("bond_per_kib", msg.bondPerKib, 0n).amount);
  checks.require(bondPerKib <= BOND_PER_KIB_MAX, "bond_per_kib must be at most 2^96 units");
  checks.range("min_prior_bps", msg.minPriorBps, 0, 10_000);
  const isFree = msg.curatorBps === 0 && msg.minPriorBps === 0;
  checks.require(!msg.commons || isFree, "a commons earns nothing: curator_bps and min_prior_bps must be 0");
}

function checkLicence(checks: MessageChecks, licence: Licence | undefined): void {
  if (licence === undefined) throw malformedMessage("licence is missing");
  checks.text("licence.spdx", licence.spdx, 1, 256);
  checks.bytesOrEmpty("licence.text_hash", licence.textHash, 32);
  checks.range("number of licence.uses", licence.uses.length, 1, USES.length);
  checks.require(
    licence.uses.every((use) => USES.includes(use)),
    "licence.uses holds known uses only",
  );
  checks.require(new Set(licence.uses).size === licence.uses.length, "each of licence.uses is named once");
  checks.range("licence.quote", licence.quote, QuotePolicy.QUOTE_POLICY_PUBLIC, QuotePolicy.QUOTE_POLICY_DEMAND_ONLY);
  checks.range(
    "licence.private_sessions",
    licence.privateSessions,
    PrivateSessions.PRIVATE_SESSIONS_NEVER,
    PrivateSessions.PRIVATE_SESSIONS_ANY,
  );
  checks.addressOrEmpty("licence.auditor", licence.auditor);
  const needsAuditor = licence.privateSessions === PrivateSessions.PRIVATE_SESSIONS_WITH_AUDITOR;
  checks.require(
    !needsAuditor || licence.auditor !== "",
    "licence.auditor must be named when private sessions need one",
  );
}

function handle(ctx: Context, msg: MsgCreateDatanet): MsgCreateDatanetResponse {
  const params = paramsOf(ctx);
  const bondPerKib = coinOf(msg.bondPerKib);
  if (msg.curators.length > params.maxCurators)
    throw tooManyCurators(`${msg.curators.length} of ${params.maxCurators}`);
  if (msg.curatorBps > params.maxCuratorBps) throw curatorShareTooHigh(`${msg.curatorBps} of ${params.maxCuratorBps}`);
  if (bondPerKib.denom !== ctx.chain.baseDenom) throw wrongBondDenom(`${bondPerKib.denom}, not ${ctx.chain.baseDenom}`);
  if (amountOf(bondPerKib.amount) < amountOf(params.minBondPerKib)) {
    throw bondTooLow(`${bondPerKib.amount} of ${params.minBondPerKib}`);
  }
  // Hosts answer for what they leave out of the commons, so nobody may fill one with texts that others cannot fetch.
  if (msg.commons && msg.creator !== params.commonsAuthority) throw commonsNotAllowed(msg.creator);
  const store = ctx.store.store(DATANET);
  const id = datanetIds.next(store);
  const datanet = {
    id,
    creator: msg.creator,
    name: msg.name,
    purpose: msg.purpose,
    licence: msg.licence,
    curators: msg.curators,
    threshold: msg.threshold,
    curatorBps: msg.curatorBps,
    bondPerKib,
    minPriorBps: msg.minPriorBps,
    seqCount: 0n,
    logSize: 0n,
    logPeaks: [],
    versionCount: 0n,
    acceptedTokens: 0n,
    acceptedBytes: 0n,
    acceptedPriorWeight: 0n,
    createdHeight: ctx.block.height,
    commons: msg.commons,
    markedFromVersion: 0n,
    markCount: 0n,
  };
  datanets.set(store, id, datanet);
  ctx.emit(datanetCreated(datanet));
  return { datanetId: id };
}
