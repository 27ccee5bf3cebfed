import { readFileSync } from "node:fs";
import { nodeFileSystem, onDisk, writeFileAtomic, type FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { equalBytes, fromHex, toHex, toUtf8 } from "@openledger/primitives";
import { z } from "zod";

/** Up to where DA was read, and what was found there: spares a restart reading all of DA, and is believed only if that blob is there still. */
export interface ReadPosition {
  /** DA height up to which everything was read. */
  readonly readTo: bigint;
  readonly nextHeaders: bigint;
  readonly nextData: bigint;
  /** The last blob of ours that was read. */
  readonly witness: { readonly height: bigint; readonly namespace: Uint8Array; readonly commitment: Uint8Array };
}

const big = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const hex = z.string().regex(/^([0-9a-f]{2})+$/).transform(fromHex);
const schema = z.object({
  readTo: big,
  nextHeaders: big,
  nextData: big,
  witness: z.object({ height: big, namespace: hex, commitment: hex }),
});

export function saveReadPosition(path: string, position: ReadPosition, fileSystem: FileSystem = nodeFileSystem): void {
  const { readTo, nextHeaders, nextData, witness } = position;
  const { height, namespace, commitment } = witness;
  const document = {
    readTo: `${readTo}`,
    nextHeaders: `${nextHeaders}`,
    nextData: `${nextData}`,
    witness: { height: `${height}`, namespace: toHex(namespace), commitment: toHex(commitment) },
  };
  writeFileAtomic(path, toUtf8(`${JSON.stringify(document)}\n`), { fileSystem });
}

/** The position that was saved, if it is one and DA has its witness; undefined otherwise. Rejects as `Da.list`. */
export async function loadReadPosition(path: string, da: Da): Promise<ReadPosition | undefined> {
  const position = parse(readText(path));
  if (position === undefined) return undefined;
  const { witness, readTo } = position;
  const { height } = await da.head();
  if (readTo > height || witness.height > height) return undefined;
  const found = await da.list(witness.height, witness.namespace);
  return found.some(({ commitment }) => equalBytes(commitment, witness.commitment)) ? position : undefined;
}

function parse(text: string): ReadPosition | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
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
