import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify, type TomlTable } from "smol-toml";

export type Setting = string | number | boolean;

/** Changes settings of a TOML file, each named by its table and key: `p2p.persistent_peers`. */
export function changeSettings(path: string, settings: Readonly<Record<string, Setting>>): void {
  const document = parse(readFileSync(path, "utf8"));
  for (const [name, value] of Object.entries(settings)) {
    const [key = name, ...tables] = name.split(".").toReversed();
    tableOf(document, tables.toReversed())[key] = value;
  }
  writeFileSync(path, stringify(document));
}

function tableOf(document: TomlTable, names: readonly string[]): TomlTable {
  let table = document;
  for (const name of names) {
    const inner = table[name];
    const next: TomlTable = typeof inner === "object" && !Array.isArray(inner) && !(inner instanceof Date) ? inner : {};
    table[name] = next;
    table = next;
  }
  return table;
}
