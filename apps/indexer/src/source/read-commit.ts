import { fromHex } from "@openledger/primitives";
import type { LastCommit, CommitSlot } from "./committed-block.ts";
import { nanosFromRfc3339 } from "./timestamps.ts";

/** CometBFT's BlockIDFlag. */
const ABSENT = 1;
const COMMIT = 2;
const NIL = 3;
const INT32_MAX = 2_147_483_647;
const ADDRESS = /^[0-9a-fA-F]{40}$/;

/** The last commit of a block as CometBFT's JSON writes it, null for none; undefined when it is anything else. */
export function readCommit(commit: unknown): LastCommit | undefined {
  if (commit === null || commit === undefined) return { round: 0, slots: [] };
  if (!isRecord(commit)) return undefined;
  const { round = 0, signatures } = commit;
  if (typeof round !== "number" || !Number.isInteger(round) || round < 0 || round > INT32_MAX) return undefined;
  if (signatures === null || signatures === undefined) return { round, slots: [] };
  if (!Array.isArray(signatures)) return undefined;
  const slots: CommitSlot[] = [];
  for (const item of signatures as readonly unknown[]) {
    const slot = readSlot(item);
    if (slot === undefined) return undefined;
    slots.push(slot);
  }
  return { round, slots };
}

function readSlot(item: unknown): CommitSlot | undefined {
  if (!isRecord(item)) return undefined;
  const { block_id_flag: flag, validator_address: address, timestamp } = item;
  if (flag === ABSENT) return { flag: "ABSENT" };
  if ((flag !== COMMIT && flag !== NIL) || typeof address !== "string" || !ADDRESS.test(address) || typeof timestamp !== "string") return undefined;
  const timeNs = nanosFromRfc3339(timestamp);
  return timeNs === undefined ? undefined : { flag: flag === COMMIT ? "COMMIT" : "NIL", address: fromHex(address), timeNs };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
