import { Params as AttributionParams, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MarkKind, QueryContributionRequest, QueryContributionResponse, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { Offer, Session } from "@openledger/messages/openledger/market/v1";
import { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { Params as RewardsParams } from "@openledger/messages/openledger/rewards/v1";
import { expect, test } from "vitest";
import type { ChainClient } from "./chain-client.ts";
import { createCitedFacts } from "./complete-facts.ts";
import { modelFacts, offerFacts, ruleFacts, sessionFacts, splitFacts, type BaseFacts } from "./session-facts.ts";

/** A session on datanet 7 that opened at a height. */
function session(openedHeight: bigint, datanetId = "7"): BaseFacts {
  return {
    chainId: "test-1",
    session: sessionFacts(Session.create({ openedHeight })),
    offer: offerFacts(Offer.create({})),
    model: modelFacts(ModelVersion.create({}), "tea"),
    rule: ruleFacts(AttributionParams.create({})),
    split: splitFacts(RewardsParams.create({})),
    datanetVersions: [{ datanetId, version: "1", logSize: "9", logRoot: "00".repeat(32) }],
  };
}

function citing(...seqs: readonly bigint[]): ReceiptOpening {
  return ReceiptOpening.create({ contributions: seqs.map((seq) => ({ leaf: { datanetId: 7n, seq }, version: 1n })) });
}

/** A node that knows every contribution, all of them revoked at height 50. */
function node(): { readonly client: Pick<ChainClient, "query">; readonly asked: bigint[]; silent: boolean } {
  const asked: bigint[] = [];
  const self = {
    asked,
    silent: false,
    client: {
      query: (async (method, request) => {
        if (self.silent) throw new Error("no answer");
        expect(method.path).toBe(DatanetQuery.Contribution.path);
        const { datanetId, seq } = QueryContributionRequest.fromBytes(method.request.toBytes(method.request.create(request)));
        asked.push(seq);
        const marks = [{ kind: MarkKind.MARK_KIND_REVOKED, height: 50n, fromVersion: 2n }];
        return await Promise.resolve(method.response.fromBytes(QueryContributionResponse.toBytes(QueryContributionResponse.create({ contribution: { datanetId, seq, marks } }))));
      }) satisfies ChainClient["query"],
    },
  };
  return self;
}

test("what one session cited is there for the next one, as that one sees it, before it is cited", async () => {
  const { client, asked } = node();
  const cited = createCitedFacts(client);
  const first = await cited.complete(session(40n), citing(1n, 2n, 3n));
  expect(first.contributions.map(({ revoked }) => revoked)).toEqual([undefined, undefined, undefined]);
  await cited.complete(session(40n), citing(1n));
  expect(asked.splice(0)).toEqual([1n, 2n, 3n]);
  await cited.warm(session(60n));
  expect(asked.splice(0)).toEqual([1n, 3n, 2n]);
  const second = await cited.complete(session(60n), citing(1n, 2n, 3n));
  expect(asked.splice(0)).toEqual([]);
  expect(second).toEqual(await createCitedFacts(client).complete(session(60n), citing(1n, 2n, 3n)));
  expect(second.contributions.map(({ revoked }) => revoked?.whole)).toEqual([true, true, true]);
});

test("nothing is fetched for a session on other datanets, nor twice for one session", async () => {
  const { client, asked } = node();
  const cited = createCitedFacts(client);
  await cited.complete(session(40n), citing(1n, 2n));
  asked.splice(0);
  await cited.warm(session(60n, "8"));
  await cited.warm(session(40n));
  expect(asked).toEqual([]);
});

test("a node that does not answer delays nobody, and what it did not say is asked again", async () => {
  const chain = node();
  const cited = createCitedFacts(chain.client);
  await cited.complete(session(40n), citing(1n));
  chain.silent = true;
  await expect(cited.warm(session(60n))).resolves.toBeUndefined();
  await expect(cited.complete(session(60n), citing(1n))).rejects.toThrow("no answer");
  chain.silent = false;
  expect((await cited.complete(session(60n), citing(1n))).contributions).toHaveLength(1);
});

test("only the last 256 cited contributions are fetched ahead", async () => {
  const { client, asked } = node();
  const cited = createCitedFacts(client);
  await cited.complete(session(40n), citing(...Array.from({ length: 300 }, (_, i) => BigInt(i + 1))));
  asked.splice(0);
  await cited.warm(session(60n));
  expect([asked.length, asked[0], asked.at(-1)]).toEqual([256, 300n, 45n]);
});
