import { createInterface } from "node:readline/promises";
import { readInputLine, type KeyInfo } from "@openledger/keyring";
import { addressFromBytes, addressToBytes, fromHex, toBase64 } from "@openledger/primitives";
import { Option, type Command } from "commander";
import { keyringOf, withKeyFlags, type KeyFlags } from "../cli/chain-flags.ts";
import { confirm } from "../cli/confirm.ts";
import { homePrefix } from "../cli/home-prefix.ts";

interface KeysFlags extends KeyFlags {
  readonly bech32Prefix?: string;
  readonly prefix?: string;
  readonly hdPath?: string;
  readonly json: boolean;
  readonly output: "text" | "json";
}

interface ShowFlags extends KeysFlags {
  readonly address: boolean;
  readonly bech: "acc" | "val" | "cons";
}

/** `openledgerd keys`: named keys of a home, encrypted under a password. */
export function registerKeys(program: Command): void {
  const keys = program.command("keys").description("make, recover and show the keys that sign for you");
  const under = (name: string, description: string): Command =>
    withKeyFlags(keys.command(name).description(description))
      .option("--bech32-prefix <text>", "prefix of addresses; that of the home's genesis by default")
      .addOption(new Option("--prefix <text>", "the same as --bech32-prefix").hideHelp())
      .addOption(new Option("--output <form>", "text, or JSON as Cosmos SDK chains print it").choices(["text", "json"]).default("text"))
      .option("--json", "print a JSON array", false);
  const withPath = (command: Command): Command =>
    command.option("--hd-path <path>", "BIP-32 path", "m/44'/118'/0'/0/0");

  withPath(under("add <name>", "make a key, whose mnemonic is shown once; or take one from its mnemonic"))
    .option("--recover", "read the mnemonic from standard input", false)
    .action(async (name: string, flags: KeysFlags & { readonly recover: boolean }) => {
      if (flags.recover) await recover(name, flags);
      else await add(name, flags);
    });
  withPath(under("recover <name>", "the same as add --recover")).action(recover);
  under("list", "show all keys").action(async (flags: KeysFlags) => {
    const all = await ringOf(flags).list();
    if (flags.output === "json") process.stdout.write(`${JSON.stringify(all.map((info) => sdkJson(info)))}\n`);
    else show(flags, all);
  });
  under("show <name>", "show one key")
    .option("-a, --address", "print the address only", false)
    .addOption(new Option("--bech <kind>", "address of the account, of its validator or of its consensus key").choices(["acc", "val", "cons"]).default("acc"))
    .action(async (name: string, flags: ShowFlags) => {
      const info = await ringOf(flags).show(name);
      const address = addressOfKind(info.address, flags.bech);
      if (flags.address) process.stdout.write(`${address}\n`);
      else show(flags, [{ ...info, address }]);
    });
  under("delete <name>", "remove a key; its mnemonic is the only way back")
    .option("-y, --yes", "delete without asking", false)
    .action(async (name: string, flags: KeysFlags & { readonly yes: boolean }) => {
      const ring = ringOf(flags);
      const { address } = await ring.show(name);
      if (!flags.yes) await confirm(`Delete ${name}, ${address}? Only its mnemonic brings it back.`, "nothing was deleted");
      await ring.delete(name);
      process.stdout.write(`Deleted ${name}.\n`);
    });
}

async function add(name: string, flags: KeysFlags): Promise<void> {
  const { mnemonic, ...info } = await ringOf(flags).add(name, pathOf(flags));
  if (flags.output === "json") {
    process.stdout.write(`${JSON.stringify({ ...sdkJson(info), mnemonic })}\n`);
    return;
  }
  show(flags, [info]);
  process.stderr.write(`\nWrite these words down and keep them secret; whoever has them has the key:\n\n${mnemonic}\n`);
}

async function recover(name: string, flags: KeysFlags): Promise<void> {
  show(flags, [await ringOf(flags).recover(name, await readMnemonic(), pathOf(flags))]);
}

function ringOf(flags: KeysFlags): ReturnType<typeof keyringOf> {
  return keyringOf(flags, homePrefix(flags.home, flags.bech32Prefix ?? flags.prefix));
}

/** The same bytes under the prefix of validators (`...valoper`) or of consensus keys (`...valcons`). */
function addressOfKind(address: string, kind: ShowFlags["bech"]): string {
  if (kind === "acc") return address;
  const prefix = address.slice(0, address.lastIndexOf("1"));
  return addressFromBytes(`${prefix}${kind === "val" ? "valoper" : "valcons"}`, addressToBytes(prefix, address));
}

function pathOf({ hdPath }: KeysFlags): { readonly hdPath?: string } {
  return hdPath === undefined ? {} : { hdPath };
}

/** What `keys` of an SDK chain prints with --output json, which scripts read. */
function sdkJson({ name, address, publicKey }: KeyInfo): object {
  const pubkey = JSON.stringify({ "@type": "/cosmos.crypto.secp256k1.PubKey", key: toBase64(fromHex(publicKey)) });
  return { name, type: "local", address, pubkey };
}

function show({ json, output }: KeysFlags, keys: readonly KeyInfo[]): void {
  const [first] = keys;
  if (output === "json" && first !== undefined) {
    process.stdout.write(`${JSON.stringify(sdkJson(first))}\n`);
    return;
  }
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
