import { expect } from "vitest";
import { TxError, type ErrorDefinition } from "@openledger/state-machine";
import type { Codecs, World } from "./world.fixture.ts";

/** Expects that a message is refused with exactly this error, and that nothing happened. */
export function expectRefusal<Msg extends object, Response extends object>(
  world: World,
  codecs: Codecs<Msg, Response>,
  msg: Msg,
  error: ErrorDefinition,
): void {
  expect(() => world.deliver(codecs, msg)).toThrow(
    expect.toSatisfy(
      (thrown) => thrown instanceof TxError && thrown.codespace === error.codespace && thrown.code === error.code,
      `${error.codespace} ${error.code} ${error.meaning}`,
    ),
  );
}
