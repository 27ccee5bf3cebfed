import { contributeMessage, outgoing, prepareContent, type OutgoingMessage, type PreparedContent } from "@openledger/client";
import {
  ContributionState,
  MsgContribute,
  MsgContributeResponse,
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgFreezeVersion,
  MsgReview,
  PrivateSessions,
  QueryService as DatanetQuery,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { toUtf8 } from "@openledger/primitives";
import { demoError } from "../../home/demo-home.ts";
import { BASE_DENOM } from "../../steps/demo-terms.ts";
import { CHEAT_TERMS } from "./cheat-genesis.ts";
import type { Party } from "./parties.ts";
import type { Network } from "./stage.ts";
import { documentsOf, type CheatText } from "./texts.ts";

const CURATORS = ["curator", "second curator"] as const satisfies readonly Party[];
const GRADE = 80;

/** A datanet whose two curators must both accept. */
export async function createDatanet(network: Network, name: string): Promise<bigint> {
  const { parties } = network;
  const message = outgoing(MsgCreateDatanet, {
    ...{ creator: parties.curator.address, name, purpose: "Text that answers quote." },
    licence: {
      spdx: "CC-BY-4.0",
      uses: [Use.USE_TRAIN, Use.USE_RETRIEVE],
      quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    ...{ curators: CURATORS.map((one) => parties[one].address), threshold: CURATORS.length },
    ...{ curatorBps: CHEAT_TERMS.curatorBps, minPriorBps: CHEAT_TERMS.priorBps },
    bondPerKib: { denom: BASE_DENOM, amount: String(CHEAT_TERMS.bondPerKib) },
  });
  return (await network.sender("curator").send([message])).response(MsgCreateDatanetResponse).datanetId;
}

/** Registers texts in their order; both curators fetch each content, check that it gives its root, and accept it. */
export async function registerTexts(network: Network, datanetId: bigint, texts: readonly CheatText[]): Promise<void> {
  const reviews: { readonly seq: bigint; readonly content: PreparedContent }[] = [];
  for (const text of texts) {
    const { contributor, title } = text;
    const { sha256 } = network.crypto;
    const content = prepareContent(sha256, documentsOf(text), sha256(toUtf8(`secret of ${contributor}: ${title}`)));
    await network.blobs.put(content.blob);
    const terms = { contributor: network.parties[contributor].address, datanetId, title, licence: "CC-BY-4.0" };
    const sent = await network.sender(contributor).send([outgoing(MsgContribute, contributeMessage(content, terms))]);
    reviews.push({ seq: sent.response(MsgContributeResponse).seq, content });
  }
  // The last review accepts, which takes more gas: a simulation before the others' would not see that.
  for (const curator of CURATORS) {
    const accept = ({ seq, content }: (typeof reviews)[number]): OutgoingMessage =>
      outgoing(MsgReview, {
        ...{ curator: network.parties[curator].address, datanetId, seq, rowsRoot: content.rows.root },
        ...{ verdict: Verdict.VERDICT_ACCEPT, grade: GRADE },
      });
    await network.sender(curator).send(reviews.map(accept));
  }
  const { contribution } = await network.client.query(DatanetQuery.Contribution, { datanetId, seq: reviews.at(-1)?.seq ?? 0n });
  if (contribution?.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED) return;
  throw demoError("CHECK", `both curators accepted, and contribution ${datanetId}/${contribution?.seq} is not`);
}

export async function freeze(network: Network, datanetId: bigint): Promise<void> {
  const signer = network.parties.curator.address;
  await network.sender("curator").send([outgoing(MsgFreezeVersion, { signer, datanetId })]);
}
