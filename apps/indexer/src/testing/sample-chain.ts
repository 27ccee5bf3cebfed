import { merkleRootOfHashes, toHex, toUtf8 } from "@openledger/primitives";
import { receiptLeaf, tokenise } from "@openledger/attribution";
import { Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import * as datanet from "@openledger/messages/openledger/datanet/v1";
import * as market from "@openledger/messages/openledger/market/v1";
import * as model from "@openledger/messages/openledger/model/v1";
import * as rewards from "@openledger/messages/openledger/rewards/v1";
import type { CommittedBlock, SourceEvent, SourceGenesis, SourceTx } from "../source/committed-block.ts";
import { account, call, CHAIN_ID, DENOM, event, failed, PREFIX, sha256, tx } from "./sample-parts.ts";

export const people = {
  creator: account("creator"),
  alice: account("alice"),
  bob: account("bob"),
  curator: account("curator"),
  publisher: account("publisher"),
  host: account("host"),
  buyer: account("buyer"),
  treasury: account("treasury"),
  feeCollector: account("fee_collector"),
} as const;

export const ANSWER = "A web socket server sends each message to all of its clients. Nobody wrote this.";
const OWNED_TOKENS = 13;
const GENESIS_TIME_NS = 1_790_000_000_000_000_000n;
const bytes32 = (name: string): Uint8Array => sha256(toUtf8(name));

export const sampleGenesis: SourceGenesis = {
  chainId: CHAIN_ID,
  hash: bytes32("genesis"),
  bech32Prefix: PREFIX,
  initialHeight: 1n,
  balances: [
    { address: people.buyer, denom: DENOM, amount: 1_000_000n },
    { address: people.host, denom: DENOM, amount: 500_000n },
  ],
};

/** Receipts 0 and 1 of session 1: half of the first amount's data part is alice's. */
export const openings: readonly ReceiptOpening[] = [0n, 1n].map(openingOf);

function openingOf(index: bigint): ReceiptOpening {
  const output = toUtf8(ANSWER);
  const { count } = tokenise(output);
  return ReceiptOpening.create({
    receipt: Receipt.create({
      version: 1,
      chainId: CHAIN_ID,
      sessionId: 1n,
      index,
      nonce: 18_446_744_073_709_551_615n - index,
      modelId: 1n,
      modelVersion: 1n,
      requestRoot: bytes32("request"),
      outputRoot: bytes32("output"),
      inputTokens: 9n,
      outputTokens: BigInt(count),
      latencyMs: 12n,
      amount: "1000",
      claimRoot: bytes32("claim"),
      outputLabel: 1,
      attributionLabel: 1,
    }),
    hostSignature: new Uint8Array(64).fill(7),
    claim: {
      version: 1,
      owners: [{ owner: people.alice, amount: "300" }],
      spans: [
        {
          firstToken: 0,
          tokenCount: OWNED_TOKENS,
          weight: 3000n,
          status: 1,
          owner: people.alice,
          match: { firstToken: 0, tokenCount: OWNED_TOKENS, contribution: { datanetId: 1n, seq: 1n }, document: 0, offset: 5n },
        },
        { firstToken: OWNED_TOKENS, tokenCount: count - OWNED_TOKENS, weight: 1000n, status: 2 },
      ],
    },
    requestSecret: bytes32("request secret"),
    request: [{ role: "user", text: "How do I broadcast?\u0000" }],
    outputSecret: bytes32("output secret"),
    output,
  });
}

export const headRoot: Uint8Array = merkleRootOfHashes(sha256, openings.map(({ receipt }) => receiptLeaf(sha256, receipt ?? Receipt.create())));

function dataBlocks(): readonly (readonly SourceTx[])[] {
  const contribute = (contributor: string, title: string) => ({
    contributor,
    datanetId: 1n,
    title,
    rows: { merkleRoot: bytes32(title), leafCount: 2n, byteCount: 1500n, tokenCount: 300n },
    documentCount: 1,
    licence: "MIT",
    blob: bytes32(`${title} blob`),
  });
  const registered = (seq: bigint, contributor: string, title: string): SourceEvent =>
    event("contribution_registered", { datanet_id: 1n, seq, sequence: seq, contributor, title, bytes: 1500n, tokens: 300n, bond: "20udemo" });
  return [
    [
      tx(
        [
          call(
            datanet.MsgCreateDatanet,
            { creator: people.creator, name: "docs", purpose: "tests", licence: { spdx: "mixed", uses: [3], quote: 1, privateSessions: 1 }, curators: [people.curator], threshold: 1, curatorBps: 100, bondPerKib: { denom: DENOM, amount: "10" }, minPriorBps: 500 },
            datanet.MsgCreateDatanetResponse,
            { datanetId: 1n },
          ),
        ],
        [
          event("coin_spent", { spender: people.buyer, amount: "10udemo" }),
          event("coin_received", { receiver: people.feeCollector, amount: "10udemo" }),
          event("tx", { fee: "10udemo", fee_payer: people.creator }),
          event("datanet_created", { datanet_id: 1n, creator: people.creator, name: "docs" }),
        ],
      ),
      tx(
        [
          call(datanet.MsgContribute, contribute(people.alice, "ws"), datanet.MsgContributeResponse, { seq: 1n, sequence: 1n }),
          call(datanet.MsgContribute, contribute(people.bob, "spam"), datanet.MsgContributeResponse, { seq: 2n, sequence: 2n }),
        ],
        [registered(1n, people.alice, "ws"), registered(2n, people.bob, "spam")],
      ),
    ],
    [
      tx(
        [
          call(datanet.MsgReview, { curator: people.curator, datanetId: 1n, seq: 1n, verdict: 1, grade: 90 }, datanet.MsgReviewResponse, { state: 2 }),
          call(datanet.MsgReview, { curator: people.curator, datanetId: 1n, seq: 2n, verdict: 2, reasonCode: 4 }, datanet.MsgReviewResponse, { state: 3 }),
        ],
        [
          event("contribution_accepted", { datanet_id: 1n, seq: 1n, grade: 90, log_index: 0, accepted_sequence: 1 }),
          event("contribution_rejected", { datanet_id: 1n, seq: 2n }),
        ],
      ),
      tx([call(datanet.MsgFreezeVersion, { signer: people.creator, datanetId: 1n }, datanet.MsgFreezeVersionResponse, { version: 1n, logSize: 1n, logRoot: bytes32("log") })], [
        event("version_frozen", { datanet_id: 1n, version: 1n, log_size: 1n, log_root: "ab".repeat(32), tokens: 300n }),
      ]),
      tx(
        [
          call(
            model.MsgPublishModel,
            { publisher: people.publisher, name: "answers", kind: 1, ruleVersion: 1, artifactRoot: bytes32("artifact"), manifest: [{ datanetId: 1n, version: 1n, priorBps: 2000 }], floorPrice: { denom: DENOM, amount: "1" }, royalties: [{ receiver: people.creator, bps: 100 }], steward: people.creator },
            model.MsgPublishModelResponse,
            { modelId: 1n, version: 1n },
          ),
        ],
        [event("model_published", { model_id: 1n, version: 1n, kind: "retrieval", publisher: people.publisher, steward: people.creator, approver: "", artifact_root: "00" })],
      ),
    ],
  ];
}

function marketBlocks(session: { readonly visibility: number; readonly auditors?: string[] } = { visibility: 1 }): readonly (readonly SourceTx[])[] {
  const payout = (role: string, receiver: string, amount: bigint, more: Readonly<Record<string, bigint>> = {}): SourceEvent =>
    event("payout", { settlement_id: 0n, session_id: 1n, receiver, role, amount, denom: DENOM, ...more });
  return [
    [
      tx(
        [
          call(
            market.MsgCreateOffer,
            { host: people.host, modelId: 1n, modelVersion: 1n, endpoint: "http://127.0.0.1:8080", price: { denom: DENOM, perCall: "1000", per1kInput: "0", per1kOutput: "0" }, latencyClassMs: 5000n, lateBps: 1000, capacity: 3, operator: "Alder Compute", unsignedCalls: 4, bond: { denom: DENOM, amount: "100000" }, openingFee: "40", receiptKey: new Uint8Array(33).fill(2) },
            market.MsgCreateOfferResponse,
            { offerId: 1n },
          ),
        ],
        [event("offer_created", { offer_id: 1n, host: people.host, model_id: 1n, model_version: 1n })],
      ),
      tx(
        [
          call(
            market.MsgOpenSession,
            { buyer: people.buyer, offerId: 1n, escrow: { denom: DENOM, amount: "5000" }, sessionKey: new Uint8Array(33).fill(3), ...session, durationSeconds: 3600n },
            market.MsgOpenSessionResponse,
            { sessionId: 1n },
          ),
        ],
        [
          event("session_opened", { session_id: 1n, offer_id: 1n, buyer: people.buyer, host: people.host, escrow: "5000udemo", opening_fee: "40udemo" }),
          payout("host", people.host, 25n),
          payout("treasury", people.treasury, 15n),
        ],
        "line\u0000break",
      ),
    ],
    [settleTx(), failed(settleTx(), 7, "receipt 0 is settled already"), { ...settleTx(), bytes: Uint8Array.of(255, 1, 2), code: 2, log: "tx parse error", data: new Uint8Array(), events: [] }],
  ];
}

function settleTx(): SourceTx {
  return tx(
    [
      call(
        market.MsgSettle,
        {
          host: people.host,
          sessionId: 1n,
          firstIndex: 0n,
          head: { head: { version: 1, chainId: CHAIN_ID, sessionId: 1n, size: 2n, root: headRoot, cumulativeAmount: "2000" }, signature: new Uint8Array(64).fill(9) },
          owners: [{ owner: people.alice, amount: "600" }],
          claimsRoot: bytes32("claims"),
          openings,
        },
        market.MsgSettleResponse,
        { settlementId: 1n },
      ),
    ],
    [event("settlement_submitted", { settlement_id: 1n, session_id: 1n, first_index: 0n, receipt_count: 2, amount: 2000n, denom: DENOM, final_time: GENESIS_TIME_NS + 7_000_000_000n, final_height: 6n })],
  );
}

/** Events with which the settlement of 2,000 becomes final. */
export function finalEvents(): readonly SourceEvent[] {
  const payout = (role: string, receiver: string, amount: bigint, more: Readonly<Record<string, bigint>> = {}): SourceEvent =>
    event("payout", { settlement_id: 1n, session_id: 1n, receiver, role, amount, denom: DENOM, ...more });
  return [
    payout("owner", people.alice, 594n, { datanet_id: 1n }),
    payout("curator", people.curator, 6n, { datanet_id: 1n }),
    payout("prior", "datanet/1@1", 40n, { datanet_id: 1n, version: 1n }),
    payout("buyer", people.buyer, 160n),
    payout("host", people.host, 500n),
    payout("royalty", people.creator, 4n),
    payout("model", people.publisher, 396n),
    payout("stakers", people.feeCollector, 200n),
    payout("treasury", people.treasury, 60n),
    payout("burn", "", 40n),
    event("settlement_finalized", { settlement_id: 1n, session_id: 1n, amount: 2000n, denom: DENOM, owned: 594n, priors: 40n, curators: 6n, returned: 160n, host: 500n, model: 400n, stakers: 200n, treasury: 60n, burned: 40n }),
  ];
}

function claimBlock(): readonly SourceTx[] {
  return [
    tx([call(rewards.MsgClaimRewards, { claimant: people.alice }, rewards.MsgClaimRewardsResponse, { amount: [{ denom: DENOM, amount: "634" }] })], [
      event("coin_received", { receiver: people.alice, amount: "634udemo" }),
      event("rewards_claimed", { claimant: people.alice, amount: "634udemo" }),
    ]),
    tx([call(market.MsgCloseSession, { buyer: people.buyer, sessionId: 1n }, market.MsgCloseSessionResponse)], [
      event("session_closing", { session_id: 1n, reason: "closed", settle_until: GENESIS_TIME_NS + 60_000_000_000n }),
    ]),
  ];
}

interface BlockContent {
  readonly txs?: readonly SourceTx[];
  readonly events?: readonly SourceEvent[];
}

/** Height of the block with the settlement, and of the one in which it becomes final. */
export const SETTLED_HEIGHT = 5n;
export const FINAL_HEIGHT = 6n;

/** The whole loop in nine blocks: data, model, session, settlement, finality, claim, end; the first and last are empty. */
export function sampleBlocks(): readonly CommittedBlock[] {
  const [contributed, frozen] = dataBlocks();
  const [opened, settled] = marketBlocks();
  return chainOf([
    {},
    { txs: contributed ?? [] },
    { txs: frozen ?? [] },
    { txs: opened ?? [] },
    { txs: settled ?? [] },
    { events: finalEvents() },
    { txs: claimBlock() },
    { events: [event("session_ended", { session_id: 1n, returned: 3000n })] },
    {},
  ]);
}

/**
 * The same up to the settlement, in a private session, which is then demanded, countered in vain, and void because nobody
 * answers; Alice takes back some rows and then all, content included.
 */
export function challengedBlocks(): readonly CommittedBlock[] {
  const [contributed, frozen] = dataBlocks();
  const [opened, settled] = marketBlocks({ visibility: 2, auditors: [people.curator] });
  const mark = { datanet_id: 1n, seq: 1n, contributor: people.alice };
  const settlement = { settlement_id: 1n, session_id: 1n };
  const demand = { ...settlement, challenger: people.alice, bond: "1000uopen" };
  const deadline = { deadline_time: GENESIS_TIME_NS, deadline_height: 9n };
  return chainOf([
    {},
    { txs: contributed ?? [] },
    { txs: frozen ?? [] },
    { txs: opened ?? [] },
    { txs: settled ?? [] },
    {
      events: [
        event("demand_made", { demand_id: 1n, ...demand, receipts: "0", ...deadline }),
        event("demand_made", { demand_id: 2n, ...demand, receipts: "1", ...deadline }),
        event("contribution_revoked", { ...mark, rows: "0:1:1,0:3:2", from_version: 2n, erase: 0 }),
        event("counterexample_judged", { ...demand, receipt: 0n, kind: "match", outcome: "stands", code: "claim-stands" }),
        event("demand_answered", { demand_id: 1n, ...demand, host: people.host, final_time: GENESIS_TIME_NS, final_height: 12n }),
      ],
    },
    {
      events: [
        event("contribution_revoked", { ...mark, rows: "", from_version: 2n, erase: 1 }),
        event("content_erased", { datanet_id: 1n, seq: 1n, blob: toHex(bytes32("ws blob")) }),
        event("demand_returned", { demand_id: 2n, ...demand }),
        event("settlement_voided", {
          ...settlement,
          ...{ reason: "demand-unanswered", challenger: people.alice, denom: DENOM },
          ...{ slashed: 1601n, challenger_reward: 800n, burned: 0n, treasury: 801n, returned: 2000n, log_index: 0n },
        }),
      ],
    },
  ]);
}

/** Blocks from height 1 on, each naming its parent. */
export function chainOf(contents: readonly BlockContent[], salt = ""): readonly CommittedBlock[] {
  let parentHash: Uint8Array = new Uint8Array();
  return contents.map(({ txs = [], events = [] }, position) => {
    const height = BigInt(position + 1);
    const hash = bytes32(`${salt}block ${height} after ${Buffer.from(parentHash).toString("hex")}`);
    const block: CommittedBlock = {
      chainId: CHAIN_ID,
      height,
      hash,
      parentHash,
      timeNs: GENESIS_TIME_NS + height * 1_000_000_000n,
      proposer: bytes32("proposer").slice(0, 20),
      appHash: bytes32(`app ${height - 1n}`),
      resultAppHash: bytes32(`app ${height}`),
      txs,
      events,
    };
    parentHash = hash;
    return block;
  });
}
