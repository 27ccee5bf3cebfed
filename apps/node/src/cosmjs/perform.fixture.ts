/** What a wallet does with a message: simulate, sign, broadcast, and find it again. */
import type { EncodeObject } from "@cosmjs/proto-signing";
import { calculateFee, type DeliverTxResponse, type SigningStargateClient } from "@cosmjs/stargate";
import { expect } from "vitest";
import type { RunningNetwork } from "./networks.fixture.ts";

export interface Actor {
  readonly running: RunningNetwork;
  readonly client: SigningStargateClient;
  readonly address: string;
}

/** Share of a simulation by which the use of gas may exceed it. */
const SIMULATION_ERROR = 1.3;
/** CosmJS's own default. */
const GAS_MULTIPLIER = 1.4;

/** Expects the message to succeed within what its simulation promises, and every index to know it. */
export async function perform({ client, address, running }: Actor, message: EncodeObject): Promise<DeliverTxResponse> {
  const simulated = await client.simulate(address, [message], "memo");
  const fee = calculateFee(Math.ceil(simulated * GAS_MULTIPLIER), `0.025${running.network.feeDenom}`);
  const result = await client.signAndBroadcast(address, [message], fee, "memo");
  expect(result).toMatchObject({ code: 0, rawLog: "" });
  expect(Number(result.gasUsed)).toBeLessThanOrEqual(simulated * SIMULATION_ERROR);
  expect(result.msgResponses.map(({ typeUrl }) => typeUrl)).toEqual([`${message.typeUrl}Response`]);
  const { hash, height, code, tx } = (await client.getTx(result.transactionHash)) ?? {};
  expect({ hash, height, code }).toEqual({ hash: result.transactionHash, height: result.height, code: 0 });
  const found = await client.searchTx([
    { key: "message.action", value: message.typeUrl },
    { key: "message.sender", value: address },
  ]);
  expect(found.find((one) => one.hash === hash)?.tx).toEqual(tx);
  return result;
}

/** Expects the message to be refused when it is executed. Its gas is given, because a simulation would fail as well. */
export async function refuse({ client, address, running }: Actor, message: EncodeObject): Promise<string> {
  await expect(client.simulate(address, [message], "")).rejects.toThrow("failed to execute message");
  const result = await client.signAndBroadcast(address, [message], calculateFee(400_000, `0.025${running.network.feeDenom}`));
  expect(await client.getTx(result.transactionHash)).toMatchObject({ code: result.code, height: result.height });
  return `${result.code} ${result.rawLog ?? ""}`;
}
