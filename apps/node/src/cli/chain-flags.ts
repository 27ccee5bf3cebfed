import { connect, createBlobClient, createTxSender, parseGasPrice, type BlobClient, type ChainClient, type TxSender } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { createPasswordReader, openKeyring, type Keyring, type KeyringBackend } from "@openledger/keyring";
import { addressFromBytes, addressToBytes, type Crypto } from "@openledger/primitives";
import { Option, type Command } from "commander";
import { createForcedPosting, type ForcedPosting } from "../da/forced-posting.ts";
import { DEFAULT_HOME } from "../home.ts";
import { nodeError } from "../node-error.ts";
import { keyNamed } from "./key-or-address.ts";

/** Flags of commands that ask a running node. */
export interface NodeFlags {
  readonly node: string;
}

/** Flags of commands that use a keyring. */
export interface KeyFlags {
  readonly home: string;
  readonly keyringBackend: KeyringBackend;
}

/** Flags of commands that pay for transactions. */
export interface SenderFlags extends NodeFlags, KeyFlags {
  readonly from: string;
  readonly rest: string;
  readonly chainId?: string;
  readonly gasPrices?: string;
  readonly gasPrice?: string;
  readonly yes: boolean;
  /** Of commands that sign one transaction. */
  readonly forceViaDa?: string;
}

/** Flags of commands that sign one transaction, with the names that Cosmos SDK chains give them. */
export interface SignFlags extends SenderFlags {
  readonly fees?: string;
  readonly gas: string;
  readonly gasAdjustment: string;
  readonly note: string;
  readonly broadcastMode: "block" | "sync";
  readonly output: "text" | "json";
}

const DEFAULT_NODE = "http://127.0.0.1:26657";
const DEFAULT_REST = "http://127.0.0.1:1317";

export function withNodeFlags(command: Command): Command {
  return command.option("--node <url>", "RPC of a node", httpOfTcp, DEFAULT_NODE);
}

/** For a command that prints what a node answers. */
export function withQueryFlags(command: Command): Command {
  return withNodeFlags(command).addOption(new Option("-o, --output <form>", "it is always JSON").choices(["json"]).default("json"));
}

/** Cosmos SDK chains write the same address with `tcp`. */
function httpOfTcp(url: string): string {
  return url.replace(/^tcp:\/\//, "http://");
}

export function withKeyFlags(command: Command): Command {
  return command
    .option("--home <folder>", "folder that holds your keys", DEFAULT_HOME)
    .addOption(new Option("--keyring-backend <kind>", "test keeps keys unencrypted").choices(["file", "test"]).default("file"));
}

export function withRestFlag(command: Command): Command {
  return command.option("--rest <url>", "REST of a node, where content lies", DEFAULT_REST);
}

/** For a command that sends many transactions while it runs. */
export function withSenderFlags(command: Command): Command {
  return withRestFlag(withKeyFlags(withNodeFlags(command)))
    .requiredOption("--from <name>", "key that signs, see `openledgerd keys list`")
    .option("--chain-id <id>", "refuse to sign for any other chain; that of the node by default")
    .option("--gas-prices <price>", "what to pay for gas, e.g. 0.025uopen; nothing by default")
    .addOption(new Option("--gas-price <price>", "the same as --gas-prices").hideHelp())
    .option("-y, --yes", "sign without asking", false);
}

/** For a command that signs one transaction. */
export function withSignFlags(command: Command): Command {
  return withSenderFlags(command)
    .option("--fees <coins>", "the fee as a whole, instead of --gas-prices")
    .option("--gas <limit>", "gas limit, or auto: what a simulation used, times --gas-adjustment", "auto")
    .option("--gas-adjustment <factor>", "safety margin of --gas auto", "1.4")
    .option("--force-via-da <where>", "post it to this DA, e.g. celestia:http://127.0.0.1:26658, from which the sequencer must take it; --node may be a follower's")
    .option("--note <text>", "memo of the transaction", "")
    .addOption(new Option("--broadcast-mode <mode>", "wait for the block, or only until the node has taken it").choices(["block", "sync"]).default("block"))
    .addOption(new Option("-o, --output <form>", "text, or one JSON object").choices(["text", "json"]).default("text"));
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
  /** What `sender` sends goes to DA. */
  readonly forced: ForcedPosting | undefined;
  readonly address: string;
  /** The same account as the operator of a validator. */
  readonly operator: string;
}

/** Throws `CONFIG` when the node serves another chain than --chain-id. */
export async function openSigning(flags: SenderFlags): Promise<SigningContext> {
  const crypto = createNodeCrypto();
  const price = flags.gasPrices ?? flags.gasPrice;
  const gas = price === undefined ? {} : { gasPrice: gasPriceOf(price) };
  const client = await connect(flags.node);
  if (flags.chainId !== undefined && flags.chainId !== client.chainId) {
    throw nodeError("CONFIG", `${flags.node} serves ${client.chainId}, not ${flags.chainId}; name a node of that chain, or leave --chain-id out`);
  }
  const ring = keyringOf(flags, client.chain.bech32Prefix);
  const { wallet, address } = await ring.wallet(await keyNamed(ring, flags.from, client.chain.bech32Prefix));
  const { forceViaDa: where } = flags;
  const forced = where === undefined ? undefined : createForcedPosting({ where, chainId: client.chainId, rpcUrl: client.rpcUrl });
  const sender = createTxSender({ client, wallet, address, ...gas, ...(forced === undefined ? {} : { broadcast: forced.broadcast }) });
  const { bech32Prefix } = client.chain;
  const operator = addressFromBytes(`${bech32Prefix}valoper`, addressToBytes(bech32Prefix, address));
  return { client, blobs: createBlobClient(flags.rest, crypto.sha256), crypto, sender, forced, address, operator };
}

/** `0.025uopen`. Throws `CONFIG`. */
export function gasPriceOf(text: string): ReturnType<typeof parseGasPrice> {
  try {
    return parseGasPrice(text);
  } catch (error) {
    throw nodeError("CONFIG", error instanceof Error ? error.message : String(error), error);
  }
}
