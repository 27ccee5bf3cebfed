import { setTimeout as delay } from "node:timers/promises";
import { DA_NAMESPACE_BYTES, daError, OperationalError, type Da, type DaBlob, type DaErrorCode, type DaHead } from "@openledger/ports";
import { equalBytes, fromBase64, fromUtf8, toBase64, toUtf8, unixNanos, type Sha256, type UnixNanos } from "@openledger/primitives";
import { z } from "zod";
import { celestiaCommitment, celestiaNamespace } from "./celestia-commitment.ts";
import { createJsonRpcCall } from "./json-rpc-call.ts";

export interface CelestiaDaOptions {
  /** Where a celestia-node listens, e.g. `http://127.0.0.1:26658`. */
  readonly url: string;
  readonly sha256: Sha256;
  readonly authToken?: string;
  /** In utia per gas; left to the node by default. */
  readonly gasPrice?: number;
  /** Without a byte of an answer, for everything but submissions; 10 seconds by default. A whole answer may take 60 times as long. */
  readonly timeoutMs?: number;
  /** For a submission, which waits for inclusion; a minute by default. */
  readonly submitTimeoutMs?: number;
  /** How often a read is tried; 3 by default. Submissions are tried once: only whoever reads back may repeat them. */
  readonly tries?: number;
  readonly retryMs?: number;
}

/** What ev-node submits at most; validators of the public networks take more. */
const SUBMIT_BYTES_MAX = 5 * 1024 * 1024;
/** Blobs of other versions, which anyone may post, hold nothing of ours: they are passed over, whatever they are. */
const OWN_SHARE_VERSION = 0;
const ANSWER_BYTES_MAX = 192 * 1024 * 1024;

const base64 = z.string().transform((text, context) => {
  try {
    return fromBase64(text);
  } catch {
    context.addIssue({ code: "custom", message: "no base64" });
    return z.NEVER;
  }
});
const blobSchema = z.object({
  namespace: base64,
  data: base64,
  share_version: z.number().int(),
  commitment: base64,
  index: z.number().int().min(-1),
});
const headSchema = z.object({ header: z.object({ height: z.union([z.string().regex(/^\d{1,18}$/), z.number().int()]), time: z.string() }) });

