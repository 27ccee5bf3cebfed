// Every query extension of unmodified CosmJS, at the latest height and at one in the past, on two chains and on four validators.
import { createHash } from "node:crypto";
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import { encodePubkey } from "@cosmjs/proto-signing";
import {
  calculateFee,
  coin,
  QueryClient,
  setupAuthExtension,
  setupAuthzExtension,
  setupBankExtension,
  setupDistributionExtension,
  setupFeegrantExtension,
  setupGovExtension,
  setupMintExtension,
  setupSlashingExtension,
  setupStakingExtension,
  setupTxExtension,
} from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { ProposalStatus, TextProposal, VoteOption } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeOnNetworks, OWNED, START_PATIENCE_MS, startAnyNetwork, type RunningNetwork } from "./networks.fixture.ts";

type Queries = ReturnType<typeof queriesOf>;

/** At a height, or at the latest: the extensions have no parameter for it, but the client below them has. */
function queriesOf(comet: Comet38Client, height?: number) {
  const at = height === undefined ? comet : Object.assign(Object.create(comet) as Comet38Client, { abciQuery: (params: Parameters<Comet38Client["abciQuery"]>[0]) => comet.abciQuery({ ...params, height }) });
  return QueryClient.withExtensions(
    ...([at, setupAuthExtension, setupAuthzExtension, setupBankExtension, setupDistributionExtension, setupFeegrantExtension] as const),
    ...([setupGovExtension, setupMintExtension, setupSlashingExtension, setupStakingExtension, setupTxExtension] as const),
  );
}

/** A year's share of the supply, steady whatever is bonded. */
const INFLATION: Readonly<Record<string, string>> = { uopen: "0.000000000000000000", ucosm: "0.130000000000000000" };

