import { equalBytes, fromHex, type Sha256 } from "@openledger/primitives";
import { FETCHING_HEADER, type FetchBlob } from "@openledger/rpc";

const PATIENCE_MS = 10_000;
/** Whoever asks for what nobody has must not make this node ask others without end. */
const AT_ONCE = 16;

/** Asks the REST of other nodes, in order, for what is not here; undefined without sources (URLs with commas between). */
export function createBlobFetcher(sources: string, maxBytes: number, sha256: Sha256): FetchBlob | undefined {
  if (sources === "") return undefined;
  const bases = sources.split(",").map((url) => url.replace(/\/+$/, ""));
  const underWay = new Map<string, Promise<Uint8Array | undefined>>();

  async function ask(hash: string): Promise<Uint8Array | undefined> {
    for (const base of bases) {
      const bytes = await download(`${base}/openledger/v1/blobs/${hash}`, maxBytes).catch(() => undefined);
      if (bytes !== undefined && equalBytes(sha256(bytes), fromHex(hash))) return bytes;
    }
    return undefined;
  }

  return (hash) => {
    const known = underWay.get(hash);
    if (known !== undefined) return known;
    if (underWay.size >= AT_ONCE) return Promise.resolve(undefined);
    const asked = ask(hash).finally(() => underWay.delete(hash));
    underWay.set(hash, asked);
    return asked;
  };
}

/** Undefined for any answer but a whole one within the limit. Rejects when the connection breaks. */
async function download(url: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { headers: { [FETCHING_HEADER]: "1" }, signal: AbortSignal.timeout(PATIENCE_MS) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (!response.ok || length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return response.ok ? Buffer.concat(chunks) : undefined;
}
