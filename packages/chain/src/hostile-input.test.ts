import { QueryAccountRequest, QueryService } from "@openledger/messages/cosmos/auth/v1beta1";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { StateMachine } from "@openledger/state-machine";
import { blockRequest, createWallets, execute, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";

let alice: Wallet;
let chain: StateMachine;
let good: Uint8Array;
beforeAll(async () => {
  const [first, second] = (await createWallets(2)) as [Wallet, Wallet];
  alice = first;
  chain = startChain([first, second]);
  for (let i = 0; i < 3; i++) runBlock(chain);
  good = await signTx(alice, [sendMessage(alice.address, second.address, "1")], { memo: "a memo", timeoutHeight: 99n });
});

test("a transaction with any flipped bit is refused, by a block as well, and never an assertion", () => {
  fc.assert(
    fc.property(fc.nat(good.length * 8 - 1), (bit) => {
      const bytes = good.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(chain.checkTx(bytes, false).code).not.toBe(0);
      const block = execute(chain, blockRequest(4n, [bytes]));
      expect(block.quarantined).toEqual([]);
      expect(block.response.txResults[0]?.code).not.toBe(0);
    }),
    { numRuns: 300 },
  );
});

test("a sender with a right checksum over bits that fill no whole byte is refused with a code, as in a query", async () => {
  const address = "open1ppppppppppppppppppppppppppppppppp60a3dd";
  const bytes = await signTx(alice, [sendMessage(address, alice.address, "1")]);
  expect(chain.checkTx(bytes, false)).toMatchObject({ codespace: "undefined", code: 1 });
  const data = QueryAccountRequest.toBytes({ address });
  expect(chain.query({ path: QueryService.Account.path, data, height: 0n, prove: false }).code).toBe(18);
});

test("arbitrary bytes are refused with a code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(chain.checkTx(bytes, false).code).not.toBe(0);
      expect(chain.simulate(bytes).result.code).not.toBe(0);
    }),
    { numRuns: 300 },
  );
});

test("every query answers any request, with a value or a code", () => {
  const paths = [
    ...chain.modules.flatMap(({ queries }) => queries.map(({ path }) => path)),
    "/cosmos.tx.v1beta1.Service/Simulate",
    "/store/bank/key",
    "/store//key",
    "/",
    "",
  ];
  const request = fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ maxLength: 40 }), protobufLike);
  fc.assert(
    fc.property(fc.constantFrom(...paths), request, fc.bigInt(-1n, 5n), fc.boolean(), (path, data, height, prove) => {
      expect(chain.query({ path, data, height, prove })).toMatchObject({ code: expect.any(Number) });
    }),
    { numRuns: 1_500 },
  );
});

/** One or two fields that parse: a small number or a text, so that requests get past their decoder. */
const field = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(127)).map(([no, value]) => [no << 3, value]),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.string({ maxLength: 20 })).map(([no, text]) => {
    const bytes = new TextEncoder().encode(text);
    return [(no << 3) | 2, bytes.length, ...bytes];
  }),
);
const protobufLike = fc.array(field, { maxLength: 3 }).map((fields) => Uint8Array.from(fields.flat()));