describeOnNetworks((network) => {
  const { prefix, feeDenom, stakeDenom } = network;
  const inflation = INFLATION[feeDenom] ?? "0";
  let running: RunningNetwork;
  let comet: Comet38Client;
  let now: Queries;
  /** Before and after the one transaction that {@link setUp} sends. */
  let [before, after] = [0, 0];
  let [operator, me, friend, hash] = ["", "", "", ""];
  const valoper = (address: string): string => toBech32(`${prefix}valoper`, fromBech32(address).data);
  const stake = (amount: number): ReturnType<typeof coin> => coin(amount, stakeDenom);

  async function setUp(): Promise<void> {
    const validatorAddress = valoper(operator);
    const own = { delegatorAddress: me, validatorAddress: valoper(me) };
    const delegation = { delegatorAddress: me, validatorAddress };
    const description = { moniker: "mine", identity: "", website: "", securityContact: "", details: "" };
    const commission = { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" };
    const pubkey = encodePubkey({ type: "tendermint/PubKeyEd25519", value: createHash("sha256").update(me).digest("base64") });
    const text = TextProposal.encode(TextProposal.fromPartial({ title: "t", description: "d" })).finish();
    const authorization = { typeUrl: GenericAuthorization.typeUrl, value: GenericAuthorization.encode({ msg: "/cosmos.gov.v1.MsgVote" }).finish() };
    const allowance = { typeUrl: BasicAllowance.typeUrl, value: BasicAllowance.encode(BasicAllowance.fromPartial({})).finish() };
    const messages: readonly (readonly [string, object])[] = [
      ["staking.v1beta1.MsgCreateValidator", { ...own, description, commission, minSelfDelegation: "1", pubkey, value: stake(1_000_000) }],
      ["staking.v1beta1.MsgDelegate", { ...delegation, amount: stake(25_000) }],
      ["staking.v1beta1.MsgUndelegate", { ...delegation, amount: stake(100) }],
      ["staking.v1beta1.MsgBeginRedelegate", { delegatorAddress: me, validatorSrcAddress: validatorAddress, validatorDstAddress: valoper(me), amount: stake(900) }],
      ["gov.v1beta1.MsgSubmitProposal", { content: { typeUrl: TextProposal.typeUrl, value: text }, initialDeposit: [stake(12_300_000)], proposer: me }],
      ["gov.v1beta1.MsgVote", { proposalId: 1n, voter: me, option: VoteOption.VOTE_OPTION_YES }],
      ["authz.v1beta1.MsgGrant", { granter: me, grantee: friend, grant: { authorization } }],
      ["feegrant.v1beta1.MsgGrantAllowance", { granter: me, grantee: friend, allowance }],
      ["distribution.v1beta1.MsgFundCommunityPool", { depositor: me, amount: [coin(77, feeDenom)] }],
    ];
    const encoded = messages.map(([name, value]) => ({ typeUrl: `/cosmos.${name}`, value }));
    const sent = await running.direct.signAndBroadcast(me, encoded, calculateFee(2_000_000, `0.025${feeDenom}`), "all at once");
    expect(sent).toMatchObject({ code: 0, rawLog: "" });
    [after, hash] = [sent.height, sent.transactionHash];
  }

  const reach = (height: number): Promise<number> =>
    vi.waitFor(async () => {
      const { latestBlockHeight } = (await comet.status()).syncInfo;
      expect(latestBlockHeight).toBeGreaterThanOrEqual(height);
      return latestBlockHeight;
    }, 30_000);

  beforeAll(async () => {
    running = await startAnyNetwork(network, {}, { minter: { inflation, annual_provisions: "0" }, params: { inflation_min: inflation, inflation_max: inflation } });
    [operator = "", me = "", friend = ""] = running.addresses;
    comet = await Comet38Client.connect(running.rpcUrl);
    before = await reach(3);
    await setUp();
    await reach(after + 2);
    now = queriesOf(comet);
  }, START_PATIENCE_MS);
  afterAll(async () => {
    comet.disconnect();
    await running[Symbol.asyncDispose]();
  });

  test("auth and bank", async () => {
    expect((await now.auth.account(me))?.typeUrl).toBe("/cosmos.auth.v1beta1.BaseAccount");
    await expect(now.auth.account(toBech32(prefix, new Uint8Array(20).fill(9)))).rejects.toThrow(/code = NotFound desc = account .* not found: key not found/);
    const denoms = [...new Set([feeDenom, stakeDenom])];
    expect(await now.bank.allBalances(friend)).toEqual(denoms.map((denom) => coin(OWNED, denom)));
    expect(await now.bank.balance(friend, "gintonic")).toEqual(coin(0, "gintonic"));
    expect((await now.bank.totalSupply()).supply.map(({ denom }) => denom)).toEqual(denoms);
    expect(await now.bank.supplyOf("gintonic")).toEqual(coin(0, "gintonic"));
    expect((await now.bank.denomMetadata(feeDenom)).base).toBe(feeDenom);
    expect(await now.bank.denomsMetadata()).toHaveLength(1);
    await expect(now.bank.denomMetadata("nothere")).rejects.toThrow("code = NotFound");
  });

  test("staking", async () => {
    const { staking } = now;
    const genesis = valoper(operator);
    const held = { balance: stake(24_000), delegation: { delegatorAddress: me, validatorAddress: genesis, shares: "24000000000000000000000" } };
    expect((await staking.delegation(me, genesis)).delegationResponse).toEqual(held);
    expect((await staking.delegatorDelegations(me)).delegationResponses).toHaveLength(2);
    expect((await staking.delegatorUnbondingDelegations(me)).unbondingResponses).toMatchObject([{ entries: [{ balance: "100", initialBalance: "100", creationHeight: BigInt(after) }] }]);
    expect((await staking.delegatorValidator(me, genesis)).validator.operatorAddress).toBe(genesis);
    expect((await staking.delegatorValidators(me)).validators).toHaveLength(2);
    expect((await staking.historicalInfo(before)).hist?.header.height).toBe(BigInt(before));
    expect((await staking.params()).params).toMatchObject({ bondDenom: stakeDenom, unbondingTime: { seconds: 1_814_400n }, maxEntries: 7, historicalEntries: 100 });
    expect((await staking.pool()).pool).toEqual({ bondedTokens: "11024900", notBondedTokens: "100" });
    expect((await staking.redelegations(me, genesis, valoper(me))).redelegationResponses).toMatchObject([{ entries: [{ balance: "900" }] }]);
    await expect(staking.redelegations(me, genesis, genesis)).rejects.toThrow("redelegation not found");
    expect((await staking.unbondingDelegation(me, genesis)).unbond.entries).toHaveLength(1);
    expect((await staking.validator(valoper(me))).validator).toMatchObject({ tokens: "1000900", jailed: false, description: { moniker: "mine" } });
    const { delegationResponses, pagination } = await staking.validatorDelegations(genesis);
    expect(delegationResponses).toContainEqual(held);
    expect(pagination?.total).toBe(2n);
    expect((await staking.validators("BOND_STATUS_BONDED")).validators.map(({ tokens }) => tokens).toSorted()).toEqual(["10024000", "1000900"].toSorted());
    expect((await staking.validators("BOND_STATUS_UNBONDED")).validators).toEqual([]);
    expect((await staking.validatorUnbondingDelegations(genesis)).unbondingResponses).toHaveLength(1);
    await expect(staking.delegation(friend, genesis)).rejects.toThrow("code = NotFound");
  });

  test("distribution, slashing and mint", async () => {
    const { distribution, slashing, mint } = now;
    const pool = (await distribution.communityPool()).pool.find(({ denom }) => denom === feeDenom);
    expect(BigInt(pool?.amount ?? "0")).toBeGreaterThanOrEqual(77n * 10n ** 18n);
    expect((await distribution.delegationRewards(me, valoper(operator))).rewards).toBeInstanceOf(Array);
    expect((await distribution.delegationTotalRewards(me)).rewards).toHaveLength(2);
    expect((await distribution.delegatorValidators(me)).validators).toHaveLength(2);
    expect((await distribution.delegatorWithdrawAddress(me)).withdrawAddress).toBe(me);
    expect((await distribution.params()).params).toMatchObject({ communityTax: "20000000000000000", withdrawAddrEnabled: true });
    expect((await distribution.validatorCommission(valoper(operator))).commission.commission).toBeInstanceOf(Array);
    const outstanding = (await distribution.validatorOutstandingRewards(valoper(operator))).rewards.rewards;
    expect(outstanding.some(({ denom, amount }) => denom === feeDenom && BigInt(amount) > 0n)).toBe(true);
    expect((await distribution.validatorSlashes(valoper(operator), 1, 5)).slashes).toEqual([]);

    const { info } = await slashing.signingInfos();
    expect(info.length).toBeGreaterThan(0);
    expect((await slashing.signingInfo(info[0]?.address ?? "")).valSigningInfo).toEqual(info[0]);
    expect((await slashing.params()).params).toMatchObject({ signedBlocksWindow: 100n });

    const params = await mint.params();
    expect(params.mintDenom).toBe(stakeDenom);
    expect(params.blocksPerYear).toBe(6_311_520n);
    expect((await mint.inflation()).toFloatApproximation()).toBeCloseTo(Number(inflation), 4);
    const yearly = (await mint.annualProvisions()).toFloatApproximation();
    const expected = Number(inflation) * OWNED * running.addresses.length;
    expect(yearly / (expected || 1)).toBeCloseTo(expected === 0 ? 0 : 1, 2);
  });

  test("gov", async () => {
    const { gov } = now;
    expect(await gov.params("deposit")).toMatchObject({ depositParams: { minDeposit: [stake(10_000_000)], maxDepositPeriod: { seconds: 172_800n } } });
    const { tallyParams } = await gov.params("tallying");
    expect(Buffer.from(tallyParams.quorum).toString()).toBe("334000000000000000");
    expect((await gov.params("voting")).votingParams.votingPeriod.seconds).toBe(172_800n);
    const { proposal } = await gov.proposal(1);
    expect(proposal).toMatchObject({
      status: ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
      content: { typeUrl: "/cosmos.gov.v1beta1.TextProposal" },
      finalTallyResult: { yes: "0", abstain: "0", no: "0", noWithVeto: "0" },
      totalDeposit: [stake(12_300_000)],
    });
    expect((await gov.proposals(ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD, me, me)).proposals).toEqual([proposal]);
    expect((await gov.deposits(1)).deposits).toEqual([{ proposalId: 1n, depositor: me, amount: [stake(12_300_000)] }]);
    expect((await gov.deposit(1, me)).deposit.depositor).toBe(me);
    expect((await gov.tally(1)).tally).toEqual({ yes: "1024900", abstain: "0", no: "0", noWithVeto: "0" });
    const vote = { proposalId: 1n, voter: me, option: VoteOption.VOTE_OPTION_UNSPECIFIED, options: [{ option: VoteOption.VOTE_OPTION_YES, weight: "1000000000000000000" }] };
    expect((await gov.votes(1)).votes).toEqual([vote]);
    expect((await gov.vote(1, me)).vote).toEqual(vote);
    await expect(gov.proposal(9)).rejects.toThrow("code = NotFound desc = proposal 9 doesn't exist: key not found");
  });

  test("authz, feegrant and tx", async () => {
    expect((await now.authz.grants(me, friend, "/cosmos.gov.v1.MsgVote")).grants).toHaveLength(1);
    expect((await now.authz.granterGrants(me)).grants).toMatchObject([{ grantee: friend }]);
    expect((await now.authz.granteeGrants(friend)).grants).toMatchObject([{ granter: me }]);
    expect((await now.feegrant.allowance(me, friend)).allowance).toMatchObject({ granter: me });
    expect((await now.feegrant.allowances(friend)).allowances).toHaveLength(1);
    const { tx, txResponse } = await now.tx.getTx(hash);
    expect([tx?.body?.memo, txResponse?.height]).toEqual(["all at once", BigInt(after)]);
    await expect(now.tx.getTx("00".repeat(32))).rejects.toThrow("code = NotFound");
  });

  test("a height in the past answers with its own state, and one in the future is refused", async () => {
    const past = queriesOf(comet, before);
    expect((await past.bank.balance(me, feeDenom)).amount).toBe(String(OWNED));
    expect((await past.staking.validators("")).validators).toHaveLength(1);
    expect((await past.staking.delegatorDelegations(me)).delegationResponses).toEqual([]);
    expect((await past.gov.proposals(ProposalStatus.PROPOSAL_STATUS_UNSPECIFIED, "", "")).proposals).toEqual([]);
    expect((await past.authz.granterGrants(me)).grants).toEqual([]);
    expect((await past.feegrant.allowances(friend)).allowances).toEqual([]);
    expect((await past.distribution.delegatorValidators(me)).validators).toEqual([]);
    expect((await past.slashing.signingInfos()).info.length).toBeGreaterThan(0);
    expect((await past.mint.params()).mintDenom).toBe(stakeDenom);
    const then = queriesOf(comet, after);
    expect((await then.gov.proposal(1)).proposal.proposalId).toBe(1n);
    expect((await then.queryAbci("/cosmos.bank.v1beta1.Query/Params", new Uint8Array(), after)).height).toBe(after);
    await expect(queriesOf(comet, 9_999_999).staking.pool()).rejects.toThrow("Query failed with (26): cannot query with height in the future");
  });
});
