import { z } from "zod";
import { BuyerError } from "./errors.ts";

const RETRY_SECONDS_MAX = 300;

const refusal = z.object({ error: z.object({ message: z.string(), code: z.string() }) });

/** What a host says against a call, in an answer of its own or inside a stream. */
export function refusalOf(body: unknown, status: number, retryAfter: string | null = null): BuyerError {
  const known = refusal.safeParse(body);
  const message = known.success ? known.data.error.message : `HTTP ${status}`;
  const wait = Number(retryAfter ?? "1");
  return new BuyerError(status, "host_refused", `the host refuses: ${message}`, {
    ...(known.success ? { hostCode: known.data.error.code } : {}),
    retryAfterSeconds: Number.isFinite(wait) && wait > 0 ? Math.min(Math.ceil(wait), RETRY_SECONDS_MAX) : 1,
  });
}
