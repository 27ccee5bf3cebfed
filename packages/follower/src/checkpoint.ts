import { readFileSync } from "node:fs";
import { decodeRotation, encodeRotation, type Break, type ForcedChance } from "@openledger/derivation";
import { nodeFileSystem, onDisk, writeFileAtomic, type FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { equalBytes, fromHex, toHex, toUtf8 } from "@openledger/primitives";
import { z } from "zod";

/** A point from which derivation can begin anew: nothing that was read before is needed for what comes. */
export interface Checkpoint {
  /** DA height up to which everything was read. */
  readonly readTo: bigint;
  /** Height of the block that comes next. */
  readonly next: bigint;
  /** The blob that held the last header; undefined before the first. */
  readonly witness: Witness | undefined;
  /** What was due up to this DA height was judged, on the states of its time. */
  readonly judgedTo: bigint;
  /** What was found out up to there of transactions that wait; undefined where that is not known. */
  readonly chances: readonly ForcedChance[] | undefined;
  /** Misses at which the chain stood still up to `readTo`, in order. */
  readonly breaks: readonly Break[];
}

/** A blob by which DA is recognised. */
export interface Witness {
  readonly height: bigint;
  readonly commitment: Uint8Array;
}

const big = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const hex = z.string().regex(/^([0-9a-f]{2})+$/).transform(fromHex);
const rotation = hex.transform((payload, issues) => {
  const decoded = decodeRotation(payload);
  if (decoded === undefined) issues.addIssue("no rotation");
  return decoded ?? z.NEVER;
});
/** Of what {@link breakJson} writes. */
export const breakSchema: z.ZodType<Break> = z
  .object({
    number: big,
    lastHeight: big,
    lastHash: hex,
    miss: z.object({ txHash: hex, daHeight: big, deadline: big }),
    crossed: z.object({ daHeight: big, rotation }).optional(),
  })
  .transform((read) => ({ ...read, crossed: read.crossed }));
const chanceSchema = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), deadline: big, chance: z.enum(["firm", "unknown"]) });
const schema = z
  .object({
    ...{ readTo: big, next: big, judgedTo: big.optional() },
    witness: z.object({ height: big, commitment: hex }).optional(),
    chances: z.array(chanceSchema).optional(),
    breaks: z.array(breakSchema).default([]),
  })
  .transform(({ readTo, next, witness, judgedTo, chances, breaks }): Checkpoint => ({
    ...{ readTo, next, witness, judgedTo: judgedTo ?? readTo, chances },
    breaks,
  }));

/** Makes a checkpoint durable. */
export function saveCheckpoint(path: string, { readTo, next, witness, judgedTo, chances, breaks }: Checkpoint, fileSystem: FileSystem = nodeFileSystem): void {
  const place = witness === undefined ? undefined : { height: `${witness.height}`, commitment: toHex(witness.commitment) };
  const found = chances?.map((one) => ({ ...one, deadline: `${one.deadline}` }));
  const document = { readTo: `${readTo}`, next: `${next}`, witness: place, judgedTo: `${judgedTo}`, chances: found, breaks: breaks.map(breakJson) };
  writeFileAtomic(path, toUtf8(`${JSON.stringify(document)}\n`), { fileSystem });
}

export function breakJson({ number, lastHeight, lastHash, miss, crossed }: Break): object {
  return {
    ...{ number: `${number}`, lastHeight: `${lastHeight}`, lastHash: toHex(lastHash) },
    miss: { txHash: toHex(miss.txHash), daHeight: `${miss.daHeight}`, deadline: `${miss.deadline}` },
    ...(crossed === undefined ? {} : { crossed: { daHeight: `${crossed.daHeight}`, rotation: toHex(encodeRotation(crossed.rotation)) } }),
  };
}

/** The checkpoint that was saved; undefined when there is none that can be read. */
export function loadCheckpoint(path: string): Checkpoint | undefined {
  try {
    return schema.safeParse(JSON.parse(readText(path))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether DA holds what was read when the checkpoint was saved. Rejects as a {@link Da}. */
export async function isOfThisDa({ readTo, witness }: Checkpoint, da: Da, headers: Uint8Array): Promise<boolean> {
  if (witness === undefined) return true;
  const { height } = await da.head();
  if (readTo > height) return false;
  const found = await da.list(witness.height, headers);
  return found.some(({ commitment }) => equalBytes(commitment, witness.commitment));
}

function readText(path: string): string {
  return onDisk(path, () => {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
      throw error;
    }
  });
}
