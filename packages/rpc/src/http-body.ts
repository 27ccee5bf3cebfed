import type { IncomingMessage } from "node:http";

/** The body is longer than allowed; the connection should be closed after the answer. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The bodies that are on their way fill the memory set aside for them; the client may try again. */
export class BodiesTooMany extends Error {
  override readonly name = "BodiesTooMany";
}

/** Reads the whole body of a request. Throws as {@link readBody}, and {@link BodiesTooMany}. */
export type BodyReader = (request: IncomingMessage) => Promise<Uint8Array>;

/** Reads bodies of at most `limit` bytes each, which hold at most `budget` bytes together while they arrive. */
export function createBodyReader(limit: number, budget: number): BodyReader {
  let held = 0;
  return async (request) => {
    let size = 0;
    try {
      return await readBody(request, limit, (bytes) => {
        if (held + bytes > budget) throw new BodiesTooMany();
        held += bytes;
        size += bytes;
      });
    } finally {
      held -= size;
    }
  };
}

/**
 * The whole body, at most `limit` bytes. `admit` is called with the length of each part before it is kept and may
 * throw. Throws {@link BodyTooLarge}, or what the socket throws when it breaks.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  admit: (bytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  // Listeners instead of an async iterator, which costs a small request more than its parsing.
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > limit) return reject(new BodyTooLarge());
    const chunks: Uint8Array[] = [];
    let size = 0;
    const take = (chunk: Uint8Array): void => {
      try {
        size += chunk.length;
        if (size > limit) throw new BodyTooLarge();
        admit(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        // What still arrives is passed over, so that the sender gets to read the answer.
        request.off("data", take).resume();
        reject(error as Error);
      }
    };
    request.on("data", take);
    request.once("end", () => resolve(joined(chunks, size)));
    request.once("error", reject);
    request.once("close", () => reject(new Error("the connection ended within a request")));
  });
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}
