/** A failed request, with a sentence for the reader. `isMissing` says that the thing asked for does not exist. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: string;
  readonly isMissing: boolean;
  constructor(code: string, message: string, isMissing = false) {
    super(message);
    this.code = code;
    this.isMissing = isMissing;
  }
}

/** Fetches JSON of this origin. Throws RequestError: the server's own sentence where it gives one. */
export async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw new RequestError("offline", "The explorer's server does not answer. Is `npm start` still running?");
  }
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok && json !== undefined) return json;
  // GraphQL answers refusals with status 400 and a body of its own.
  if (isRecord(json) && Array.isArray(json["errors"])) return json;
  const error = isRecord(json) ? json["error"] : undefined;
  const message = isRecord(error) && typeof error["message"] === "string" ? error["message"] : undefined;
  const code = isRecord(error) && typeof error["code"] === "string" ? error["code"] : `http-${response.status}`;
  throw new RequestError(code, message ?? `The server answered ${response.status}. Try again in a moment.`, response.status === 404);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
