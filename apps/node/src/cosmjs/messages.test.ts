// Every message of a wallet or a staker, signed directly and as amino JSON, through unmodified CosmJS on two chains and on four validators.
import { createHash } from "node:crypto";
import { toBech32, fromBech32 } from "@cosmjs/encoding";
import { encodePubkey, type EncodeObject } from "@cosmjs/proto-signing";
import { coin, coins, QueryClient, setupStakingExtension } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { TextProposal, VoteOption } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeOnNetworks, START_PATIENCE_MS, startAnyNetwork, type RunningNetwork } from "./networks.fixture.ts";
import { perform, refuse, type Actor } from "./perform.fixture.ts";

/** Someone whom the chain has not seen. */
function stranger({ running, address }: Actor, name: string): string {
  return toBech32(running.network.prefix, createHash("sha256").update(`${address} ${name}`).digest().subarray(0, 20));
}

const valoper = ({ running }: Actor, address: string): string => toBech32(`${running.network.prefix}valoper`, fromBech32(address).data);
const ownValidator = (actor: Actor): string => valoper(actor, actor.address);
const genesisValidator = (actor: Actor): string => valoper(actor, actor.running.addresses[0] ?? "");
/** Whom an actor grants things to: the sixth account behind it. */
const friend = ({ running, address }: Actor): string => running.addresses[running.addresses.indexOf(address) + 5] ?? "";
const stake = ({ running }: Actor, amount: number): ReturnType<typeof coin> => coin(amount, running.network.stakeDenom);
const fees = ({ running }: Actor, amount: number): ReturnType<typeof coins> => coins(amount, running.network.feeDenom);
const delegation = (actor: Actor, amount: number): object => ({ delegatorAddress: actor.address, validatorAddress: genesisValidator(actor), amount: stake(actor, amount) });
const grantPair = (actor: Actor): object => ({ granter: actor.address, grantee: friend(actor) });

type Build = (actor: Actor) => object | Promise<object>;

