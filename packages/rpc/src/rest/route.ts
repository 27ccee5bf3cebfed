import type { MethodDefinition } from "@openledger/messages";

/** A path, whose `{name}` parts are fields of the request, and the gRPC method behind it. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly template: readonly string[];
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: MethodDefinition<object, object>["request"];
  readonly response: MethodDefinition<object, object>["response"];
}

/** The route of `GET /cosmos/...`, as the annotation of a method gives it. */
export function route<Request extends object, Response extends object>(
  text: string,
  { path, request, response }: MethodDefinition<Request, Response>,
): Route {
  const [method, template = ""] = text.split(" ");
  return {
    method: method === "POST" ? "POST" : "GET",
    template: template.split("/").slice(1),
    path,
    request: request as unknown as Route["request"],
    response: response as unknown as Route["response"],
  };
}
