import {
  receiptHash,
  receiptLeaf,
  treeHeadHash,
  verifyReceiptOpening,
  WEIGHT_TABLE_HASH,
  TOKENISER_VERSION,
  type ClaimErrorCode,
} from "@openledger/attribution";
import { DecodeError } from "@openledger/messages";
import { Receipt, ReceiptOpening, SignedTreeHead, type TreeHead } from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, equalBytes, fromBase64, fromHex, merkleRootFromProof, toHex, type Crypto } from "@openledger/primitives";
import type { ChainFacts, SettlementFacts, TrustedFacts } from "./chain-facts.ts";
import { compareFacts } from "./compare-facts.ts";
import { readableReceipt } from "./readable.ts";
import { CHECK_TITLES, type ReceiptCheck, type ReceiptCheckName } from "./receipt-check.ts";
import { answerPrice, receiptContextOf } from "./receipt-context.ts";
import type { ReceiptFile } from "./receipt-file.ts";

type Verifier = Pick<Crypto, "sha256" | "verifySecp256k1">;

/** The verifier's order: what comes after the first failure was not reached. */
const OPENING_CHECKS = [
  "opening",
  "host-signature",
  "claim-commitment",
  "content",
  "sources",
  "derivation",
  "spans",
  "owner-amounts",
] as const;

/**
 * Recomputes everything that a receipt file states; needs no network. `trusted` holds facts from a source of one's own,
 * without which keys, prices and roots are the file's word: then the check "chain-facts" says `not-in-file`. A file is
 * good when no check fails. Never throws for what a parsed file may hold.
 *
 * @example
 * const checks = verifyReceiptFile(createNodeCrypto(), parseReceiptFile(JSON.parse(text)));
 * const isGood = checks.every(({ state }) => state !== "fails");
 */
export function verifyReceiptFile(crypto: Verifier, file: ReceiptFile, trusted?: TrustedFacts): ReceiptCheck[] {
  const opening = decodeOpening(file.opening);
  if (opening === undefined) {
    const why = "the opening is not the canonical encoding of a complete ReceiptOpening";
    return [fails("opening", why), ...OPENING_CHECKS.slice(1).map((name) => fails(name, "the opening cannot be read"))];
  }
  return [
    ...checkOpening(crypto, file, opening),
    checkPrice(file.facts, opening),
    checkAcceptance(file.facts, opening),
    ...checkHead(crypto, file, opening),
    checkReadable(file, opening),
    checkFacts(file, trusted),
    checkSettlement(crypto, file, opening, trusted),
  ];
}

function decodeOpening(encoded: string): ReceiptOpening | undefined {
  return attempt(() => {
    const opening = ReceiptOpening.fromBytes(fromBase64(encoded));
    return opening.receipt === undefined || opening.claim === undefined ? undefined : opening;
  });
}

function checkOpening(crypto: Verifier, file: ReceiptFile, opening: ReceiptOpening): ReceiptCheck[] {
  const { facts } = file;
  const context = attempt(() => receiptContextOf(facts, BigInt(file.readable.index), crypto.sha256));
  const knows =
    facts.rule.tokeniserVersion === TOKENISER_VERSION && facts.rule.weightTableHash === WEIGHT_TABLE_HASH;
  if (context === undefined || !knows) {
    const why = knows ? "the facts hold text that is no number or no hex" : "another tokeniser or weight table is used";
    return OPENING_CHECKS.map((name) => fails(name, why));
  }
  const verdict = attempt(() => verifyReceiptOpening(crypto, opening, context)) ?? {
    ok: false as const,
    code: "receipt-incomplete" as const,
    message: "the opening cannot be read",
  };
  if (verdict.ok) return OPENING_CHECKS.map((name) => holds(name));
  const failed = checkOfCode(verdict.code);
  const at = OPENING_CHECKS.indexOf(failed);
  return OPENING_CHECKS.map((name, i) => {
    if (i < at) return holds(name);
    return fails(name, i === at ? verdict.message : `not reached, since "${failed}" fails`);
  });
}

