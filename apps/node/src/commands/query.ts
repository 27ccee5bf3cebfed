import { allContributions, allDatanets, allOffers, allSessions, connect, versionConsistency, type ChainClient } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { QueryService as DistributionQuery } from "@openledger/messages/cosmos/distribution/v1beta1";
import { QueryService as GovQuery } from "@openledger/messages/cosmos/gov/v1";
import { QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { QueryService as AccountabilityQuery } from "@openledger/messages/openledger/accountability/v1";
import { QueryService as AttributionQuery } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as FeedbackQuery } from "@openledger/messages/openledger/feedback/v1";
import { QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { QueryService as ModelQuery } from "@openledger/messages/openledger/model/v1";
import { QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import { QueryService as RollupQuery } from "@openledger/messages/openledger/rollup/v1";
import { QueryService as SystemQuery } from "@openledger/messages/openledger/system/v1";
import { toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { withQueryFlags, type NodeFlags } from "../cli/chain-flags.ts";
import { clockLines, renderClock } from "../cli/clock-lines.ts";
import { parseHash, parseHex, parseId, parsePair } from "../cli/parse-arguments.ts";
import { openProver, withProveFlags, type ProveFlags, type Prover } from "../cli/prove-flags.ts";
import {
  parseHolding,
  proveBalance,
  proveBalances,
  proveContribution,
  proveDatanetVersion,
  proveModelVersion,
  proveOffer,
  proveRaw,
  proveSession,
  proveSettlement,
  proveSettlementLog,
  type AskProven,
  type ProvenAnswer,
} from "../cli/proven-things.ts";
import { nodeError } from "../node-error.ts";

type Ask = (client: ChainClient, argument: string) => Promise<unknown>;

interface Thing {
  /** `balances <address>`: name and, when there is one, argument. */
  readonly usage: string;
  readonly description: string;
  readonly ask: Ask;
  /** The same with a proof, for what `--prove` can prove. */
  readonly askProven?: AskProven;
}

const THINGS: Readonly<Record<string, readonly Thing[]>> = {
  bank: [
    thing("balances <address>", "all coins of an account", (c, address) => c.query(BankQuery.AllBalances, { address }), proveBalances),
    thing("balance <address/denom>", "one coin of an account", (c, text) => c.query(BankQuery.Balance, parseHolding(text)), proveBalance),
    thing("supply", "all coins there are", (c) => c.query(BankQuery.TotalSupply, {})),
  ],
  auth: [thing("account <address>", "number and sequence", (c, address) => c.query(AuthQuery.Account, { address }))],
  staking: [
    thing("validators", "all validators", (c) => c.query(StakingQuery.Validators, {})),
    thing("validator <operator>", "one validator", (c, validatorAddr) => c.query(StakingQuery.Validator, { validatorAddr })),
    thing("delegations <address>", "what an account has bonded", (c, delegatorAddr) => c.query(StakingQuery.DelegatorDelegations, { delegatorAddr })),
    thing("unbonding <address>", "what an account takes back", (c, delegatorAddr) => c.query(StakingQuery.DelegatorUnbondingDelegations, { delegatorAddr })),
    thing("pool", "bonded coins and coins that become free", (c) => c.query(StakingQuery.Pool, {})),
    thing("params", "parameters", (c) => c.query(StakingQuery.Params, {})),
  ],
  distribution: [
    thing("rewards <address>", "what an account's stakes earned", (c, delegatorAddress) => c.query(DistributionQuery.DelegationTotalRewards, { delegatorAddress })),
    thing("commission <operator>", "what a validator has not taken yet", (c, validatorAddress) => c.query(DistributionQuery.ValidatorCommission, { validatorAddress })),
    thing("community-pool", "coins that only governance spends", (c) => c.query(DistributionQuery.CommunityPool, {})),
    thing("params", "parameters", (c) => c.query(DistributionQuery.Params, {})),
  ],
  gov: [
    thing("proposals", "all proposals", (c) => c.query(GovQuery.Proposals, {})),
    thing("proposal <id>", "one proposal", (c, id) => c.query(GovQuery.Proposal, { proposalId: parseId(id, "the proposal") })),
    thing("tally <id>", "votes so far, or how it ended", (c, id) => c.query(GovQuery.TallyResult, { proposalId: parseId(id, "the proposal") })),
    thing("params", "parameters", (c) => c.query(GovQuery.Params, { paramsType: "deposit" })),
  ],
  slashing: [
    thing("signing-infos", "who missed blocks, and who is out for good", (c) => c.query(SlashingQuery.SigningInfos, {})),
    thing("params", "parameters", (c) => c.query(SlashingQuery.Params, {})),
  ],
  datanet: [
    thing("list", "all datanets", allDatanets),
    thing("show <id>", "one datanet", (c, id) => c.query(DatanetQuery.Datanet, { datanetId: parseId(id, "the datanet") })),
    thing("contributions <id>", "contributions of a datanet", (c, id) => allContributions(c, parseId(id, "the datanet"))),
    thing("contribution <datanet/seq>", "one contribution", (c, text) => {
      const [datanetId, seq] = parsePair(text, "/", "the contribution");
      return c.query(DatanetQuery.Contribution, { datanetId, seq });
    }, proveContribution),
    thing("version <datanet@n>", "one frozen version", (c, text) => {
      const [datanetId, version] = parsePair(text, "@", "the version");
      return c.query(DatanetQuery.Version, { datanetId, version });
    }, proveDatanetVersion),
    thing("consistency <datanet@old..new>", "proof that a later version extends an earlier one", (c, text) => {
      const [datanetId, range = ""] = text.split("@", 2);
      const [older = "", newer = ""] = range.split("..", 2);
      return versionConsistency(c, createNodeCrypto().sha256, {
        datanetId: parseId(datanetId ?? "", "the datanet"),
        older: parseId(older, "the older version"),
        newer: parseId(newer, "the newer version"),
      });
    }),
    thing("disputes", "open disputes, with whose turn it is and until when", (c) => c.query(DatanetQuery.Disputes, {})),
    thing("dispute <id>", "one open dispute", (c, id) => c.query(DatanetQuery.Dispute, { disputeId: parseId(id, "the dispute") })),
    thing("erasure <blob>", "who had a blob erased, by its sha256 in hex", (c, hash) =>
      c.query(DatanetQuery.Erasure, { blob: parseHash(hash, "the blob") }),
    ),
    thing("params", "parameters", (c) => c.query(DatanetQuery.Params, {})),
  ],
  model: [
    thing("list", "all models", (c) => c.query(ModelQuery.Models, {})),
    thing("show <id>", "one model", (c, id) => c.query(ModelQuery.Model, { modelId: parseId(id, "the model") })),
    thing("version <model@n>", "one version", (c, text) => {
      const [modelId, version] = parsePair(text, "@", "the version");
      return c.query(ModelQuery.ModelVersion, { modelId, version });
    }, proveModelVersion),
    thing("descendants <model@n>", "what was derived from a version, or with n 0 from any version of the model", (c, text) => {
      const [modelId, version] = parsePair(text, "@", "the version");
      return c.query(ModelQuery.Descendants, { modelId, version });
    }),
    thing("params", "parameters", (c) => c.query(ModelQuery.Params, {})),
  ],
  market: [
    thing("offers", "all offers", allOffers),
    thing("offer <id>", "one offer", (c, id) => c.query(MarketQuery.Offer, { offerId: parseId(id, "the offer") }), proveOffer),
    thing("sessions", "all sessions that have not ended", allSessions),
    thing(
      "session <id>",
      "one session",
      (c, id) => c.query(MarketQuery.Session, { sessionId: parseId(id, "the session") }),
      proveSession,
    ),
    thing(
      "settlement <id>",
      "one pending settlement",
      (c, id) => c.query(MarketQuery.Settlement, { settlementId: parseId(id, "the settlement") }),
      proveSettlement,
    ),
    thing(
      "settlement-log",
      "size and peaks of the log of decided settlements",
      (c) => c.query(MarketQuery.SettlementLog, {}),
      proveSettlementLog,
    ),
    thing("settlements", "pending settlements, by the time at which they may be final", (c) => c.query(MarketQuery.Settlements, {})),
    thing("demands", "demands without answer, by deadline", (c) => c.query(MarketQuery.Demands, {})),
    thing("params", "parameters", (c) => c.query(MarketQuery.Params, {})),
  ],
  attribution: [thing("params", "parameters of the ownership rule", (c) => c.query(AttributionQuery.Params, {}))],
  rewards: [
    thing("claimable <address>", "what an account can claim", (c, address) => c.query(RewardsQuery.Claimable, { address })),
    thing("params", "how a fee is divided", (c) => c.query(RewardsQuery.Params, {})),
  ],
  feedback: [
    thing("host <address>", "how buyers rated a host", (c, host) => c.query(FeedbackQuery.HostRatings, { host })),
    thing("model <model@n>", "how buyers rated a model version", (c, text) => {
      const [modelId, version] = parsePair(text, "@", "the version");
      return c.query(FeedbackQuery.ModelRatings, { modelId, version });
    }),
    thing("rated <session/receipt>", "whether a receipt was rated", (c, text) => {
      const [sessionId, receiptIndex] = parsePair(text, "/", "the receipt");
      return c.query(FeedbackQuery.Rated, { sessionId, receiptIndex });
    }),
  ],
  accountability: [
    thing("open", "incidents that are open, by the end of the turn", (c) => c.query(AccountabilityQuery.Open, {})),
    thing("incidents", "all incidents in state", (c) => c.query(AccountabilityQuery.Incidents, {})),
    thing("incident <id>", "one incident: whose turn it is, until when, and what came of it", (c, id) =>
      c.query(AccountabilityQuery.Incident, { incidentId: parseId(id, "the incident") }),
    ),
    thing("params", "deposit and windows", (c) => c.query(AccountabilityQuery.Params, {})),
  ],
  gate: [
    thing("demands", "what entered, left and was spent, of every denom", (c) => c.query(GateQuery.Demands, {})),
    thing("demand <denom>", "the same of one denom, with today's flows", (c, denom) => c.query(GateQuery.Demand, { denom })),
    thing("demand-on <denom/epoch>", "flows of one denom in one epoch (days since 1970 by default)", (c, text) => c.query(GateQuery.Demand, parseEpoch(text))),
    thing("external <address>", "what of an account's coins came in through a gate", (c, address) => c.query(GateQuery.External, { address })),
    thing("list", "all gates with their issuers", (c) => c.query(GateQuery.Gates, {})),
    thing("params", "length of an epoch, and how many are kept", (c) => c.query(GateQuery.Params, {})),
  ],
  rollup: [thing("sequencer", "whose key seals blocks, since when, and whose takes over", (c) => c.query(RollupQuery.Sequencer, {}))],
  system: [thing("chain", "chain id, address prefix, base denom", (c) => c.query(SystemQuery.Chain, {}))],
};

/** `openledgerd query <module> <thing>`: state of a running node, as JSON. */
export function registerQuery(program: Command): void {
  const query = program.command("query").description("ask a node what is in state; prints JSON");
  for (const [module, things] of Object.entries(THINGS)) {
    const group = query.command(module).description(things.map(({ usage }) => usage.split(" ", 1)[0]).join(", "));
    for (const one of things) registerThing(group, one);
  }
  registerClock(query);
  registerStore(query);
  registerTransaction(query);
}

/** `query tx <hash>`: what became of a transaction. */
function registerTransaction(query: Command): void {
  const command = query.command("tx <hash>").description("what became of a transaction");
  withQueryFlags(command).action(async (text: string, flags: NodeFlags) => {
    const hash = toHex(parseHash(text.toLowerCase(), "the hash of a transaction")).toUpperCase();
    await withClient(flags, async (client) => {
      const tx = await client.tx(hash);
      if (tx === undefined) throw nodeError("CONFIG", `no block that ${flags.node} has holds transaction ${hash}; it may still wait, or the node dropped it`);
      const { height, code, codespace, log, gasUsed, gasWanted, events } = tx;
      print({ txhash: hash, height, code, codespace, raw_log: log, gas_used: gasUsed, gas_wanted: gasWanted, events });
    });
  });
}

/** `query clock`: what is open, whose turn it is, until when. */
function registerClock(query: Command): void {
  withQueryFlags(query.command("clock").description("all that is open on the chain: what, about what, whose turn, until when"))
    .option("--json", "as JSON", false)
    .action((flags: NodeFlags & { readonly json: boolean }) =>
      withClient(flags, async (client) => {
        const lines = await clockLines(client);
        if (flags.json) print(lines);
        else process.stdout.write(`${renderClock(lines)}\n`);
      }),
    );
}

function registerThing(group: Command, { usage, description, ask, askProven }: Thing): void {
  const command = withQueryFlags(group.command(usage).description(description));
  if (askProven !== undefined) withProveFlags(command);
  command.action(async (...given: readonly unknown[]) => {
    const hasArgument = usage.includes("<");
    const flags = given[hasArgument ? 1 : 0] as NodeFlags | ProveFlags;
    const argument = hasArgument ? String(given[0]) : "";
    await withClient(flags, async (client) => {
      const isProven = "prove" in flags && flags.prove && askProven !== undefined;
      print(isProven ? await proven(client, flags, (prover) => askProven(client, prover, argument)) : await ask(client, argument));
    });
  });
}

/** `query store <name> <key>`: any key of any store, as bytes. */
function registerStore(query: Command): void {
  const command = query
    .command("store <name> <key>")
    .description("bytes of a store, such as bank, under a key in hex; the modules' READMEs list the keys");
  withProveFlags(withQueryFlags(command)).action(async (store: string, text: string, flags: ProveFlags) => {
    const key = parseHex(text, "the key");
    await withClient(flags, async (client) => {
      if (flags.prove) return print(await proven(client, flags, (prover) => proveRaw(prover, { store, key })));
      const answer = await client.comet.abciQuery({ path: `/store/${store}/key`, data: key });
      if ((answer.code ?? 0) !== 0) throw nodeError("CONFIG", `${store}: ${answer.log ?? "the node refuses"}`);
      print(answer.value.length === 0 ? null : { value: answer.value });
    });
  });
}

async function proven(
  client: ChainClient,
  flags: ProveFlags,
  ask: (prover: Prover) => Promise<ProvenAnswer>,
): Promise<unknown> {
  const prover = await openProver(client, flags);
  const { answer, proofs } = await ask(prover);
  return { answer, proofs, trust: prover.trust };
}

async function withClient(flags: NodeFlags, use: (client: ChainClient) => Promise<void>): Promise<void> {
  const client = await connect(flags.node);
  try {
    await use(client);
  } finally {
    client.disconnect();
  }
}

function print(found: unknown): void {
  process.stdout.write(`${JSON.stringify(found, readable, 2)}\n`);
}

function thing(usage: string, description: string, ask: Ask, askProven?: AskProven): Thing {
  return { usage, description, ask, ...(askProven === undefined ? {} : { askProven }) };
}

/** `udemo/20413`; a denom may have slashes of its own. */
function parseEpoch(text: string): { readonly denom: string; readonly epoch: bigint } {
  const at = text.lastIndexOf("/");
  if (at < 1) throw nodeError("CONFIG", `${text}: give denom/epoch, such as udemo/20413`);
  return { denom: text.slice(0, at), epoch: parseId(text.slice(at + 1), "the epoch") };
}

/** 64-bit numbers as text, bytes as hex. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? toHex(value) : value;
}
