import { join } from "node:path";
import { openSessionKeys } from "@openledger/buyer";
import { outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import {
  MsgCloseOffer,
  MsgCloseSession,
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { toHex } from "@openledger/primitives";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin, parseCount, parseId, parsePair } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";

interface OfferFlags extends SignFlags {
  readonly model: string;
  readonly endpoint: string;
  readonly price: string;
  readonly per1kInput: string;
  readonly per1kOutput: string;
  readonly latencyClass: string;
  readonly lateBps: string;
  readonly unsignedCalls: string;
  readonly bond: string;
  readonly openingFee: string;
  readonly region: string;
  readonly powerSource: string;
  readonly capacity: string;
  readonly operator: string;
}

interface SessionFlags extends SignFlags {
  readonly offer: string;
  readonly escrow: string;
  readonly duration: string;
}

/** `tx offer`, `close-offer`, `open-session` and `close-session`. */
export function registerMarketTx(tx: Command): void {
  withSignFlags(tx.command("offer").description("offer a model version for a price; makes the host's receipt key"))
    .requiredOption("--model <id@version>", "model version to serve")
    .requiredOption("--endpoint <url>", "where clients reach your gateway")
    .requiredOption("--price <amount>", "price per call, e.g. 1000udemo")
    .option("--per-1k-input <units>", "price per 1,000 tokens asked", "0")
    .option("--per-1k-output <units>", "price per 1,000 tokens answered", "0")
    .option("--latency-class <ms>", "answers later than this cost less", "2000")
    .option("--late-bps <bps>", "how much less, in basis points", "1000")
    .option("--unsigned-calls <count>", "receipts that may be unsigned at one time", "4")
    .requiredOption("--bond <amount>", "what stands behind your settlements, in the price's denom")
    .option("--opening-fee <units>", "what opening a session costs, in the price's denom", "0")
    .option("--region <text>", "where you compute", "")
    .option("--power-source <text>", "what powers it", "")
    .option("--capacity <calls>", "calls that you answer at one time; more get 429 with a time to wait; 0 says nothing", "0")
    .option("--operator <text>", "who runs the machines", "")
    .action((flags: OfferFlags) => signAndReport(flags, ({ address }) => offer(flags, address)));
  withSignFlags(tx.command("close-offer <id>").description("take no new sessions; the bond returns with the last one")).action(
    (id: string, flags: SignFlags) =>
      signAndReport(flags, ({ address }) => ({
        words: [`close offer ${id}`],
        messages: [outgoing(MsgCloseOffer, { host: address, offerId: parseId(id, "the offer") })],
      })),
  );
  withSignFlags(tx.command("open-session").description("escrow money for calls (`openledgerd buy` does so by itself)"))
    .requiredOption("--offer <id>", "offer to buy from")
    .requiredOption("--escrow <amount>", "the most that all calls may cost, e.g. 5000000udemo")
    .option("--duration <seconds>", "how long the session lasts", "86400")
    .action((flags: SessionFlags) => signAndReport(flags, ({ address }) => openSession(flags, address)));
  withSignFlags(tx.command("close-session <id>").description("end a session; unused escrow returns after settlement")).action(
    (id: string, flags: SignFlags) =>
      signAndReport(flags, ({ address }) => ({
        words: [`close session ${id}: no more calls; what is not settled in time returns to you`],
        messages: [outgoing(MsgCloseSession, { buyer: address, sessionId: parseId(id, "the session") })],
      })),
  );
}

function offer(flags: OfferFlags, host: string): Intent {
  const [modelId, modelVersion] = parsePair(flags.model, "@", "--model");
  const price = parseCoin(flags.price, "--price");
  const bond = parseCoin(flags.bond, "--bond");
  const receiptKey = openServiceKey(receiptKeyPath(flags.home)).publicKey;
  return {
    words: [
      `offer model ${flags.model} at ${flags.endpoint} for ${price.amount} ${price.denom} per call`,
      `lock a bond of ${bond.amount} ${bond.denom} behind your settlements`,
      `receipts are signed by ${toHex(receiptKey)}, whose key lies in ${receiptKeyPath(flags.home)}`,
    ],
    messages: [
      outgoing(MsgCreateOffer, {
        ...{ host, modelId, modelVersion, endpoint: flags.endpoint, bond, receiptKey },
        price: {
          denom: price.denom,
          perCall: price.amount,
          per1kInput: parseId(flags.per1kInput, "--per-1k-input").toString(),
          per1kOutput: parseId(flags.per1kOutput, "--per-1k-output").toString(),
        },
        latencyClassMs: parseId(flags.latencyClass, "--latency-class"),
        lateBps: parseCount(flags.lateBps, "--late-bps", 0, 10_000),
        unsignedCalls: parseCount(flags.unsignedCalls, "--unsigned-calls", 1, 1_000_000),
        openingFee: parseId(flags.openingFee, "--opening-fee").toString(),
        ...{ region: flags.region, powerSource: flags.powerSource, operator: flags.operator },
        capacity: parseCount(flags.capacity, "--capacity", 0, 1_000_000),
      }),
    ],
    outcome: (sent) => [`Offer ${sent.response(MsgCreateOfferResponse).offerId}.`],
  };
}

function openSession(flags: SessionFlags, buyer: string): Intent {
  const escrow = parseCoin(flags.escrow, "--escrow");
  // Where `buy` finds it again.
  const keys = openSessionKeys(join(flags.home, "buyer", "keys"));
  return {
    words: [`escrow ${escrow.amount} ${escrow.denom} for calls of offer ${flags.offer}, for ${flags.duration} seconds`],
    messages: [
      outgoing(MsgOpenSession, {
        ...{ buyer, offerId: parseId(flags.offer, "--offer"), escrow, sessionKey: keys.fresh().publicKey },
        visibility: Visibility.VISIBILITY_PUBLIC,
        durationSeconds: parseId(flags.duration, "--duration"),
      }),
    ],
    outcome: (sent) => [`Session ${sent.response(MsgOpenSessionResponse).sessionId}.`],
  };
}
