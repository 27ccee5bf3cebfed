/** A chain with CosmJS wallets, for tests. */
import {
  DirectSecp256k1HdWallet,
  encodePubkey,
  makeAuthInfoBytes,
  makeCosmoshubPath,
  makeSignDoc,
  Registry,
  type EncodeObject,
  type GeneratedType,
} from "@cosmjs/proto-signing";
import { createNodeCrypto } from "@openledger/crypto";
import { BaseAccount, QueryAccountRequest, QueryAccountResponse } from "@openledger/messages/cosmos/auth/v1beta1";
import { MsgSend, QueryBalanceRequest, QueryBalanceResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { height, unixNanos, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { ExecutedBlock, FinalizeBlockRequest, Json, StateMachine } from "@openledger/state-machine";
import { createChain, type ChainOptions } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const SECOND = 1_000_000_000n;
export const GENESIS_TIME: UnixNanos = unixNanos(1_790_000_000n * SECOND);
export const CHAIN_ID = "openledger-test-1";
export const crypto: Crypto = createNodeCrypto();

/** What differs from a plain, correct transaction. */
export interface TxOptions {
  readonly accountNumber?: bigint;
  readonly sequence?: bigint;
  readonly chainId?: string;
  readonly fee?: readonly { readonly denom: string; readonly amount: string }[];
  readonly gasLimit?: number;
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
  readonly signMode?: number;
  /** Who has allowed that the fee is taken of them. */
  readonly feeGranter?: string;
  /** Whose key the signer info shows. */
  readonly keyOf?: Wallet;
}

export interface Wallet {
  readonly address: string;
  readonly publicKey: Uint8Array;
  readonly signer: DirectSecp256k1HdWallet;
}

/** Wallets of one mnemonic's HD paths; each has a signer of its own, since CosmJS derives all keys of one for every signature. */
export async function createWallets(count: number, prefix = "open"): Promise<readonly Wallet[]> {
  const hdPaths = Array.from({ length: count }, (_, i) => makeCosmoshubPath(i));
  return Promise.all(
    hdPaths.map(async (path) => {
      const signer = await DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix, hdPaths: [path] });
      const [account] = await signer.getAccounts();
      return { address: account?.address ?? "", publicKey: account?.pubkey ?? new Uint8Array(), signer };
    }),
  );
}

/** Types that {@link signTx} can encode. */
export const registry: Registry = new Registry([[MsgSend.typeUrl, MsgSend as GeneratedType]]);

export function sendMessage(from: string, to: string, amount: string, denom = "uopen"): EncodeObject {
  return { typeUrl: MsgSend.typeUrl, value: MsgSend.create({ fromAddress: from, toAddress: to, amount: [{ denom, amount }] }) };
}

/** Signs as an unmodified CosmJS wallet does (SIGN_MODE_DIRECT) and returns the bytes to broadcast. */
export async function signTx(wallet: Wallet, messages: readonly EncodeObject[], options: TxOptions = {}): Promise<Uint8Array> {
  const { accountNumber = 0n, sequence = 0n, chainId = CHAIN_ID, gasLimit = 200_000, memo = "" } = options;
  const fee = options.fee ?? [{ denom: "uopen", amount: "100" }];
  const { timeoutHeight, signMode = 1, keyOf = wallet } = options;
  const pubkey = encodePubkey({
    type: "tendermint/PubKeySecp256k1",
    value: Buffer.from(keyOf.publicKey).toString("base64"),
  });
  const bodyBytes = registry.encodeTxBody({
    messages,
    memo,
    ...(timeoutHeight === undefined ? {} : { timeoutHeight }),
  });
  const authInfoBytes = makeAuthInfoBytes([{ pubkey, sequence }], fee, gasLimit, options.feeGranter, undefined, signMode);
  const { signature } = await wallet.signer.signDirect(
    wallet.address,
    makeSignDoc(bodyBytes, authInfoBytes, chainId, accountNumber),
  );
  const signatures = [new Uint8Array(Buffer.from(signature.signature, "base64"))];
  return TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures });
}

/** A chain whose wallets own 1,000,000 uopen and 5,000 udemo each. */
export function startChain(
  wallets: readonly Wallet[],
  options: Partial<ChainOptions> & { readonly appState?: { readonly [module: string]: Json } } = {},
): StateMachine {
  const chain = createChain({ crypto, ...options });
  chain.initChain(parseGenesis(genesisOf(wallets, options.appState)));
  return chain;
}

export function genesisOf(wallets: readonly Wallet[], appState: { readonly [module: string]: Json } = {}): unknown {
  return JSON.parse(
    JSON.stringify(
      defaultGenesis({
        genesisTime: GENESIS_TIME,
        chainId: CHAIN_ID,
        accounts: wallets.map(({ address }) => ({
          address,
          coins: [
            { denom: "uopen", amount: 1_000_000n },
            { denom: "udemo", amount: 5_000n },
          ],
        })),
        appState,
      }),
    ),
  );
}

export function blockRequest(at: bigint, txs: readonly Uint8Array[] = []): FinalizeBlockRequest {
  return {
    height: height(at),
    time: unixNanos(GENESIS_TIME + at * SECOND),
    proposer: new Uint8Array(20),
    hash: new Uint8Array(32),
    txs,
  };
}

/** Executes and commits the next block. */
export function runBlock(chain: StateMachine, txs: readonly Uint8Array[] = []): ExecutedBlock {
  const block = execute(chain, blockRequest(chain.info().height + 1n, txs));
  chain.commit(block);
  return block;
}

export function execute(chain: StateMachine, request: FinalizeBlockRequest): ExecutedBlock {
  const steps = chain.executeBlock(request);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Balance by query; `height` 0 is the last. */
export function balance(chain: StateMachine, address: string, denom = "uopen", height = 0n): string {
  const data = QueryBalanceRequest.toBytes({ address, denom });
  const response = chain.query({ path: "/cosmos.bank.v1beta1.Query/Balance", data, height, prove: false });
  if (response.log !== "") throw new Error(response.log);
  return QueryBalanceResponse.fromBytes(response.value).balance?.amount ?? "none";
}

/** The account as wallets read it. */
export function account(chain: StateMachine, address: string): BaseAccount {
  const data = QueryAccountRequest.toBytes({ address });
  const { value } = chain.query({ path: "/cosmos.auth.v1beta1.Query/Account", data, height: 0n, prove: false });
  return BaseAccount.fromBytes(QueryAccountResponse.fromBytes(value).account?.value ?? new Uint8Array(0));
}
