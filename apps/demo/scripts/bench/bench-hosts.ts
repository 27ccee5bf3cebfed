import { EMPTY_FRONTIER, type Frontier } from "@openledger/attribution";
import { createTxSender, outgoing } from "@openledger/client";
import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { BaseAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import {
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { createAccounts, type SimulatedAccount } from "@openledger/testing";
import { BASE_DENOM, DOLLAR_DENOM } from "../../src/steps/demo-terms.ts";
import { inParallel, type World } from "../../src/steps/world.ts";

/** A host that is also its own buyer: who pays is of no consequence for the work of verifying. */
export interface BenchHost {
  readonly account: SimulatedAccount;
  readonly offerId: bigint;
  readonly sessionId: bigint;
  /** Receipts that it has given, as the buyer's head counts them. */
  log: Frontier;
  /** Units of the session's denom. */
  total: bigint;
  sequence: bigint;
}

/** Amounts in units of demo dollars. */
export interface HostTerms {
  readonly modelId: bigint;
  readonly modelVersion: bigint;
  readonly perCall: bigint;
  readonly bond: bigint;
  readonly escrow: bigint;
}

/** Funds as many new accounts, each with an offer and a session of its own. */
export async function openHosts(world: World, count: number, terms: HostTerms, skipped = 0): Promise<BenchHost[]> {
  const accounts = createAccounts(world.crypto, skipped + count).slice(skipped);
  const fund = (denom: string, amount: bigint, from: string) =>
    accounts.map(({ address }) =>
      outgoing(MsgSend, { fromAddress: from, toAddress: address, amount: [{ denom, amount: String(amount) }] }),
    );
  const dollars = terms.bond + terms.escrow + 1_000_000n;
  await world.send("host", fund(DOLLAR_DENOM, dollars, world.keys.roles.host.address));
  await world.send("faucet", fund(BASE_DENOM, 100_000_000n, world.keys.roles.faucet.address));
  return inParallel(accounts, count, (account) => openHost(world, account, terms));
}

async function openHost(world: World, account: SimulatedAccount, terms: HostTerms): Promise<BenchHost> {
  const wallet = await DirectSecp256k1Wallet.fromKey(account.privateKey, world.client.chain.bech32Prefix);
  const sender = createTxSender({ client: world.client, wallet, address: account.address });
  const { address, publicKey } = account;
  const offer = await sender.send([
    outgoing(MsgCreateOffer, {
      host: address,
      modelId: terms.modelId,
      modelVersion: terms.modelVersion,
      endpoint: "http://127.0.0.1:1/",
      price: { denom: DOLLAR_DENOM, perCall: String(terms.perCall), per1kInput: "0", per1kOutput: "0" },
      latencyClassMs: 60_000n,
      unsignedCalls: 4,
      bond: { denom: DOLLAR_DENOM, amount: String(terms.bond) },
      openingFee: "0",
      receiptKey: publicKey,
    }),
  ]);
  const { offerId } = offer.response(MsgCreateOfferResponse);
  const session = await sender.send([
    outgoing(MsgOpenSession, {
      buyer: address,
      offerId,
      escrow: { denom: DOLLAR_DENOM, amount: String(terms.escrow) },
      sessionKey: publicKey,
      visibility: Visibility.VISIBILITY_PUBLIC,
      durationSeconds: 86_400n,
    }),
  ]);
  const { sessionId } = session.response(MsgOpenSessionResponse);
  const answer = await world.client.query(AuthQuery.Account, { address });
  const { accountNumber, sequence } = BaseAccount.decode(assertDefined(answer.account, "a funded account").value);
  return { account: { ...account, accountNumber }, offerId, sessionId, log: EMPTY_FRONTIER, total: 0n, sequence };
}
