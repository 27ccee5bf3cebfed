import { toHex, type Sha256 } from "@openledger/primitives";
import { ClientError } from "../errors.ts";

/** Content-addressed blobs of a node's REST server. */
export interface BlobClient {
  readonly restUrl: string;
  /** Stores a blob and returns its sha256. Storing one that is there changes nothing. */
  put(blob: Uint8Array): Promise<Uint8Array>;
  /** The blob with this sha256, checked; undefined when the node does not hold it. Throws `erased` for what was erased. */
  get(hash: Uint8Array): Promise<Uint8Array | undefined>;
}

const TIMEOUT_MS = 30_000;

/** Talks to `PUT` and `GET /openledger/v1/blobs/{sha256}`. Throws {@link ClientError} `blob`, `erased` or `unreachable`. */
export function createBlobClient(restUrl: string, sha256: Sha256): BlobClient {
  const base = restUrl.replace(/\/+$/, "");
  const ask = async (hash: Uint8Array, init: RequestInit): Promise<Response> => {
    try {
      const url = `${base}/openledger/v1/blobs/${toHex(hash)}`;
      return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      const message = `no node answers at ${base}; start one or name another --rest`;
      throw new ClientError("unreachable", message, { cause: error });
    }
  };
  return {
    restUrl: base,
    async put(blob) {
      const hash = sha256(blob);
      const response = await ask(hash, {
        method: "PUT",
        body: new Uint8Array(blob),
        headers: { "content-type": "application/octet-stream" },
      });
      if (response.status === 410) throw new ClientError("erased", await refusal(response));
      if (!response.ok) throw new ClientError("blob", `blob ${toHex(hash)} was not stored: ${await refusal(response)}`);
      await response.arrayBuffer();
      return hash;
    },
    async get(hash) {
      const response = await ask(hash, { method: "GET" });
      if (response.status === 404) {
        await response.arrayBuffer();
        return undefined;
      }
      if (response.status === 410) throw new ClientError("erased", await refusal(response));
      if (!response.ok) throw new ClientError("blob", `blob ${toHex(hash)}: ${await refusal(response)}`);
      const blob = new Uint8Array(await response.arrayBuffer());
      if (toHex(sha256(blob)) !== toHex(hash)) throw new ClientError("blob", `${base} gave other bytes for ${toHex(hash)}`);
      return blob;
    },
  };
}

async function refusal(response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 500);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  } catch {
    return `HTTP ${response.status} ${text}`;
  }
  return `HTTP ${response.status} ${text}`;
}