/** In the order in which each makes the next possible. */
const MESSAGES: readonly (readonly [string, Build])[] = [
  ["/cosmos.bank.v1beta1.MsgSend", (actor) => ({ fromAddress: actor.address, toAddress: stranger(actor, "send"), amount: fees(actor, 7) })],
  [
    "/cosmos.bank.v1beta1.MsgMultiSend",
    (actor) => ({
      inputs: [{ address: actor.address, coins: fees(actor, 9) }],
      outputs: [
        { address: stranger(actor, "a"), coins: fees(actor, 4) },
        { address: stranger(actor, "b"), coins: fees(actor, 5) },
      ],
    }),
  ],
  [
    "/cosmos.staking.v1beta1.MsgCreateValidator",
    (actor) => ({
      description: { moniker: "mine", identity: "id", website: "https://example.com/?a=1&b=<2>", securityContact: "c", details: "d" },
      commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
      minSelfDelegation: "1",
      delegatorAddress: actor.address,
      validatorAddress: ownValidator(actor),
      pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: createHash("sha256").update(actor.address).digest("base64") }),
      value: stake(actor, 2_000_000),
    }),
  ],
  [
    "/cosmos.staking.v1beta1.MsgEditValidator",
    (actor) => ({
      description: { moniker: "renamed", identity: "[do-not-modify]", website: "[do-not-modify]", securityContact: "[do-not-modify]", details: "[do-not-modify]" },
      commissionRate: "",
      minSelfDelegation: "2",
      validatorAddress: ownValidator(actor),
    }),
  ],
  ["/cosmos.staking.v1beta1.MsgDelegate", (actor) => delegation(actor, 25_000)],
  [
    "/cosmos.staking.v1beta1.MsgBeginRedelegate",
    (actor) => ({
      delegatorAddress: actor.address,
      validatorSrcAddress: genesisValidator(actor),
      validatorDstAddress: ownValidator(actor),
      amount: stake(actor, 1_000),
    }),
  ],
  ["/cosmos.staking.v1beta1.MsgUndelegate", (actor) => delegation(actor, 300)],
  ["/cosmos.staking.v1beta1.MsgCancelUnbondingDelegation", async (actor) => ({ ...delegation(actor, 100), creationHeight: await unbondingSince(actor) })],
  ["/cosmos.distribution.v1beta1.MsgSetWithdrawAddress", (actor) => ({ delegatorAddress: actor.address, withdrawAddress: stranger(actor, "withdraw") })],
  ["/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward", (actor) => ({ delegatorAddress: actor.address, validatorAddress: genesisValidator(actor) })],
  ["/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission", (actor) => ({ validatorAddress: ownValidator(actor) })],
  ["/cosmos.distribution.v1beta1.MsgFundCommunityPool", (actor) => ({ depositor: actor.address, amount: fees(actor, 11) })],
  [
    "/cosmos.gov.v1beta1.MsgSubmitProposal",
    (actor) => ({ content: textProposal(), initialDeposit: [stake(actor, 9_000_000)], proposer: actor.address }),
  ],
  ["/cosmos.gov.v1beta1.MsgDeposit", async (actor) => ({ proposalId: await ownProposal(actor), depositor: actor.address, amount: [stake(actor, 1_000_000)] })],
  ["/cosmos.gov.v1beta1.MsgVote", async (actor) => ({ proposalId: await ownProposal(actor), voter: actor.address, option: VoteOption.VOTE_OPTION_YES })],
  [
    "/cosmos.gov.v1beta1.MsgVoteWeighted",
    async (actor) => ({
      proposalId: await ownProposal(actor),
      voter: actor.address,
      options: [
        { option: VoteOption.VOTE_OPTION_YES, weight: "700000000000000000" },
        { option: VoteOption.VOTE_OPTION_ABSTAIN, weight: "300000000000000000" },
      ],
    }),
  ],
  [
    "/cosmos.gov.v1.MsgSubmitProposal",
    (actor) => ({ messages: [], initialDeposit: [stake(actor, 10_000_000)], proposer: actor.address, metadata: "meta", title: "A <title>", summary: "s", expedited: false }),
  ],
  ["/cosmos.gov.v1.MsgDeposit", async (actor) => ({ proposalId: await ownProposal(actor), depositor: actor.address, amount: [stake(actor, 2_000_000)] })],
  ["/cosmos.gov.v1.MsgVote", async (actor) => ({ proposalId: await ownProposal(actor), voter: actor.address, option: VoteOption.VOTE_OPTION_NO, metadata: "m" })],
  [
    "/cosmos.gov.v1.MsgVoteWeighted",
    async (actor) => ({
      proposalId: await ownProposal(actor),
      voter: actor.address,
      options: [{ option: VoteOption.VOTE_OPTION_NO_WITH_VETO, weight: "1.000000000000000000" }],
      metadata: "m",
    }),
  ],
  [
    "/cosmos.authz.v1beta1.MsgGrant",
    (actor) => ({
      ...grantPair(actor),
      grant: {
        authorization: { typeUrl: GenericAuthorization.typeUrl, value: GenericAuthorization.encode({ msg: MsgSend.typeUrl }).finish() },
      },
    }),
  ],
  [
    "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
    (actor) => ({
      ...grantPair(actor),
      allowance: { typeUrl: BasicAllowance.typeUrl, value: BasicAllowance.encode(BasicAllowance.fromPartial({ spendLimit: fees(actor, 9) })).finish() },
    }),
  ],
  [
    "/cosmos.vesting.v1beta1.MsgCreateVestingAccount",
    (actor) => ({
      fromAddress: actor.address,
      toAddress: stranger(actor, "vesting"),
      amount: fees(actor, 1_234),
      endTime: 1_900_000_000n,
      // CosmJS writes `false` into amino JSON, where the SDK leaves it out.
      delayed: actor.client === actor.running.amino,
    }),
  ],
];