function checkOfCode(code: ClaimErrorCode): (typeof OPENING_CHECKS)[number] {
  switch (code) {
    case "receipt-incomplete":
    case "receipt-version":
    case "receipt-context":
    case "label":
      return "opening";
    case "receipt-signature":
      return "host-signature";
    case "claim-version":
    case "claim-root":
      return "claim-commitment";
    case "content-limit":
    case "request-root":
    case "output-root":
    case "token-count":
      return "content";
    case "contribution-missing":
    case "contribution-order":
    case "contribution-chain":
    case "contribution-late":
    case "contribution-log":
    case "rows-root":
    case "row-opening":
      return "sources";
    case "derivation":
      return "derivation";
    case "amount":
    case "owner-amounts":
      return "owner-amounts";
    default:
      return "spans";
  }
}

function checkPrice(facts: ChainFacts, opening: ReceiptOpening): ReceiptCheck {
  const { receipt } = opening;
  const price = receipt && attempt(() => answerPrice(facts.offer, receipt).toString());
  if (price === undefined || price !== receipt?.amount) {
    return fails("price", `the offer's formula gives ${price ?? "nothing"}, the receipt says ${receipt?.amount ?? "nothing"}`);
  }
  const sameDenom = facts.offer.denom === facts.session.denom;
  return sameDenom ? holds("price") : fails("price", "the offer is priced in another denom than the session's");
}

function checkAcceptance(facts: ChainFacts, opening: ReceiptOpening): ReceiptCheck {
  const known = new Map(facts.contributions.map((one) => [`${one.datanetId}/${one.seq}`, one]));
  for (const { leaf } of opening.contributions) {
    const key = `${leaf?.datanetId}/${leaf?.seq}`;
    const fact = known.get(key);
    if (fact === undefined) return notInFile("accepted-before-publish", `nothing is said of contribution ${key}`);
    const number = BigInt(fact.acceptedSequence);
    if (number < 1n || number > BigInt(facts.model.acceptedAtPublish)) {
      return fails("accepted-before-publish", `contribution ${key} was accepted as number ${number}, too late`);
    }
  }
  return holds("accepted-before-publish");
}

function checkHead(crypto: Verifier, file: ReceiptFile, opening: ReceiptOpening): ReceiptCheck[] {
  if (file.head === null) {
    const why = "the buyer has not signed a head that covers this receipt";
    return [notInFile("buyer-head", why), notInFile("inclusion", why)];
  }
  const { signed: encoded, inclusionPath } = file.head;
  const signed = attempt(() => SignedTreeHead.fromBytes(fromBase64(encoded)));
  const head = signed?.head;
  if (signed === undefined || head === undefined) {
    return [fails("buyer-head", "the head cannot be read"), fails("inclusion", "the head cannot be read")];
  }
  return [
    checkHeadSignature(crypto, file.facts, head, signed.signature),
    checkInclusion(crypto, head, opening, inclusionPath),
  ];
}

function checkHeadSignature(crypto: Verifier, facts: ChainFacts, head: TreeHead, signature: Uint8Array): ReceiptCheck {
  const { chainId, session } = facts;
  const ofSession = head.version === 1 && head.chainId === chainId && head.sessionId.toString() === session.id;
  if (!ofSession) return fails("buyer-head", `the head is of session ${head.sessionId} on ${head.chainId}`);
  const key = attempt(() => fromHex(session.sessionKey));
  const isSigned = key !== undefined && crypto.verifySecp256k1(key, treeHeadHash(crypto.sha256, head), signature);
  return isSigned ? holds("buyer-head") : fails("buyer-head", "the signature is not the session key's");
}

function checkInclusion(
  crypto: Verifier,
  head: TreeHead,
  opening: ReceiptOpening,
  path: readonly string[],
): ReceiptCheck {
  const { receipt } = opening;
  if (receipt === undefined) return fails("inclusion", "there is no receipt");
  const root = attempt(() =>
    merkleRootFromProof(crypto.sha256, {
      total: Number(head.size),
      index: Number(receipt.index),
      leafHash: receiptLeaf(crypto.sha256, receipt),
      aunts: path.map(fromHex),
    }),
  );
  const isUnder = root !== undefined && equalBytes(root, head.root);
  return isUnder ? holds("inclusion") : fails("inclusion", "the path does not lead to the head's root");
}

function checkReadable(file: ReceiptFile, opening: ReceiptOpening): ReceiptCheck {
  const { facts } = file;
  const expected = attempt(() =>
    readableReceipt(opening, { denom: facts.session.denom, contributions: facts.contributions }),
  );
  if (expected === undefined) return fails("readable", "the answer is no text");
  const difference = compareFacts(file.readable, expected);
  return difference === undefined ? holds("readable") : fails("readable", `${difference} differs from the opening`);
}

