import { createInterface } from "node:readline/promises";
import { readInputLine, type KeyInfo } from "@openledger/keyring";
import type { Command } from "commander";
import { keyringOf, withKeyFlags, type KeyFlags } from "../cli/chain-flags.ts";

interface KeysFlags extends KeyFlags {
  readonly prefix: string;
  readonly hdPath?: string;
  readonly json: boolean;
}

/** `openledgerd keys`: named keys of a home, encrypted under a password. */
export function registerKeys(program: Command): void {
  const keys = program.command("keys").description("make, recover and show the keys that sign for you");
  const under = (name: string, description: string): Command =>
    withKeyFlags(keys.command(name).description(description))
      .option("--prefix <text>", "bech32 prefix of addresses", "open")
      .option("--json", "print JSON", false);
  const withPath = (command: Command): Command =>
    command.option("--hd-path <path>", "BIP-32 path", "m/44'/118'/0'/0/0");

  withPath(under("add <name>", "make a key; its mnemonic is shown once")).action(async (name: string, flags: KeysFlags) => {
    const { mnemonic, ...info } = await keyringOf(flags, flags.prefix).add(name, pathOf(flags));
    show(flags, [info]);
    process.stderr.write(`\nWrite these words down and keep them secret; whoever has them has the key:\n\n${mnemonic}\n`);
  });
  withPath(under("recover <name>", "take a key from its mnemonic, read from standard input")).action(
    async (name: string, flags: KeysFlags) => {
      show(flags, [await keyringOf(flags, flags.prefix).recover(name, await readMnemonic(), pathOf(flags))]);
    },
  );
  under("list", "show all keys").action(async (flags: KeysFlags) => {
    show(flags, await keyringOf(flags, flags.prefix).list());
  });
  under("show <name>", "show one key").action(async (name: string, flags: KeysFlags) => {
    show(flags, [await keyringOf(flags, flags.prefix).show(name)]);
  });
  under("delete <name>", "remove a key; its mnemonic is the only way back").action(async (name: string, flags: KeysFlags) => {
    await keyringOf(flags, flags.prefix).delete(name);
    process.stdout.write(`Deleted ${name}.\n`);
  });
}

function pathOf({ hdPath }: KeysFlags): { readonly hdPath?: string } {
  return hdPath === undefined ? {} : { hdPath };
}

function show({ json }: KeysFlags, keys: readonly KeyInfo[]): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(keys)}\n`);
    return;
  }
  if (keys.length === 0) process.stdout.write("No keys yet; `openledgerd keys add <name>` makes one.\n");
  for (const { name, address } of keys) process.stdout.write(`${name.padEnd(16)} ${address}\n`);
}

async function readMnemonic(): Promise<string> {
  if (!process.stdin.isTTY) return (await readInputLine()) ?? "";
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  return prompt.question("Mnemonic: ").finally(() => prompt.close());
}
