import { SendAuthorization } from "@openledger/messages/cosmos/bank/v1beta1";
import { expect, test } from "vitest";
import { sendAuthorization } from "./send-authorization.ts";

test("an authorization to send names at most 100 denoms", () => {
  const wide = (count: number): Uint8Array => {
    const spendLimit = Array.from({ length: count }, (_, i) => ({ denom: `d${String(i).padStart(6, "0")}`, amount: "1" }));
    return SendAuthorization.toBytes({ spendLimit, allowList: [] });
  };
  expect(() => sendAuthorization.check(wide(100))).not.toThrow();
  expect(() => sendAuthorization.check(wide(101))).toThrow("the spend limit has 101 denoms, send at most 100");
});