/** A DA through a celestia-node's JSON-RPC. Blobs are checked against their commitments; that a height is final is the node's word. */
export function createCelestiaDa(options: CelestiaDaOptions): Da {
  const { url, sha256, authToken, gasPrice, timeoutMs = 10_000, submitTimeoutMs = 60_000, tries = 3, retryMs = 250 } = options;
  const call = createJsonRpcCall({ url, answerBytesMax: ANSWER_BYTES_MAX, ...(authToken === undefined ? {} : { authToken }) });
  const txOptions = gasPrice === undefined ? {} : { gas_price: gasPrice, is_gas_price_set: true };

  /** Reads change nothing, so whatever may pass is tried again, on a new connection where the last one hung. */
  const read = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    for (let left = tries; ; left--) {
      try {
        return await call(method, params, timeoutMs);
      } catch (error) {
        if (!(error instanceof OperationalError) || left <= 1 || !PASSING.has(error.code)) throw settled(error);
        await delay(retryMs * (tries - left + 1));
      }
    }
  };
  const heightOf = (height: bigint): number => {
    const asNumber = Number(height);
    if (!Number.isSafeInteger(asNumber) || asNumber < 1) throw daError("DA_FUTURE", `there is no DA height ${height}`);
    return asNumber;
  };
  const named = (namespace: Uint8Array): string => toBase64(celestiaNamespace(namespace));

  return {
    maxBlobBytes: SUBMIT_BYTES_MAX,
    maxSubmitBytes: SUBMIT_BYTES_MAX,
    async submit(namespace, blobs) {
      if (namespace.length !== DA_NAMESPACE_BYTES) throw daError("DA_REFUSED", `a namespace has ${DA_NAMESPACE_BYTES} bytes`);
      const total = blobs.reduce((sum, { length }) => sum + length, 0);
      if (total > SUBMIT_BYTES_MAX) throw daError("DA_TOO_BIG", `${total} bytes are more than the ${SUBMIT_BYTES_MAX} of one submission`);
      const whole = celestiaNamespace(namespace);
      const commitments = blobs.map((data) => celestiaCommitment(sha256, { namespace: whole, data }));
      const wire = blobs.map((data, i) => ({
        namespace: toBase64(whole),
        data: toBase64(data),
        share_version: OWN_SHARE_VERSION,
        commitment: toBase64(commitments[i] as Uint8Array),
        index: -1,
      }));
      const height = await call("blob.Submit", [wire, txOptions], submitTimeoutMs);
      if (typeof height !== "number" || !Number.isSafeInteger(height) || height < 1) throw daError("DA_UNKNOWN", "blob.Submit: the answer is no height");
      return { height: BigInt(height), commitments };
    },
    async list(height, namespace) {
      const answer = await nothingIfNotFound(read("blob.GetAll", [heightOf(height), [named(namespace)]]));
      const parsed = z.array(blobSchema).nullish().safeParse(answer);
      if (!parsed.success) throw daError("DA_CORRUPT", `blob.GetAll: ${parsed.error.issues[0]?.message ?? "wrong answer"} at height ${height}`);
      return checkedBlobs(sha256, celestiaNamespace(namespace), parsed.data ?? [], height);
    },
    async head() {
      return headOf(await read("header.NetworkHead", []));
    },
    async timeAt(height) {
      return headOf(await read("header.GetByHeight", [heightOf(height)])).time;
    },
    async prove(height, namespace, commitment) {
      const params = [heightOf(height), named(namespace), toBase64(commitment)];
      // Right after a submission the proof is nil for a while (celestia-node #3469).
      for (let left = tries; left > 0; left--) {
        const proof = await read("blob.GetProof", params);
        if (proof != null) return toUtf8(JSON.stringify(proof));
        if (left > 1) await delay(retryMs);
      }
      throw daError("DA_NOT_FOUND", `blob.GetProof: no proof at height ${height} yet`);
    },
    async verify(height, namespace, commitment, proof) {
      let parsed: unknown;
      try {
        parsed = JSON.parse(fromUtf8(proof));
      } catch {
        return false;
      }
      const verdict = await nothingIfNotFound(read("blob.Included", [heightOf(height), named(namespace), parsed, toBase64(commitment)]));
      return verdict === true;
    },
  };
}

const PASSING: ReadonlySet<string> = new Set<DaErrorCode>(["DA_UNREACHABLE", "DA_UNKNOWN", "DA_BUSY"]);

/** A read that got no answer did nothing, whatever the code says. */
function settled(error: unknown): unknown {
  return error instanceof OperationalError && error.code === "DA_UNKNOWN" ? daError("DA_UNREACHABLE", error.message, error) : error;
}

async function nothingIfNotFound(reading: Promise<unknown>): Promise<unknown> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof OperationalError && error.code === "DA_NOT_FOUND") return undefined;
    throw error;
  }
}

function checkedBlobs(sha256: Sha256, namespace: Uint8Array, blobs: readonly z.infer<typeof blobSchema>[], height: bigint): readonly DaBlob[] {
  return blobs
    .filter(({ share_version: version }) => version === OWN_SHARE_VERSION)
    .map(({ namespace: named, data, commitment, index }, position) => {
      const computed = celestiaCommitment(sha256, { namespace: named, data });
      if (!equalBytes(named, namespace) || !equalBytes(computed, commitment)) {
        throw daError("DA_CORRUPT", `blob.GetAll: blob ${position} at height ${height} is not what its commitment says; use another DA node`);
      }
      return { data, commitment, index: index < 0 ? position : index };
    })
    .toSorted((a, b) => a.index - b.index);
}

function headOf(answer: unknown): DaHead {
  const parsed = headSchema.safeParse(answer);
  const time = parsed.success ? nanosOf(parsed.data.header.time) : undefined;
  if (!parsed.success || time === undefined) throw daError("DA_CORRUPT", "the answer of the DA node is no header");
  const height = BigInt(parsed.data.header.height);
  // Celestia's blocks are final when they are committed.
  return { height, time, finalized: height };
}

/** RFC 3339 with up to nanoseconds, in UTC. */
function nanosOf(text: string): UnixNanos | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  const seconds = Date.parse(`${match?.[1]}Z`) / 1_000;
  if (match === null || !(seconds >= 0)) return undefined;
  return unixNanos(BigInt(seconds) * 1_000_000_000n + BigInt((match[2] ?? "").padEnd(9, "0")));
}
