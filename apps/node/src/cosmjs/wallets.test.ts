// Wallets of other kinds than one key that signs what it is given: multisignatures, wallets that change fee and memo, an older CosmJS.
import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress, type OfflineAminoSigner } from "@cosmjs/amino";
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { calculateFee, coin, coins, makeMultisignedTxBytes, SigningStargateClient } from "@cosmjs/stargate";
import { GasPrice as OldGasPrice, SigningStargateClient as OldSigningStargateClient } from "cosmjs-stargate-0.32";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnNetworks, START_PATIENCE_MS, startAnyNetwork, walletsOf, type RunningNetwork } from "./networks.fixture.ts";

describeOnNetworks((network) => {
  const { prefix, chainId, feeDenom, stakeDenom } = network;
  let running: RunningNetwork;
  let wallets: { readonly direct: OfflineDirectSigner; readonly amino: OfflineAminoSigner };
  beforeAll(async () => {
    running = await startAnyNetwork(network);
    wallets = await walletsOf(network);
  }, START_PATIENCE_MS);
  afterAll(() => running[Symbol.asyncDispose]());
  const at = (index: number): string => running.addresses[index] ?? "";

  test("two of five spend what their multisig owns, three sign for nothing more, one for nothing", async () => {
    const accounts = await wallets.amino.getAccounts();
    const keys = accounts.slice(0, 5).map(({ pubkey }) => encodeSecp256k1Pubkey(pubkey));
    const multisig = createMultisigThresholdPubkey(keys, 2);
    const address = pubkeyToAddress(multisig, prefix);
    const fee = calculateFee(250_000, `0.025${feeDenom}`);
    await running.direct.sendTokens(at(6), address, coins(50_000, feeDenom), fee);
    for (const [signers, accepted] of [[[0], false], [[1, 4], true], [[0, 2, 3], true]] as const) {
      const { accountNumber, sequence } = await running.direct.getSequence(address);
      const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: address, toAddress: at(7), amount: coins(9, feeDenom) } };
      const signed = await Promise.all(signers.map(async (index) => running.amino.sign(at(index), [message], fee, "", { accountNumber, sequence, chainId })));
      const signatures = new Map(signers.map((index, i) => [at(index), signed[i]?.signatures[0] ?? new Uint8Array()]));
      const broadcast = running.direct.broadcastTx(makeMultisignedTxBytes(multisig, sequence, fee, signed[0]?.bodyBytes ?? new Uint8Array(), signatures), 8_000, 40);
      if (accepted) expect(await broadcast).toMatchObject({ code: 0 });
      else await expect(broadcast).rejects.toMatchObject({ code: 4, codespace: "sdk" });
    }
    expect((await running.direct.getAccount(address))?.pubkey).toEqual(multisig);
  });

  test("a wallet that changes fee and memo before it signs is believed", async () => {
    const changed = { amount: coins(8_334, feeDenom), gas: "333333" };
    const direct: OfflineDirectSigner = {
      getAccounts: () => wallets.direct.getAccounts(),
      signDirect: (signer, doc) => {
        const authInfo = AuthInfo.decode(doc.authInfoBytes);
        authInfo.fee = { ...changed, gasLimit: BigInt(changed.gas), granter: "", payer: "" };
        const bodyBytes = TxBody.encode({ ...TxBody.decode(doc.bodyBytes), memo: "modified" }).finish();
        return wallets.direct.signDirect(signer, { ...doc, bodyBytes, authInfoBytes: AuthInfo.encode(authInfo).finish() });
      },
    };
    const amino: OfflineAminoSigner = {
      getAccounts: () => wallets.amino.getAccounts(),
      signAmino: (signer, doc) => wallets.amino.signAmino(signer, { ...doc, fee: changed, memo: "modified" }),
    };
    for (const [index, signer] of [direct, amino].entries()) {
      const client = await SigningStargateClient.connectWithSigner(running.rpcUrl, signer, { broadcastPollIntervalMs: 40 });
      const { transactionHash, gasWanted } = await client.sendTokens(at(8 + index), at(7), coins(1, feeDenom), calculateFee(200_000, `0.025${feeDenom}`), "mine");
      expect(gasWanted).toBe(333_333n);
      const found = await client.getTx(transactionHash);
      expect(TxBody.decode(TxRaw.decode(found?.tx ?? new Uint8Array()).bodyBytes).memo).toBe("modified");
      client.disconnect();
    }
  });

  test.each(["direct", "amino"] as const)("CosmJS 0.32.4 with a %s signer sends, stakes and withdraws", async (mode) => {
    const gasPrice = OldGasPrice.fromString(`0.025${feeDenom}`);
    // The older types know fewer algorithms of keys.
    const getAccounts = async () => (await wallets.amino.getAccounts()).map((account) => ({ ...account, algo: "secp256k1" as const }));
    const { direct, amino } = wallets;
    const signer = mode === "direct" ? { getAccounts, signDirect: direct.signDirect.bind(direct) } : { getAccounts, signAmino: amino.signAmino.bind(amino) };
    const client = await OldSigningStargateClient.connectWithSigner(running.rpcUrl, signer, { gasPrice, broadcastPollIntervalMs: 40 });
    const from = at(mode === "direct" ? 10 : 11);
    const validator = toBech32(`${prefix}valoper`, fromBech32(at(0)).data);
    const sent = [
      await client.sendTokens(from, at(7), coins(3, feeDenom), "auto"),
      await client.delegateTokens(from, validator, coin(9_000, stakeDenom), 1.4),
      await client.withdrawRewards(from, validator, 1.5),
      await client.undelegateTokens(from, validator, coin(100, stakeDenom), 1.5),
    ];
    expect(sent.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await client.getDelegation(from, validator)).toEqual(coin(8_900, stakeDenom));
    expect(await client.getTx(sent[0]?.transactionHash ?? "")).toMatchObject({ code: 0, height: sent[0]?.height });
    client.disconnect();
  });
});
