import { allContributions, contributeMessage, outgoing, prepareContent, type PreparedContent } from "@openledger/client";
import { MsgContribute, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Corpus, CorpusContribution } from "../corpus/corpus.ts";
import { demoError } from "../home/demo-home.ts";
import type { Signer } from "../home/demo-keys.ts";
import { TERMS } from "./demo-terms.ts";
import { inParallel, type World } from "./world.ts";

/** A contribution that is to stand on the chain, ready to be sent. */
export interface PlannedContribution {
  readonly title: string;
  readonly source: CorpusContribution;
  readonly signer: Signer;
  readonly content: PreparedContent;
  /** What the contributor locks with it, units of the base denom. */
  readonly bond: bigint;
}

/** `name@version`, or the name alone where nothing has a version. */
export function titleOf({ name, version }: Pick<CorpusContribution, "name" | "version">): string {
  return version === "" ? name : `${name}@${version}`;
}

/**
 * The contributions of the corpus that the chain does not know yet, in the corpus' order. The order on the chain is
 * the same in every run: contributions are registered one after the other, so a run that was cut short left a prefix.
 */
export async function planContributions(
  world: World,
  datanetId: bigint,
  corpus: Corpus,
  onPrepared: (done: number, of: number) => void,
): Promise<PlannedContribution[]> {
  const registered = await allContributions(world.client, datanetId);
  const known = new Set(registered.map(({ contributor, title }) => `${contributor} ${title}`));
  const planned: PlannedContribution[] = [];
  for (const source of corpus.contributions) {
    const signer = await world.keys.contributors.signer(source.owner);
    const title = titleOf(source);
    if (known.has(`${signer.address} ${title}`)) continue;
    const content = prepareContent(world.crypto.sha256, source.documents, world.keys.contributors.contentSecret(title));
    const kib = (content.rows.commitment.byteCount + 1023n) / 1024n;
    planned.push({ title, source, signer, content, bond: kib * TERMS.bondPerKib });
    onPrepared(planned.length, corpus.contributions.length - known.size);
    // Lets the progress display breathe between long computations.
    if (planned.length % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return planned;
}

/** Stores the content of each planned contribution with the node, before its commitment goes on chain. */
export async function uploadContent(
  world: World,
  planned: readonly PlannedContribution[],
  onStored: (done: number, bytes: number) => void,
): Promise<void> {
  let done = 0;
  let bytes = 0;
  await inParallel(planned, UPLOADS_AT_ONCE, async ({ content }) => {
    await world.blobs.put(content.blob);
    done += 1;
    bytes += content.blob.length;
    onStored(done, bytes);
  });
}

const UPLOADS_AT_ONCE = 8;
const MESSAGES_PER_TX = 20;
const GAS_PER_TX = 100_000n;
const GAS_PER_CONTRIBUTION = 150_000n;

/** Registers what is planned. Transactions of all owners wait in one queue, so one block takes many. */
export async function registerContributions(
  world: World,
  datanetId: bigint,
  planned: readonly PlannedContribution[],
  onSent: (done: number, of: number) => void,
): Promise<Contribution[]> {
  const hashes: string[] = [];
  let sent = 0;
  for (const batch of batches(planned)) {
    const { signer } = batch[0];
    const messages = batch.map(({ title, source, content }) =>
      outgoing(
        MsgContribute,
        contributeMessage(content, { contributor: signer.address, datanetId, title, licence: source.licence.slice(0, 256) }),
      ),
    );
    const gasLimit = GAS_PER_TX + GAS_PER_CONTRIBUTION * BigInt(messages.length);
    hashes.push(await world.sender(signer).submit(messages, { gasLimit }));
    sent += batch.length;
    onSent(sent, planned.length);
  }
  for (const hash of hashes) {
    const { code, log } = await world.client.waitForTx(hash);
    if (code !== 0) throw demoError("CHECK", `a contribution was refused in its block (transaction ${hash}): ${log}`);
  }
  return allContributions(world.client, datanetId);
}

/** Neighbours of one owner share a transaction; the order stays. */
function batches(planned: readonly PlannedContribution[]): (readonly [PlannedContribution, ...PlannedContribution[]])[] {
  const all: [PlannedContribution, ...PlannedContribution[]][] = [];
  for (const one of planned) {
    const last = all.at(-1);
    if (last?.[0].signer === one.signer && last.length < MESSAGES_PER_TX) last.push(one);
    else all.push([one]);
  }
  return all;
}
