/** What Go's decoders say of bad input, so that clients read the sentences that they know from CometBFT. */

/** Of a value where another type was wanted. */
export function wrongType(value: unknown, goType: string): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type ${goType}`;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** Of a text that is not hex. */
export function hexProblem(text: string): string {
  const [wrong] = /[^0-9a-fA-F]/u.exec(text) ?? [];
  if (wrong === undefined) return "encoding/hex: odd length hex string";
  const point = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `encoding/hex: invalid byte: U+${point} '${wrong}'`;
}

/** Of a text that is not base64. */
export function base64Problem(text: string): string {
  const wrong = /[^A-Za-z0-9+/]/.exec(text)?.index ?? text.length;
  return `illegal base64 data at input byte ${Buffer.byteLength(text.slice(0, wrong))}`;
}

/** Of a text that should hold a 64-bit integer; undefined when it does. */
export function integerProblem(goType: "int64" | "int", text: string): string | undefined {
  const number = /^-?(0|[1-9]\d*)(\.\d+)?/.exec(text)?.[0] ?? "";
  if (number !== text || text === "") return scalarProblem(text);
  const whole = /^-?\d{1,19}$/.test(number) ? BigInt(number) : undefined;
  if (whole === undefined || BigInt.asIntN(64, whole) !== whole || (goType === "int" && !Number.isSafeInteger(Number(whole)))) {
    return `json: cannot unmarshal number ${number.slice(0, 40)} into Go value of type ${goType}`;
  }
  return undefined;
}

/** Of a text that is no JSON value by itself. */
export function scalarProblem(text: string): string {
  if (text === "") return "unexpected end of JSON input";
  const number = /^-?(0|[1-9]\d*)(\.\d+)?/.exec(text)?.[0] ?? "";
  const at = firstCharacter(text.slice(number.length));
  return `invalid character '${at}' ${number === "" ? "looking for beginning of value" : "after top-level value"}`;
}

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/after JSON/, "after top-level value"],
  [/after property value/, "after object key:value pair"],
  [/after array element/, "after array element"],
  [/after property name/, "after object key"],
  [/property name/, "looking for beginning of object key string"],
];

/** Of a text that JSON.parse refused with `error`. */
export function jsonProblem(text: string, error: unknown): string {
  const said = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(said)?.[1];
  const named = /^Unexpected token '?(.)/u.exec(said)?.[1];
  const wrong = position === undefined ? (named ?? "") : firstCharacter(text.slice(Number(position)));
  if (wrong === "" || /end of JSON/.test(said)) return "unexpected end of JSON input";
  const place = PLACES.find(([pattern]) => pattern.test(said))?.[1] ?? "looking for beginning of value";
  return `invalid character '${wrong}' ${place}`;
}

function firstCharacter(text: string): string {
  return text === "" ? "" : String.fromCodePoint(text.codePointAt(0) ?? 0);
}
