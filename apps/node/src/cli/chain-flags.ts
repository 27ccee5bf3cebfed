import { connect, createBlobClient, createTxSender, parseGasPrice, type BlobClient, type ChainClient, type TxSender } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { createPasswordReader, openKeyring, type Keyring, type KeyringBackend } from "@openledger/keyring";
import { addressFromBytes, addressToBytes, type Crypto } from "@openledger/primitives";
import { Option, type Command } from "commander";
import { DEFAULT_HOME } from "../home.ts";
import { nodeError } from "../node-error.ts";

/** Flags of commands that ask a running node. */
export interface NodeFlags {
  readonly node: string;
}

/** Flags of commands that use a keyring. */
export interface KeyFlags {
  readonly home: string;
  readonly keyringBackend: KeyringBackend;
}

/** Flags of commands that sign. */
export interface SignFlags extends NodeFlags, KeyFlags {
  readonly from: string;
  readonly rest: string;
  readonly gasPrice?: string;
  readonly yes: boolean;
}

const DEFAULT_NODE = "http://127.0.0.1:26657";
const DEFAULT_REST = "http://127.0.0.1:1317";

export function withNodeFlags(command: Command): Command {
  return command.option("--node <url>", "RPC of a node", DEFAULT_NODE);
}

export function withKeyFlags(command: Command): Command {
  return command
    .option("--home <folder>", "folder that holds your keys", DEFAULT_HOME)
    .addOption(new Option("--keyring-backend <kind>", "test keeps keys unencrypted").choices(["file", "test"]).default("file"));
}

export function withRestFlag(command: Command): Command {
  return command.option("--rest <url>", "REST of a node, where content lies", DEFAULT_REST);
}

export function withSignFlags(command: Command): Command {
  return withRestFlag(withKeyFlags(withNodeFlags(command)))
    .requiredOption("--from <name>", "key that signs, see `openledgerd keys list`")
    .option("--gas-price <price>", "what to pay for gas, e.g. 0.025uopen; nothing by default")
    .option("-y, --yes", "sign without asking", false);
}

const password = createPasswordReader();

/** The keyring of the home; says so when it is the unencrypted one. */
export function keyringOf(flags: KeyFlags, prefix: string): Keyring {
  if (flags.keyringBackend === "test") {
    process.stderr.write("note: the test keyring keeps keys unencrypted on disk; use it for demos only\n");
  }
  return openKeyring({ home: flags.home, backend: flags.keyringBackend, prefix, password });
}

/** Everything that a signing command works with. */
export interface SigningContext {
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly crypto: Crypto;
  readonly sender: TxSender;
  readonly address: string;
  /** The same account as the operator of a validator. */
  readonly operator: string;
}

export async function openSigning(flags: SignFlags): Promise<SigningContext> {
  const crypto = createNodeCrypto();
  const client = await connect(flags.node);
  const { wallet, address } = await keyringOf(flags, client.chain.bech32Prefix).wallet(flags.from);
  const gas = flags.gasPrice === undefined ? {} : { gasPrice: gasPriceOf(flags.gasPrice) };
  const sender = createTxSender({ client, wallet, address, ...gas });
  const { bech32Prefix } = client.chain;
  const operator = addressFromBytes(`${bech32Prefix}valoper`, addressToBytes(bech32Prefix, address));
  return { client, blobs: createBlobClient(flags.rest, crypto.sha256), crypto, sender, address, operator };
}

/** `0.025uopen`. Throws `CONFIG`. */
export function gasPriceOf(text: string): ReturnType<typeof parseGasPrice> {
  try {
    return parseGasPrice(text);
  } catch (error) {
    throw nodeError("CONFIG", error instanceof Error ? error.message : String(error), error);
  }
}
