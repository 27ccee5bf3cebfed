// The tables are those of CometBFT: libs/pubsub/query/{syntax/syntax_test,query_test}.go.
import { expect, test } from "vitest";
import type { RpcError } from "../rpc-error.ts";
import { matchesValues, type EventValues } from "./match-query.ts";
import { parseQuery, queryText } from "./parse-query.ts";

const valid = [
  "tm.events.type='NewBlock'",
  "tm.events.type = 'NewBlock'",
  "tm.events.name = ''",
  "tm.events.type='TIME'",
  "tm.events.type='DATE'",
  "tm.events.type='='",
  "tm.events.type='NewBlock' AND abci.account.name='Igor'",
  "abci.account.name CONTAINS 'Igor'",
  "tx.date > DATE 2013-05-03",
  "tx.date < DATE 2013-05-03",
  "tx.date <= DATE 2013-05-03",
  "tx.date >= DATE 2013-05-03",
  "tx.date > TIME 2013-05-03T14:45:00+07:00",
  "tx.date < TIME 2013-05-03T14:45:00-02:00",
  "tx.date <= TIME 2013-05-03T14:45:00Z",
  "tx.date >= TIME 2013-05-03T14:45:00Z",
  "account.balance=100",
  "account.balance >= 200",
  "slashing.amount EXISTS",
  "slashing.amount EXISTS AND account.balance=100",
  "account.balance=100 AND slashing.amount EXISTS",
  "slashing EXISTS",
  "hash='136E18F7E4C348B780CF873A0BF43922E5BAFA63'",
  "cosm-wasm.transfer_amount=100",
];
test.each(valid)("%s is a query, and stays the same one when it is written anew", (query) => {
  const text = queryText(parseQuery(query));
  expect(queryText(parseQuery(text))).toBe(text);
});

test.each([
  "tm.events.type='TIME",
  "tm.events.type=TIME'",
  "tm.events.type==",
  "tm.events.type=NewBlock",
  ">==",
  "tm.events.type 'NewBlock' =",
  "tm.events.type>'NewBlock'",
  "",
  "=",
  "='NewBlock'",
  "tm.events.type=",
  "tm.events.typeNewBlock",
  "tm.events.type'NewBlock'",
  "'NewBlock'",
  "NewBlock",
  "tm.events.type='NewBlock' AND",
  "tm.events.type='NewBlock' AN",
  "tm.events.type='NewBlock' AN tm.events.type='NewBlockHeader'",
  "AND tm.events.type='NewBlock' ",
  "tx.date >= DAT 2013-05-03",
  "tx.date <= DATE2013-05-03",
  "tx.date <= DATE -05-03",
  "tx.date >= DATE 20130503",
  "tx.date >= DATE 2013+01-03",
  "tx.date >= DATE 0013-01-03",
  "tx.date >= DATE 2013-31-03",
  "tx.date >= DATE 2013-01-83",
  "tx.date >= DATE 2013-02-30",
  "tx.date >= TIME2013-05-03T14:45:00Z",
  "tx.date = IME 2013-05-03T14:45:00Z",
  "tx.date = TIME 2013-05-:45:00Z",
  "tx.date >= TIME 2013-05-03T14:45:00",
  "tx.date >= TIME 0013-00-00T14:45:00Z",
  "tx.date >= TIME 2013+05=03T14:45:00Z",
  "tx.date >= TIME 2021-01-01T34:56:78Z",
  "tx.date >= TIME 2021-01-99T34:56:11+3",
  "account.balance >= -300",
  "account.balance >>= 400",
  "account.balance=33.22.1",
  "hash=136E18F7E4C348B780CF873A0BF43922E5BAFA63",
  "a = 'x' OR b = 'y'",
  "a & 'x'",
])("%j is refused", (query) => {
  expect(() => parseQuery(query)).toThrow(/^offset \d+: /);
});

const problems: readonly (readonly [string, string])[] = [
  [
    "bad query",
    "offset 4: got tag, wanted <= operator, >= operator, < operator, > operator, = operator, CONTAINS operator or EXISTS operator",
  ],
  ["", "offset 0: EOF"],
  ["a = 'x", "offset 4: EOF"],
  ["a='b' OR c='d'", "offset 6: got tag, want 6"],
  ["a = -5", "offset 4: invalid input - at offset 5"],
  ["é CONTAINS 5", "offset 12: got number, wanted string"],
  ["a = b", "offset 4: got tag, wanted number, timestamp, datestamp or string"],
  ["a = DATE 1066-10-14", "offset 4: datestamp year 1066 out of range"],
];
test.each(problems)("%j is explained as CometBFT does", (query, data) => {
  const refused = (): unknown => parseQuery(query);
  expect(refused).toThrow(expect.objectContaining({ code: -32603, data } satisfies Partial<RpcError>));
});

test("a query above 512 bytes is refused", () => {
  expect(() => parseQuery(`a = '${"x".repeat(510)}'`)).toThrow("maximum query length exceeded");
});

