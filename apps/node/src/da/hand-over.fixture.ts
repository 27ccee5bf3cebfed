/** Nodes in processes of their own, and the governance that hands the sealing of blocks over between them. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { encodePubkey, Registry, type EncodeObject, type GeneratedType } from "@cosmjs/proto-signing";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { packAny } from "@openledger/messages";
import { MsgSubmitProposal, MsgSubmitProposalResponse, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { MsgHandOverSequencer } from "@openledger/messages/openledger/rollup/v1";
import { addressFromBytes, addressToBytes, toBase64, toUtf8 } from "@openledger/primitives";
import type { TestHome } from "../node.fixture.ts";

const { sha256 } = createNodeCrypto();
const registry = new Registry();
for (const codec of [MsgCreateValidator, MsgSubmitProposal, MsgVote, MsgHandOverSequencer]) registry.register(codec.typeUrl, codec as GeneratedType);

/** Short enough for a test to wait for a decision. */
export const QUICK_GOVERNANCE = { gov: { params: { voting_period: "2s", expedited_voting_period: "1s", max_deposit_period: "5s" } } } as const;
export const GOV: string = addressFromBytes("open", sha256(toUtf8("gov")).slice(0, 20));

export interface NodeProcess extends AsyncDisposable {
  readonly rpcUrl: string;
  readonly restUrl: string;
  readonly metricsUrl: string;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
  /** Exit code, when it has ended by itself. */
  readonly exited: Promise<number | null>;
}

/** `openledgerd start`, listening anywhere. */
export async function startProcess(home: string, ...flags: readonly string[]): Promise<NodeProcess> {
  const anywhere = ["--rpc.laddr", "127.0.0.1:0", "--rest.laddr", "127.0.0.1:0", "--metrics.laddr", "127.0.0.1:0", "--block-time", "100ms", "--log-level", "error"];
  const child = fork(join(import.meta.dirname, "../main.ts"), ["start", "--home", home, ...anywhere, ...flags], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const ready = await Promise.race([once(child, "message"), exited]);
  if (!Array.isArray(ready)) throw new Error(`the node at ${home} ended with ${ready}`);
  const [{ rpcUrl, restUrl, metricsUrl }] = ready as [{ rpcUrl: string; restUrl: string; metricsUrl: string }];
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return {
    rpcUrl,
    restUrl,
    metricsUrl,
    exited,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    [Symbol.asyncDispose]: async () => void (await end("SIGKILL")),
  };
}

export async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

export interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly turn?: string;
  readonly next_sequencer?: { readonly public_key: string; readonly since_height: string };
}

export const statusOf = ({ rpcUrl }: Pick<NodeProcess, "rpcUrl">): Promise<Status> => ask<Status>(rpcUrl, "rollup_status");
export const heightOf = async (node: Pick<NodeProcess, "rpcUrl">): Promise<number> => Number((await statusOf(node)).soft_height);

/** Upper-case hex of the address whose turn a block was. */
export async function proposerOf({ rpcUrl }: Pick<NodeProcess, "rpcUrl">, height: number): Promise<string> {
  return (await ask<{ block: { header: { proposer_address: string } } }>(rpcUrl, `block?height=${height}`)).block.header.proposer_address;
}

/** Hash of a block and the app hash before it. */
export async function blockIdAt({ rpcUrl }: Pick<NodeProcess, "rpcUrl">, height: number): Promise<string> {
  const { block_id: id, block } = await ask<{ block_id: { hash: string }; block: { header: { app_hash: string } } }>(rpcUrl, `block?height=${height}`);
  return `${id.hash} ${block.header.app_hash}`;
}

export interface Governance {
  /** Signed by the account at an index; its code and log. */
  send(from: number, ...messages: readonly EncodeObject[]): Promise<{ readonly code: number; readonly rawLog: string; readonly responses: readonly Uint8Array[] }>;
  /** Makes the account at an index the operator of a validator of power 4. */
  createValidator(from: number, consensusKey: Uint8Array): Promise<void>;
  /** Proposes to hand over, and votes for it as the account that has the power; returns the proposal's number. */
  propose(...keys: readonly Uint8Array[]): Promise<bigint>;
  /** Votes for a proposal as the account that has the power. */
  approve(proposalId: bigint): Promise<void>;
  close(): void;
}

export function handOver(publicKey: Uint8Array, authority: string = GOV): EncodeObject {
  return { typeUrl: MsgHandOverSequencer.typeUrl, value: MsgHandOverSequencer.create({ authority, publicKey, reason: "a planned one" }) };
}

export async function openGovernance({ wallet, addresses }: TestHome, rpcUrl: string): Promise<Governance> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, wallet, { registry, broadcastPollIntervalMs: 50 });
  const send: Governance["send"] = async (from, ...messages) => {
    const { code, rawLog = "", msgResponses } = await client.signAndBroadcast(addresses[from] ?? "", messages, { amount: coins(1_000, "uopen"), gas: "600000" });
    return { code, rawLog, responses: msgResponses.map(({ value }) => value) };
  };
  const require = async (sent: ReturnType<Governance["send"]>): Promise<readonly Uint8Array[]> => {
    const { code, rawLog, responses } = await sent;
    if (code !== 0) throw new Error(rawLog);
    return responses;
  };
  const approve: Governance["approve"] = async (proposalId) => {
    const value = MsgVote.create({ proposalId, voter: addresses[0] ?? "", option: VoteOption.VOTE_OPTION_YES });
    await require(send(0, { typeUrl: MsgVote.typeUrl, value }));
  };
  return {
    send,
    async createValidator(from, consensusKey) {
      const value = MsgCreateValidator.create({
        description: { moniker: "second" },
        commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
        minSelfDelegation: "1",
        validatorAddress: addressFromBytes("openvaloper", addressToBytes("open", addresses[from] ?? "")),
        pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: toBase64(consensusKey) }),
        value: { denom: "uopen", amount: "4000000" },
      });
      await require(send(from, { typeUrl: MsgCreateValidator.typeUrl, value }));
    },
    async propose(...keys) {
      const proposer = addresses[0] ?? "";
      const messages = keys.map((publicKey) => packAny(MsgHandOverSequencer, MsgHandOverSequencer.create({ authority: GOV, publicKey, reason: "a planned one" })));
      const value = MsgSubmitProposal.create({ messages, proposer, title: "hand over", summary: "to another machine", initialDeposit: [{ denom: "uopen", amount: "10000000" }] });
      const [response = new Uint8Array(0)] = await require(send(0, { typeUrl: MsgSubmitProposal.typeUrl, value }));
      const { proposalId } = MsgSubmitProposalResponse.fromBytes(response);
      await approve(proposalId);
      return proposalId;
    },
    approve,
    close: () => client.disconnect(),
  };
}

interface Sequencers {
  readonly sequencer: { readonly since_height: string };
  readonly next_sequencer: { readonly since_height: string } | null;
}

/** The first height after `after` from which another key seals, once it is decided. */
export async function decidedHeight({ restUrl }: Pick<NodeProcess, "restUrl">, after = 1): Promise<number> {
  for (;;) {
    const { sequencer, next_sequencer: next } = (await (await fetch(`${restUrl}/openledger/rollup/v1/sequencer`)).json()) as Sequencers;
    const since = Number((next ?? sequencer).since_height);
    if (since > after) return since;
    await delay(10);
  }
}