function checkFacts(file: ReceiptFile, trusted: TrustedFacts | undefined): ReceiptCheck {
  if (trusted === undefined) return notInFile("chain-facts", "no node was asked: these are the file's own statements");
  const { facts } = file;
  for (const part of ["chainId", "session", "offer", "model", "rule", "split"] as const) {
    if (trusted[part] === undefined) continue;
    const difference = compareFacts(facts[part], trusted[part]);
    if (difference !== undefined) return fails("chain-facts", `${part}${difference && `.${difference}`} differs from the chain`);
  }
  const listed = compareListed(facts, trusted);
  if (listed !== undefined) return fails("chain-facts", `${listed} differs from the chain`);
  const left = (["session", "offer", "model", "datanetVersions", "rule"] as const).filter((part) => trusted[part] === undefined);
  return left.length === 0 ? holds("chain-facts") : notInFile("chain-facts", `the chain did not tell: ${left.join(", ")}`);
}

function compareListed(facts: ChainFacts, trusted: TrustedFacts): string | undefined {
  if (trusted.datanetVersions !== undefined) {
    const known = new Map(trusted.datanetVersions.map((one) => [`${one.datanetId}@${one.version}`, one]));
    for (const one of facts.datanetVersions) {
      const name = `${one.datanetId}@${one.version}`;
      if (compareFacts(one, known.get(name)) !== undefined) return `datanet version ${name}`;
    }
  }
  if (trusted.contributions !== undefined) {
    const known = new Map(trusted.contributions.map((one) => [`${one.datanetId}/${one.seq}`, one]));
    for (const one of facts.contributions) {
      const name = `${one.datanetId}/${one.seq}`;
      if (compareFacts(one, known.get(name)) !== undefined) return `contribution ${name}`;
    }
  }
  return undefined;
}

function checkSettlement(
  { sha256 }: Pick<Crypto, "sha256">,
  file: ReceiptFile,
  opening: ReceiptOpening,
  trusted: TrustedFacts | undefined,
): ReceiptCheck {
  const settlement = trusted?.settlement ?? file.settlement;
  if (settlement === null) return notInFile("settlement", "the receipt is not settled, or nobody has looked yet");
  const index = opening.receipt?.index ?? -1n;
  const first = BigInt(settlement.firstIndex);
  const isInside = index >= first && index < first + BigInt(settlement.receiptCount);
  if (!isInside) return fails("settlement", `settlement ${settlement.id} does not hold receipt ${index}`);
  if (settlement.state === "void") return fails("settlement", `settlement ${settlement.id} was voided`);
  if (trusted?.settlement === undefined) return notInFile("settlement", "no node was asked whether the settlement exists");
  const { receipt } = opening;
  const settled = trusted.settlement;
  const isThisOne =
    receipt !== undefined &&
    (settled.receipt === undefined || settled.receipt === toHex(Receipt.toBytes(receipt))) &&
    (settled.receiptHash === undefined || settled.receiptHash === toHex(receiptHash(sha256, receipt)));
  if (isThisOne) return holds("settlement", settled.state === "pending" ? pendingDetail(settled) : "");
  return fails("settlement", `settlement ${settlement.id} holds another receipt at ${receipt?.sessionId}/${index}`);
}

function pendingDetail({ id, submittedHeight }: SettlementFacts): string {
  return `settlement ${id}, submitted at height ${submittedHeight}, was pending: it could still be challenged`;
}

/** What `action` returns, or undefined when the bytes or numbers it reads are malformed. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    const isMalformed =
      error instanceof EncodingError ||
      error instanceof DecodeError ||
      error instanceof SyntaxError ||
      error instanceof RangeError;
    if (isMalformed) return undefined;
    throw error;
  }
}

function holds(name: ReceiptCheckName, detail = ""): ReceiptCheck {
  return { name, title: CHECK_TITLES[name], state: "holds", detail };
}

function fails(name: ReceiptCheckName, detail: string): ReceiptCheck {
  return { name, title: CHECK_TITLES[name], state: "fails", detail };
}

function notInFile(name: ReceiptCheckName, detail: string): ReceiptCheck {
  return { name, title: CHECK_TITLES[name], state: "not-in-file", detail };
}