const big: EventValues = {
  "big.value": ["99999999999999999999"],
  "big2.value": ["18446744073709551615"],
  "big.floatvalue": ["99999999999999999999.10"],
  "big2.floatvalue": ["18446744073709551615.6"],
};
const api: EventValues = {
  "tm.event": ["Tx"],
  "tm.hash": ["XYZ"],
  "tm.height": ["5"],
  "rewards.withdraw.address": ["AddrA", "AddrB"],
  "rewards.withdraw.source": ["SrcX", "SrcY"],
  "rewards.withdraw.amount": ["100", "45"],
  "rewards.withdraw.balance": ["1500", "999"],
  "transfer.sender": ["AddrC"],
  "transfer.recipient": ["AddrD"],
  "transfer.amount": ["160"],
};
const owners = { "abci.owner.name": ["Igor", "Ivan"] };
const block = { "tm.events.type": ["NewBlock"] };
const slash = { "slash.reason": ["missing_signature"], "slash.power": ["6000"] };

test.each<readonly [string, EventValues, boolean]>([
  ["big.value >= 99999999999999999999", big, true],
  ["big.value > 99999999999999999998", big, true],
  ["big2.value <= 18446744073709551615", big, true],
  ["big.floatvalue >= 99999999999999999999", big, true],
  ["big.floatvalue > 99999999999999999998.10", big, true],
  ["big.floatvalue > 99999999999999999998", big, true],
  ["big2.floatvalue <= 18446744073709551615.6", big, true],
  ["big2.floatvalue >= 18446744073709551615", big, true],
  ["big2.floatvalue >= 12.5", big, true],
  ["big.value >= 10", big, true],
  ["tm.events.type='NewBlock'", block, true],
  ["tx.gas > 7", { "tx.gas": ["8"] }, true],
  ["transfer.amount > 7", { "transfer.amount": ["8stake"] }, true],
  ["transfer.amount > 7", { "transfer.amount": ["8.045"] }, true],
  ["transfer.amount > 7.043", { "transfer.amount": ["8.045stake"] }, true],
  ["transfer.amount > 8.045", { "transfer.amount": ["8.045stake"] }, false],
  ["tx.gas > 7 AND tx.gas < 9", { "tx.gas": ["8"] }, true],
  ["body.weight >= 3.5", { "body.weight": ["3.5"] }, true],
  ["account.balance < 1000.0", { "account.balance": ["900"] }, true],
  ["apples.kg <= 4", { "apples.kg": ["4.0"] }, true],
  ["body.weight >= 4.5", { "body.weight": ["4.5"] }, true],
  ["oranges.kg < 4 AND watermellons.kg > 10", { "oranges.kg": ["3"], "watermellons.kg": ["12"] }, true],
  ["peaches.kg < 4", { "peaches.kg": ["5"] }, false],
  ["account.balance >= 100", { "account.balance": ["none"] }, false],
  ["tx.date > DATE 2017-01-01", { "tx.date": ["2026-11-21"] }, true],
  ["tx.date = DATE 2017-01-01", { "tx.date": ["2017-01-01"] }, true],
  ["tx.date = DATE 2018-01-01", { "tx.date": ["2017-01-01"] }, false],
  ["tx.time >= TIME 2013-05-03T14:45:00Z", { "tx.time": ["2026-11-21T08:00:00Z"] }, true],
  ["tx.time >= TIME 2013-05-03T14:45:00+07:00", { "tx.time": ["2013-05-03T07:45:00.000000001Z"] }, true],
  ["tx.time = TIME 2013-05-03T14:45:00Z", { "tx.time": ["2018-05-03T14:45:00Z"] }, false],
  ["abci.owner.name CONTAINS 'Igor'", owners, true],
  ["abci.owner.name CONTAINS 'Igor'", { "abci.owner.name": ["Pavel", "Ivan"] }, false],
  ["abci.owner.name = 'Igor'", owners, true],
  ["abci.owner.name = 'Ivan' AND abci.owner.name = 'Igor'", owners, true],
  ["abci.owner.name = 'Ivan' AND abci.owner.name = 'John'", owners, false],
  ["app.name = 'fuzzed'", { ...block, "app.name": ["fuzzed"] }, true],
  ["tm.events.type='NewBlock' AND app.name = 'fuzzed'", { ...block, "app.name": ["fuzzed"] }, true],
  ["tm.events.type='NewHeader' AND app.name = 'fuzzed'", { ...block, "app.name": ["fuzzed"] }, false],
  ["slash EXISTS", slash, true],
  ["sl EXISTS", slash, false],
  ["slash EXISTS", { "transfer.recipient": ["x"] }, false],
  ["slash.reason EXISTS AND slash.power > 1000", slash, true],
  ["slash.reason EXISTS AND slash.power > 1000", { ...slash, "slash.power": ["500"] }, false],
  ["slash.reason EXISTS", { "transfer.recipient": ["x"] }, false],
  ["tm.event = 'Tx' AND rewards.withdraw.address = 'AddrA'", api, true],
  ["tm.event = 'Tx' AND rewards.withdraw.address = 'AddrA' AND rewards.withdraw.source = 'SrcY'", api, true],
  ["tm.event = 'Tx' AND transfer.sender = 'AddrA'", api, false],
  ["tm.event = 'Tx' AND transfer.sender = 'AddrC'", api, true],
  ["tm.event = 'Tx' AND transfer.sender = 'AddrZ'", api, false],
  ["tm.event = 'Tx' AND rewards.withdraw.address = 'AddrZ'", api, false],
  ["tm.event = 'Tx' AND rewards.withdraw.source = 'W'", api, false],
  ["toString = 'x'", {}, false],
])("%s on %o is %s", (query, values, expected) => {
  expect(matchesValues(parseQuery(query), values)).toBe(expected);
});
