import { z } from "zod/mini";
import { endpoints } from "../paths.ts";
import { fetchJson, RequestError } from "./fetch-json.ts";

/** A GraphQL document with the shape of its answer. */
export interface Operation<Data, Variables extends Readonly<Record<string, string | number | null>>> {
  readonly name: string;
  readonly document: string;
  readonly data: z.ZodMiniType<Data>;
  /** Carries the type of the variables; never set. */
  readonly variables?: Variables;
}

const envelope = z.object({
  data: z.optional(z.unknown()),
  errors: z.optional(z.array(z.object({ message: z.string(), extensions: z.optional(z.object({ code: z.optional(z.string()) })) }))),
});

/**
 * Asks the index. Throws RequestError: what the index says, or `unexpected-shape` when its answer has another shape than
 * this version of the pages knows.
 */
export async function ask<Data, Variables extends Readonly<Record<string, string | number | null>>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> {
  const json = await fetchJson(endpoints.graphql(), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ operationName: operation.name, query: operation.document, variables }),
    signal,
  });
  const answer = envelope.safeParse(json);
  const error = answer.data?.errors?.[0];
  if (error !== undefined) throw new RequestError(error.extensions?.code ?? "graphql", `The index answers: ${error.message}`);
  const data = operation.data.safeParse(answer.data?.data);
  if (data.success) return data.data;
  const place = data.error.issues[0]?.path.join(".") ?? "";
  throw new RequestError("unexpected-shape", `The index answered something that this page does not know (${place}). Reload the page.`);
}
