import type { RpcBackend } from "./backend.ts";
import type { ArgumentKind, Arguments, ArgumentSpec } from "./params.ts";

/** A method as the dispatcher sees it: arguments in positional order and what answers them. */
export interface Method {
  readonly name: string;
  readonly spec: Readonly<Record<string, ArgumentKind>>;
  call(backend: RpcBackend, args: Arguments<ArgumentSpec>): unknown;
}

/** Declares a method; `call` gets its arguments typed by `spec`. It may return a promise and throws RpcError. */
export function method<const Spec extends ArgumentSpec>(
  name: string,
  spec: Spec,
  call: (backend: RpcBackend, args: Arguments<Spec>) => unknown,
): Method {
  return { name, spec, call: (backend, args) => call(backend, args as Arguments<Spec>) };
}
