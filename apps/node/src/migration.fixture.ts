/** A chain of a lone sequencer on which a second person has staked, and the home in which validators go on with it. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { encodePubkey, Registry, type EncodeObject, type GeneratedType } from "@cosmjs/proto-signing";
import { coins, SigningStargateClient, type StdFee } from "@cosmjs/stargate";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgCreateValidator, MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes, addressToBytes, toBase64 } from "@openledger/primitives";
import { startNode } from "./compose.ts";
import { homePaths } from "./home.ts";
import { initHome } from "./init-home.ts";
import { runCli } from "./commands/run-cli.fixture.ts";
import { TEST_CONFIG, type TestHome } from "./node.fixture.ts";

export const FEE: StdFee = { amount: coins(1_000, "uopen"), gas: "400000" };
export const registry: Registry = new Registry();
for (const codec of [MsgCreateValidator, MsgDelegate, MsgSend, MsgUnjail]) registry.register(codec.typeUrl, codec as GeneratedType);

export const operatorOf = (address = ""): string => addressFromBytes("openvaloper", addressToBytes("open", address));
export const unjail = (address = ""): EncodeObject => ({ typeUrl: MsgUnjail.typeUrl, value: { validatorAddr: operatorOf(address) } });

/** Of power 4, operated by `address`. */
export function createValidator(address: string, consensusKey: Uint8Array): EncodeObject {
  const value = MsgCreateValidator.create({
    description: { moniker: "second" },
    commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
    minSelfDelegation: "1",
    validatorAddress: operatorOf(address),
    pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: toBase64(consensusKey) }),
    value: { denom: "uopen", amount: "4000000" },
  });
  return { typeUrl: MsgCreateValidator.typeUrl, value };
}

/** Sends what each account has to say on the embedded chain, then stops it. */
export async function liveEmbedded({ home, wallet, addresses }: TestHome, said: readonly (readonly [from: number, message: EncodeObject])[]): Promise<void> {
  const { promise: firstBlock, resolve } = Promise.withResolvers<void>();
  await using node = await startNode({ home, config: { ...TEST_CONFIG, block_time: "20ms" }, onBlock: () => resolve() });
  await firstBlock;
  const client = await SigningStargateClient.connectWithSigner(node.rpcUrl, wallet, { registry, broadcastPollIntervalMs: 20 });
  for (const [from, message] of said) {
    const { code, rawLog } = await client.signAndBroadcast(addresses[from] ?? "", [message], FEE);
    if (code !== 0) throw new Error(rawLog);
  }
  client.disconnect();
}

/** Exports with `openledgerd export` and makes the home that begins there with the same key. */
export async function migrate({ home }: TestHome, operators: readonly string[], into: string): Promise<{ readonly said: string }> {
  const [from, to] = [homePaths(home), homePaths(into)];
  initHome({ home: into, moniker: "validator" });
  const { code, err } = await runCli("export", "--home", home, "--jail-allowed-addrs", operators.join(","), "--output-document", to.genesisFile);
  if (code !== 0) throw new Error(err);
  copyFileSync(from.validatorKeyFile, to.validatorKeyFile);
  copyFileSync(from.signStateFile, to.signStateFile);
  return { said: err };
}

export interface MigratedGenesis {
  readonly genesis_time: string;
  readonly initial_height: string;
  readonly validators: readonly { readonly power: string; readonly name: string }[];
  readonly app_state: { readonly system: { readonly previous_chains: readonly object[] } };
}

export function genesisIn(home: string): MigratedGenesis {
  return JSON.parse(readFileSync(homePaths(home).genesisFile, "utf8")) as MigratedGenesis;
}

/** The same genesis for another node. */
export function copyGenesis(from: string, to: string): void {
  writeFileSync(homePaths(to).genesisFile, readFileSync(homePaths(from).genesisFile));
}