/** What ends what {@link MESSAGES} began, and what the friend does in between. */
const EXEC: readonly [string, Build] = [
  "/cosmos.authz.v1beta1.MsgExec",
  (actor) => {
    const granter = actor.running.addresses[actor.running.addresses.indexOf(actor.address) - 5] ?? "";
    const send = MsgSend.fromPartial({ fromAddress: granter, toAddress: stranger(actor, "exec"), amount: fees(actor, 3) });
    return { grantee: actor.address, msgs: [{ typeUrl: MsgSend.typeUrl, value: MsgSend.encode(send).finish() }] };
  },
];
const REVOCATIONS: readonly (readonly [string, Build])[] = [
  ["/cosmos.authz.v1beta1.MsgRevoke", (actor) => ({ ...grantPair(actor), msgTypeUrl: MsgSend.typeUrl })],
  ["/cosmos.feegrant.v1beta1.MsgRevokeAllowance", grantPair],
];

function textProposal(): object {
  const proposal = TextProposal.fromPartial({ title: "Test & proposal", description: "whether <this> passes" });
  return { typeUrl: TextProposal.typeUrl, value: TextProposal.encode(proposal).finish() };
}

/** The newest proposal that the actor submitted. */
async function ownProposal({ client, address }: Actor): Promise<bigint> {
  const submitted = await client.searchTx(`submit_proposal.proposal_proposer='${address}'`);
  const event = submitted.at(-1)?.events.find(({ type }) => type === "submit_proposal");
  return BigInt(event?.attributes.find(({ key }) => key === "proposal_id")?.value ?? "0");
}

async function unbondingSince(actor: Actor): Promise<bigint> {
  const comet = await Comet38Client.connect(actor.running.rpcUrl);
  const { staking } = QueryClient.withExtensions(comet, setupStakingExtension);
  // Another node may hear of a block later than the actor's.
  const { unbond } = await vi.waitFor(async () => staking.unbondingDelegation(actor.address, genesisValidator(actor)), 5_000);
  return unbond.entries[0]?.creationHeight ?? 0n;
}

describeOnNetworks((network) => {
  let running: RunningNetwork;
  beforeAll(async () => {
    running = await startAnyNetwork(network);
  }, START_PATIENCE_MS);
  afterAll(() => running[Symbol.asyncDispose]());

  /** One wallet that signs directly and one that signs amino JSON only. */
  const actors = (offset = 0): readonly [Actor, Actor] => [
    { running, client: running.direct, address: running.addresses[1 + offset] ?? "" },
    { running, client: running.amino, address: running.addresses[2 + offset] ?? "" },
  ];
  const both = async <Result>(act: (actor: Actor) => Promise<Result>, offset = 0): Promise<readonly Result[]> => Promise.all(actors(offset).map(act));
  const build = async (actor: Actor, [typeUrl, value]: readonly [string, Build]): Promise<EncodeObject> => ({ typeUrl, value: await value(actor) });

  test.each(MESSAGES)("%s is simulated, signed in both ways and found again", async (...message) => {
    await both(async (actor) => perform(actor, await build(actor, message)));
  });

  test("a grantee executes for its granter, until the granter revokes it", async () => {
    await both(async (actor) => perform(actor, await build(actor, EXEC)), 5);
    for (const message of REVOCATIONS) await both(async (actor) => perform(actor, await build(actor, message)));
    const refusals = await both(async (actor) => refuse(actor, await build(actor, EXEC)), 5);
    expect(refusals).toEqual([0, 1].map(() => expect.stringMatching(/^2 failed to execute message; message index: 0: .*authorization not found$/) as string));
  });

  test("MsgUnjail of one who is not in jail is refused with slashing's code", async () => {
    const refusals = await both(async (actor) => refuse(actor, { typeUrl: "/cosmos.slashing.v1beta1.MsgUnjail", value: { validatorAddr: ownValidator(actor) } }));
    expect(refusals).toEqual([0, 1].map(() => expect.stringMatching(/^5 failed to execute message; message index: 0: .*validator not jailed; cannot be unjailed$/) as string));
  });
});
