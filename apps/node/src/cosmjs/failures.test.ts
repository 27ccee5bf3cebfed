// What is wrong is refused with the SDK's codes, codespaces and texts, as unmodified CosmJS reads them, on two chains and on four validators.
import { createHash } from "node:crypto";
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import { encodePubkey, makeAuthInfoBytes, type EncodeObject } from "@cosmjs/proto-signing";
import { BroadcastTxError, calculateFee, coin, type SignerData, type StdFee } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeOnNetworks, START_PATIENCE_MS, startAnyNetwork, type RunningNetwork } from "./networks.fixture.ts";

/** What signs: both wallets own the same keys. */
const MODES = ["direct", "amino"] as const;
type Mode = (typeof MODES)[number];

describeOnNetworks((network) => {
  const { prefix, feeDenom, stakeDenom, chainId } = network;
  let running: RunningNetwork;
  let comet: Comet38Client;
  let [operator, me, other] = ["", "", ""];
  beforeAll(async () => {
    running = await startAnyNetwork(network);
    comet = await Comet38Client.connect(running.rpcUrl);
    [operator = "", me = "", other = ""] = running.addresses;
  }, START_PATIENCE_MS);
  afterAll(async () => {
    comet.disconnect();
    await running[Symbol.asyncDispose]();
  });

  const valoper = (address: string): string => toBech32(`${prefix}valoper`, fromBech32(address).data);
  const fee = (gas = 300_000): StdFee => calculateFee(gas, `0.025${feeDenom}`);
  const send = (value: object = {}): EncodeObject => ({ typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: me, toAddress: other, amount: [coin(1, feeDenom)], ...value } });

  interface Signing {
    readonly message?: EncodeObject;
    readonly fee?: StdFee;
    readonly memo?: string;
    readonly data?: Partial<SignerData>;
    readonly timeoutHeight?: bigint;
  }
  async function signed(mode: Mode, { message = send(), memo = "", data, timeoutHeight, ...rest }: Signing = {}): Promise<TxRaw> {
    const known = { ...(await running[mode].getSequence(me)), chainId };
    return running[mode].sign(me, [message], rest.fee ?? fee(), memo, { ...known, ...data }, timeoutHeight);
  }
  /** What CheckTx says: code, codespace and log. */
  async function refusal(tx: TxRaw | Uint8Array): Promise<string> {
    const bytes = tx instanceof Uint8Array ? tx : TxRaw.encode(tx).finish();
    const failure = await running.direct.broadcastTxSync(bytes).then((hash) => `accepted as ${hash}`, (error: unknown) => error);
    return failure instanceof BroadcastTxError ? `${failure.code} ${failure.codespace} ${failure.log ?? ""}` : String(failure);
  }

  test.each(MODES)("a %s signature over something else does not verify", async (mode) => {
    const { accountNumber, sequence } = await running.direct.getSequence(me);
    const says = `4 sdk signature verification failed; please verify account number (${accountNumber})`;
    const reason = mode === "direct" ? ` and chain-id (${chainId}): (unable to verify single signer signature): unauthorized` : `, sequence (${sequence}) and chain-id (${chainId}): unauthorized`;
    expect(await refusal(await signed(mode, { data: { chainId: "other" } }))).toBe(says + reason);
    expect(await refusal(await signed(mode, { data: { accountNumber: 77n } }))).toBe(says + reason);
    const tampered = await signed(mode);
    expect(await refusal({ ...tampered, signatures: [tampered.signatures[0]?.toReversed() ?? new Uint8Array()] })).toBe(says + reason);
    expect(await refusal(await signed(mode, { data: { sequence: sequence + 7 } }))).toBe(`32 sdk account sequence mismatch, expected ${sequence}, got ${sequence + 7}: incorrect account sequence`);
  });

  test.each(MODES)("fee, gas, memo and timeout of a %s signer are held to their limits", async (mode) => {
    const cheap = { amount: [coin(1, feeDenom)], gas: "200000" };
    expect(await refusal(await signed(mode, { fee: cheap }))).toBe(`13 sdk insufficient fees; got: 1${feeDenom} required: 5000${feeDenom}: insufficient fee`);
    expect(await refusal(await signed(mode, { fee: { ...cheap, amount: [coin(1, "nope")] } }))).toBe(`13 sdk insufficient fees; got: 1nope required: 5000${feeDenom}: insufficient fee`);
    const owned = (await running.direct.getBalance(me, feeDenom)).amount;
    const lavish = { amount: [coin("99999999999", feeDenom)], gas: "200000" };
    expect(await refusal(await signed(mode, { fee: lavish }))).toBe(`5 sdk spendable balance ${owned}${feeDenom} is smaller than 99999999999${feeDenom}: insufficient funds: insufficient funds`);
    expect(await refusal(await signed(mode, { fee: fee(1_000) }))).toMatch(/^11 sdk out of gas in location: ReadPerByte; gasWanted: 1000, gasUsed: 10\d\d: out of gas$/);
    expect(await refusal(await signed(mode, { fee: fee(0) }))).toBe("11 sdk out of gas in location: ReadFlat; gasWanted: 0, gasUsed: 1000: out of gas");
    expect(await refusal(await signed(mode, { memo: "m".repeat(257) }))).toBe("12 sdk maximum number of characters is 256 but received 257 characters: memo too large");
    expect(await refusal(await signed(mode, { timeoutHeight: 1n }))).toMatch(/^30 sdk block height: \d+, timeout height: 1: tx timeout height$/);
    expect(await refusal(await signed(mode, { fee: { ...fee(), granter: other } }))).toMatch(/^38 sdk .* does not allow to pay fees for .*: fee-grant not found: not found$/s);
  });

  test("a transaction of another shape is refused before anything is paid", async () => {
    const tx = await signed("direct");
    expect(await refusal({ ...tx, signatures: [] })).toBe("15 sdk no signatures supplied");
    expect(await refusal({ ...tx, signatures: [...tx.signatures, ...tx.signatures] })).toBe("4 sdk wrong number of signers; expected 1, got 2: unauthorized");
    const body = TxBody.decode(tx.bodyBytes);
    const withBody = (change: Partial<TxBody>): TxRaw => ({ ...tx, bodyBytes: TxBody.encode({ ...body, ...change }).finish() });
    expect(await refusal(withBody({ messages: [] }))).toBe("18 sdk must contain at least one message: invalid request");
    expect(await refusal(withBody({ messages: [{ typeUrl: "/foo.Bar", value: new Uint8Array() }] }))).toBe("2 sdk unable to resolve type URL /foo.Bar: tx parse error");
    const critical = Uint8Array.of(...(body.messages[0]?.value ?? []), 40, 1);
    expect(await refusal(withBody({ messages: [{ typeUrl: MsgSend.typeUrl, value: critical }] }))).toBe('2 sdk errUnknownField "*types.MsgSend": {TagNum: 5, WireType:"varint"}: tx parse error');
    const unnamed = MsgSend.encode(MsgSend.fromPartial({ fromAddress: "x1" })).finish();
    expect(await refusal(withBody({ messages: [{ typeUrl: MsgSend.typeUrl, value: unnamed }] }))).toBe("1 undefined decoding bech32 failed: invalid bech32 string length 2");
    const mode = (number: number): TxRaw => {
      const info = AuthInfo.decode(tx.authInfoBytes);
      for (const { modeInfo } of info.signerInfos) if (modeInfo?.single !== undefined) modeInfo.single.mode = number;
      return { ...tx, authInfoBytes: AuthInfo.encode(info).finish() };
    };
    expect(await refusal(mode(2))).toMatch(/^4 sdk signature verification failed; .*: unauthorized$/);
    expect(await refusal(mode(37))).toMatch(/^4 sdk signature verification failed; .*\(unsupported sign mode 37\): unauthorized$/);
    const foreign = encodePubkey({ type: "tendermint/PubKeySecp256k1", value: Buffer.from(Uint8Array.of(2, ...createHash("sha256").update("x").digest())).toString("base64") });
    const authInfoBytes = makeAuthInfoBytes([{ pubkey: foreign, sequence: 0 }], fee().amount, 300_000, undefined, undefined);
    expect(await refusal({ ...tx, authInfoBytes })).toBe(`8 sdk pubKey does not match signer address ${me} with signer index: 0: invalid pubkey`);
    expect(await refusal(new Uint8Array([1, 2, 3]))).toMatch(/^2 sdk .*: tx parse error$/);
  });

  test("a transaction that waits already, or is too large to wait, is refused by the mempool", async () => {
    const bytes = TxRaw.encode(await signed("direct")).finish();
    const hash = await running.direct.broadcastTxSync(bytes);
    expect(await refusal(bytes)).toContain("tx already exists in cache");
    expect(await refusal(new Uint8Array(1_100_000))).toContain("Tx too large. Max size is 1048576, but got 1100000");
    // The signer's next sequence is read from committed state, so the next test starts after this block.
    await vi.waitFor(async () => expect(await running.direct.getTx(hash)).toMatchObject({ code: 0 }), 30_000);
  });

  /** Message, signer's index, and what the delivered transaction says. */
  const delivered = (): readonly (readonly [string, object, string, string?])[] => {
    const delegation = { delegatorAddress: me, validatorAddress: valoper(operator), amount: coin(5, stakeDenom) };
    const own = { ...delegation, delegatorAddress: operator };
    const creation = {
      ...{ description: { moniker: "m", identity: "i", website: "w", securityContact: "s", details: "d" }, minSelfDelegation: "1", value: coin(5, stakeDenom) },
      commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
      ...{ delegatorAddress: me, validatorAddress: valoper(me), pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: createHash("sha256").update("k").digest("base64") }) },
    };
    const collector = toBech32(prefix, createHash("sha256").update("fee_collector").digest().subarray(0, 20));
    const io = (address: string, amount: number): object => ({ address, coins: [coin(amount, feeDenom)] });
    return [
      ["bank.v1beta1.MsgSend", send({ amount: [coin("999999999999", feeDenom)] }).value as object, `5 sdk spendable balance \\d+${feeDenom} is smaller than 999999999999${feeDenom}: insufficient funds`],
      ["bank.v1beta1.MsgSend", send({ toAddress: "nobody" }).value as object, "7 sdk invalid to address: decoding bech32 failed: .*: invalid address"],
      ["bank.v1beta1.MsgSend", send({ amount: [] }).value as object, "10 sdk : invalid coins"],
      ["bank.v1beta1.MsgMultiSend", { inputs: [io(me, 3)], outputs: [io(other, 4)] }, "4 bank sum inputs != sum outputs"],
      ["bank.v1beta1.MsgMultiSend", { inputs: [io(me, 3)], outputs: [] }, "3 bank no outputs to send transaction"],
      ["bank.v1beta1.MsgSend", send({ toAddress: collector }).value as object, `4 sdk ${collector} is not allowed to receive funds: unauthorized`],
      ["bank.v1beta1.MsgMultiSend", { inputs: [io(me, 2), io(me, 2)], outputs: [io(other, 4)] }, "9 bank multiple senders not allowed"],
      ["distribution.v1beta1.MsgSetWithdrawAddress", { delegatorAddress: me, withdrawAddress: collector }, `4 sdk ${collector} is not allowed to receive external funds: unauthorized`],
      ["feegrant.v1beta1.MsgRevokeAllowance", { granter: me, grantee: other }, "38 sdk fee-grant not found: not found"],
      ["authz.v1beta1.MsgRevoke", { granter: me, grantee: other, msgTypeUrl: "/cosmos.gov.v1.MsgVote" }, "2 authz .*authorization not found"],
      ["vesting.v1beta1.MsgCreateVestingAccount", { fromAddress: me, toAddress: other, amount: [coin(1, feeDenom)], endTime: 0n, delayed: true }, "18 sdk invalid end time: invalid request"],
      ["staking.v1beta1.MsgDelegate", { ...delegation, amount: coin(5, "gintonic") }, `18 sdk invalid coin denomination: got gintonic, expected ${stakeDenom}: invalid request`],
      ["staking.v1beta1.MsgDelegate", { ...delegation, amount: coin(0, stakeDenom) }, "18 sdk invalid delegation amount: invalid request"],
      ["staking.v1beta1.MsgDelegate", { ...delegation, validatorAddress: valoper(other) }, "3 staking validator does not exist"],
      ["staking.v1beta1.MsgDelegate", { ...delegation, validatorAddress: "nobody" }, "7 sdk invalid validator address: decoding bech32 failed: .*: invalid address"],
      ["staking.v1beta1.MsgDelegate", { ...delegation, amount: coin("999999999999", stakeDenom) }, `5 sdk failed to delegate; \\d+${stakeDenom} is smaller than 999999999999${stakeDenom}: insufficient funds`],
      ["staking.v1beta1.MsgUndelegate", delegation, "19 staking no delegation for \\(address, validator\\) tuple"],
      ["staking.v1beta1.MsgUndelegate", { ...own, amount: coin(99_999_999, stakeDenom) }, "18 sdk invalid shares amount: invalid request", operator],
      ["staking.v1beta1.MsgBeginRedelegate", { delegatorAddress: operator, validatorSrcAddress: valoper(operator), validatorDstAddress: valoper(operator), amount: coin(5, stakeDenom) }, "29 staking cannot redelegate to the same validator", operator],
      ["staking.v1beta1.MsgCreateValidator", { ...creation, delegatorAddress: operator, validatorAddress: valoper(operator) }, "4 staking validator already exist for this operator address; must use new validator operator address", operator],
      ["staking.v1beta1.MsgCreateValidator", { ...creation, commission: { ...creation.commission, rate: "300000000000000000" } }, "11 staking commission cannot be more than the max rate"],
      ["staking.v1beta1.MsgCreateValidator", { ...creation, minSelfDelegation: "9" }, "16 staking validator's self delegation must be greater than their minimum self delegation"],
      ["distribution.v1beta1.MsgWithdrawValidatorCommission", { validatorAddress: valoper(me) }, "7 distribution no validator commission to withdraw"],
      ["gov.v1beta1.MsgVote", { proposalId: 99n, voter: me, option: 1 }, "3 gov 99: inactive proposal"],
      ["gov.v1beta1.MsgVote", { proposalId: 99n, voter: me, option: 9 }, "7 gov .*: invalid vote option"],
      ["vesting.v1beta1.MsgCreateVestingAccount", { fromAddress: me, toAddress: other, amount: [coin(1, feeDenom)], endTime: 1_900_000_000n, delayed: true }, `18 sdk account ${other} already exists: invalid request`],
    ];
  };

  test("what fails when it is executed is in the block with its code", async () => {
    const sequences = new Map<string, number>();
    const hashes: string[] = [];
    for (const [name, value, , from = me] of delivered()) {
      const { accountNumber, sequence: first } = await running.direct.getSequence(from);
      const sequence = sequences.get(from) ?? first;
      sequences.set(from, sequence + 1);
      const tx = await running.direct.sign(from, [{ typeUrl: `/cosmos.${name}`, value }], fee(), "", { accountNumber, sequence, chainId });
      hashes.push(await running.direct.broadcastTxSync(TxRaw.encode(tx).finish()));
    }
    const said: string[] = [];
    const expected: string[] = [];
    for (const [i, [name, , pattern]] of delivered().entries()) {
      const hash = Buffer.from(hashes[i] ?? "", "hex");
      const { result } = await vi.waitFor(async () => comet.tx({ hash }), 30_000);
      const text = `${result.code} ${result.codespace ?? ""} ${(result.log ?? "").replace(/^failed to execute message; message index: 0: /, "")}`;
      expected.push(`${name} ${pattern}`);
      said.push(new RegExp(`^${pattern}$`).test(text) ? `${name} ${pattern}` : `${name} ${text}`);
    }
    expect(said).toEqual(expected);
  });
});
