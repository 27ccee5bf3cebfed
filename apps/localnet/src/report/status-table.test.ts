import { expect, test } from "vitest";
import { createScreen } from "./screen.ts";
import { statusTable } from "./status-table.ts";

const status = { height: 12n, round: 1, peers: 3, appHash: "ab".repeat(32), mempool: 7, isCatchingUp: false };

test("each node is a line, also one that does not answer", () => {
  const rows = [
    { name: "node0", rpcUrl: "http://127.0.0.1:26657", status },
    { name: "node1", rpcUrl: "http://127.0.0.1:26667", status: undefined },
    { name: "node2", rpcUrl: "http://127.0.0.1:26677", status: { ...status, isCatchingUp: true } },
  ];
  expect(statusTable(rows)).toEqual([
    "node   height            round  peers  app hash          mempool  RPC",
    "node0  12                1      3      abababababababab  7        http://127.0.0.1:26657",
    "node1  no answer                                                  http://127.0.0.1:26667",
    "node2  12 (catching up)  1      3      abababababababab  7        http://127.0.0.1:26677",
  ]);
});

test("the table is written in place on a terminal, and once a minute elsewhere", () => {
  const written: string[] = [];
  const out = (isTTY: boolean): { isTTY: boolean; write(text: string): boolean } => ({ isTTY, write: (text) => written.push(text) > 0 });
  const terminal = createScreen(out(true));
  terminal.show(["one", "two"]);
  terminal.show(["three", "four"]);
  expect(written.splice(0)).toEqual(["\u001b[2Kone\n\u001b[2Ktwo\n", "\u001b[2A\u001b[2Kthree\n\u001b[2Kfour\n"]);
  let now = 0;
  const log = createScreen(out(false), () => now);
  for (now of [0, 1_000, 59_999, 60_000]) log.show([`at ${now}`]);
  expect(written).toEqual(["at 0\n", "at 60000\n"]);
});
