import { readFileSync } from "node:fs";
import { RECOVERY_KEYS_MAX, type Rotation } from "@openledger/derivation";
import { writeFileAtomic } from "@openledger/kv";
import { fromBase64, fromHex, toBase64, toHex, toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { nodeError } from "../node-error.ts";

/** A rotation on its way from one holder of a recovery key to the next. */
export interface RotationFile {
  readonly chainId: string;
  /** With as many signatures as there are so far. */
  readonly rotation: Rotation;
}

const FORMAT = "openledger/rotation/1";
const height = z.string().regex(/^\d{1,18}$/).transform(BigInt);
const bytes = (length: number) => z.base64().max(200).transform((text) => fromBase64(text)).refine((read) => read.length === length, `must be ${length} bytes in base64`);
const hash = z.string().regex(/^[0-9a-f]{64}$/).transform(fromHex);
const schema = z.strictObject({
  format: z.literal(FORMAT),
  chain_id: z.string().max(50),
  number: height,
  last_height: height,
  last_hash: hash,
  miss: z.strictObject({ tx_hash: hash, da_height: height, deadline: height }),
  new_key: bytes(32),
  signatures: z.array(z.strictObject({ public_key: bytes(32), signature: bytes(64) })).max(RECOVERY_KEYS_MAX),
});

/** Writes it as JSON that people can compare with the record of the miss. Throws `DISK_*`. */
export function writeRotationFile(path: string, { chainId, rotation }: RotationFile): void {
  const { number, lastHeight, lastHash, miss, newKey, signatures } = rotation;
  const document = {
    ...{ format: FORMAT, chain_id: chainId, number: `${number}`, last_height: `${lastHeight}`, last_hash: toHex(lastHash) },
    miss: { tx_hash: toHex(miss.txHash), da_height: `${miss.daHeight}`, deadline: `${miss.deadline}` },
    new_key: toBase64(newKey),
    signatures: signatures.map(({ publicKey, signature }) => ({ public_key: toBase64(publicKey), signature: toBase64(signature) })),
  };
  writeFileAtomic(path, toUtf8(`${JSON.stringify(document, undefined, 2)}\n`));
}

/** Reads what {@link writeRotationFile} wrote. Throws NodeError `CONFIG`. */
export function readRotationFile(path: string): RotationFile {
  try {
    const read = schema.parse(JSON.parse(readFileSync(path, "utf8")));
    const miss = { txHash: read.miss.tx_hash, daHeight: read.miss.da_height, deadline: read.miss.deadline };
    const signatures = read.signatures.map(({ public_key: publicKey, signature }) => ({ publicKey, signature }));
    const rotation = { number: read.number, lastHeight: read.last_height, lastHash: read.last_hash, miss, newKey: read.new_key, signatures };
    return { chainId: read.chain_id, rotation };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const reason = issue === undefined ? (error instanceof Error ? error.message : String(error)) : `${issue.path.join(".")}: ${issue.message}`;
    throw nodeError("CONFIG", `${path} is no rotation (${reason}); write one with "openledgerd rotation propose"`, error);
  }
}
