// Governance through unmodified CosmJS: its gov extension reads v1beta1, its types of v1 carry an upgrade that halts the node.
import { createHash } from "node:crypto";
import { QueryClient, setupGovExtension, type DeliverTxResponse, type GovExtension } from "@cosmjs/stargate";
import { fromAscii, toBech32 } from "@cosmjs/encoding";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { MsgSubmitProposal, MsgVote } from "cosmjs-types/cosmos/gov/v1/tx";
import { ProposalStatus, TextProposal, VoteOption } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { MsgSoftwareUpgrade } from "cosmjs-types/cosmos/upgrade/v1beta1/tx";
import { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NETWORKS, startNetwork, type Network, type EmbeddedNetwork } from "./networks.fixture.ts";

const VOTING_SECONDS = 600;
const params = { voting_period: `${VOTING_SECONDS}s`, expedited_voting_period: "1s" };

let running: EmbeddedNetwork;
let client: Comet38Client;
let query: QueryClient & GovExtension;

beforeAll(async () => {
  running = await startNetwork(NETWORKS[1] as Network, { params });
  client = await Comet38Client.connect(running.rpcUrl);
  query = QueryClient.withExtensions(client, setupGovExtension);
});

afterAll(async () => {
  client.disconnect();
  await running[Symbol.asyncDispose]();
});

type Signer = "direct" | "amino";

async function send(signer: Signer, index: number, typeUrl: string, value: object, gas: number): Promise<DeliverTxResponse> {
  const address = running.addresses[index] ?? "";
  const fee = { amount: [{ denom: running.network.feeDenom, amount: String(Math.ceil(gas * 0.025)) }], gas: String(gas) };
  const result = await running[signer].signAndBroadcast(address, [{ typeUrl, value }], fee);
  expect([result.code, result.rawLog]).toEqual([0, ""]);
  return result;
}

const stake = (amount: string) => [{ denom: running.network.stakeDenom, amount }];
const idIn = ({ events }: DeliverTxResponse): string =>
  events.flatMap(({ attributes }) => attributes).find(({ key }) => key === "proposal_id")?.value ?? "";

async function statusAfterVote(id: string): Promise<ProposalStatus | undefined> {
  running.passSeconds(VOTING_SECONDS + 1);
  const status = async (): Promise<ProposalStatus | undefined> => (await query.gov.proposal(id)).proposal?.status;
  await expect.poll(status).not.toBe(ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD);
  return status();
}

test("params come in three groups", async () => {
  const { depositParams } = await query.gov.params("deposit");
  expect(depositParams?.minDeposit).toEqual(stake("10000000"));
  const { tallyParams } = await query.gov.params("tallying");
  expect([tallyParams?.quorum, tallyParams?.threshold, tallyParams?.vetoThreshold].map((bytes) => fromAscii(bytes ?? new Uint8Array()))).toEqual([
    "334000000000000000",
    "500000000000000000",
    "334000000000000000",
  ]);
  const { votingParams } = await query.gov.params("voting");
  expect(votingParams?.votingPeriod?.seconds).toBe(BigInt(VOTING_SECONDS));
});

test.each([
  ["direct", 0],
  ["amino", 0],
] as const)("a text is proposed, funded, voted on and passed, signed %s", async (signer, validator) => {
  const content = { typeUrl: TextProposal.typeUrl, value: TextProposal.encode({ title: "A text", description: "Of <this> & that" }).finish() };
  const submitted = await send(signer, 1, "/cosmos.gov.v1beta1.MsgSubmitProposal", { content, proposer: running.addresses[1], initialDeposit: stake("9000000") }, 250_000);
  const id = idIn(submitted);
  expect((await query.gov.proposals(ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD, "", "")).proposals.map(({ proposalId }) => String(proposalId))).toEqual([id]);
  await send(signer, 2, "/cosmos.gov.v1beta1.MsgDeposit", { proposalId: BigInt(id), depositor: running.addresses[2], amount: stake("1000000") }, 150_000);
  const { deposits } = await query.gov.deposits(id);
  expect(new Set(deposits.map(({ amount }) => amount[0]?.amount))).toEqual(new Set(["1000000", "9000000"]));
  expect((await query.gov.deposit(id, running.addresses[2] ?? "")).deposit?.amount).toEqual(stake("1000000"));
  const voter = running.addresses[validator];
  await send(signer, validator, "/cosmos.gov.v1beta1.MsgVote", { proposalId: BigInt(id), voter, option: VoteOption.VOTE_OPTION_NO }, 100_000);
  const options = [
    { option: VoteOption.VOTE_OPTION_YES, weight: "700000000000000000" },
    { option: VoteOption.VOTE_OPTION_ABSTAIN, weight: "300000000000000000" },
  ];
  const weighted = await send(signer, validator, "/cosmos.gov.v1beta1.MsgVoteWeighted", { proposalId: BigInt(id), voter, options }, 100_000);
  expect(weighted.gasUsed).toBeLessThan(100_000n);
  expect((await query.gov.vote(id, voter ?? "")).vote).toMatchObject({ option: VoteOption.VOTE_OPTION_UNSPECIFIED, options });
  expect((await query.gov.votes(id)).votes).toHaveLength(1);
  expect((await query.gov.tally(id)).tally).toEqual({ yes: "7000000", abstain: "3000000", no: "0", noWithVeto: "0" });
  expect((await query.gov.proposal(id)).proposal).toMatchObject({ content, totalDeposit: stake("10000000"), finalTallyResult: { yes: "0", abstain: "0", no: "0", noWithVeto: "0" } });
  expect(await statusAfterVote(id)).toBe(ProposalStatus.PROPOSAL_STATUS_PASSED);
  expect((await query.gov.deposits(id)).deposits).toEqual([]);
  expect((await query.gov.tally(id)).tally.yes).toBe("7000000");
});

test("a proposal that is not there is not found", async () => {
  await expect(query.gov.proposal("99")).rejects.toThrow("proposal 99 doesn't exist");
});

test("an upgrade that passes stops the node before its height, and says so", async () => {
  const { direct, node, addresses } = running;
  direct.registry.register(MsgSubmitProposal.typeUrl, MsgSubmitProposal);
  direct.registry.register(MsgVote.typeUrl, MsgVote);
  const gov = toBech32(running.network.prefix, createHash("sha256").update("gov").digest().subarray(0, 20));
  const height = BigInt((await direct.getHeight()) + 160);
  const upgrade = MsgSoftwareUpgrade.fromPartial({ authority: gov, plan: Plan.fromPartial({ name: "v2", height, info: "notes" }) });
  const submit = MsgSubmitProposal.fromPartial({
    ...{ messages: [{ typeUrl: MsgSoftwareUpgrade.typeUrl, value: MsgSoftwareUpgrade.encode(upgrade).finish() }], proposer: addresses[1] ?? "" },
    ...{ initialDeposit: stake("10000000"), title: "Upgrade", summary: "To v2" },
  });
  const proposalId = BigInt(idIn(await send("direct", 1, MsgSubmitProposal.typeUrl, submit, 300_000)));
  await send("direct", 0, MsgVote.typeUrl, MsgVote.fromPartial({ proposalId, voter: addresses[0] ?? "", option: VoteOption.VOTE_OPTION_YES }), 100_000);
  running.passSeconds(VOTING_SECONDS + 1);
  await expect(node.stopped).rejects.toThrow(`UPGRADE "v2" NEEDED at height: ${height}: notes`);
});
