import { fromHex } from "@openledger/primitives";
import { GraphQLError, Kind, type ValueNode } from "graphql";
import type { Json } from "../schema/chain.ts";
import { nanosFromRfc3339, nanosToRfc3339 } from "../source/timestamps.ts";
import { builder } from "./builder.ts";
import { clientError } from "./errors.ts";

const INT64_MAX = 9_223_372_036_854_775_807n;
const DECIMAL = /^-?\d{1,78}$/;

function parseDecimal(name: string, value: unknown): bigint {
  if (typeof value === "string" && DECIMAL.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  throw clientError("BAD_USER_INPUT", `${name} is a whole number in decimal, as text: "123"`);
}

function parseHeight(value: unknown): bigint {
  const height = parseDecimal("Height", value);
  if (height < 0n || height > INT64_MAX) throw clientError("BAD_USER_INPUT", "Height is between 0 and 9223372036854775807");
  return height;
}

/** Whole numbers may be written without quotes in a query. */
function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT || node.kind === Kind.STRING) return node.value;
  throw new GraphQLError("is not a number or text", { nodes: node });
}

builder.scalarType("BigInt", {
  description: "A whole number of any size, as decimal text.",
  serialize: String,
  parseValue: (value) => parseDecimal("BigInt", value),
  parseLiteral: (node) => parseDecimal("BigInt", literal(node)),
});

builder.scalarType("Height", {
  description: "Height of a block, as decimal text.",
  serialize: String,
  parseValue: parseHeight,
  parseLiteral: (node) => parseHeight(literal(node)),
});

builder.scalarType("Bytes", {
  description: "Bytes as hexadecimal with 0x in front.",
  serialize: ({ buffer, byteOffset, byteLength }) => `0x${Buffer.from(buffer, byteOffset, byteLength).toString("hex")}`,
  parseValue(value) {
    const text = typeof value === "string" ? value.replace(/^0x/i, "") : undefined;
    if (text === undefined || text.length > 4096 || text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) {
      throw clientError("BAD_USER_INPUT", "Bytes are hexadecimal with 0x in front");
    }
    return fromHex(text);
  },
});

builder.scalarType("DateTime", {
  description: "RFC 3339 in UTC, down to nanoseconds.",
  serialize: nanosToRfc3339,
  parseValue(value) {
    const nanos = typeof value === "string" ? nanosFromRfc3339(value) : undefined;
    if (nanos === undefined) throw clientError("BAD_USER_INPUT", 'DateTime is RFC 3339 in UTC: "2026-11-21T08:00:00Z"');
    return nanos;
  },
});

builder.scalarType("Address", {
  description: "Account in checksummed bech32.",
  serialize: String,
  parseValue(value) {
    if (typeof value === "string" && /^[a-z0-9]{1,83}1[a-z0-9]{6,90}$/.test(value)) return value;
    throw clientError("BAD_USER_INPUT", "Address is bech32 text in lower case");
  },
});

builder.scalarType("JSON", { description: "Any JSON value.", serialize: (value): Json => value });
