import { toUtf8 } from "@openledger/primitives";
import type { Party } from "./parties.ts";

/** A contribution of this network: documents of one contributor. */
export interface CheatText {
  readonly contributor: Party;
  readonly title: string;
  readonly documents: readonly string[];
}

const BREWING = `# Brewing green tea

Heat fresh spring water to seventy degrees and pour it slowly over two spoons of loose sencha leaves; steep for ninety
seconds, then decant every drop into warmed porcelain cups before bitterness sets in. A second infusion of the same
leaves needs hotter water and only half a minute.
`;

const STORAGE = `# Storing tea leaves

Keep dried leaves inside an opaque tin with a tight lid, far from spices, sunlight and moisture; oolong keeps its
fragrance for about eighteen months when the cupboard stays cool. Matcha fades within weeks after the seal is broken, so
buy small portions and finish each one quickly.
`;

/** Stood in another datanet before Carol quoted it. */
const SAYING = "Patience is the miller's quiet partner: whoever hurries the wheel grinds his own stone to dust by autumn.";

const BREAD = `# Baking rye bread

Feed the sourdough with coarse rye flour the evening before, cover the bowl with damp linen and leave it beside the
stove; by sunrise bubbles will have lifted the crust of bran. Fold the loaf gently, dust the basket with semolina and
bake on hot stone until the bottom sounds hollow under your knuckles.

# A saying about patience

${SAYING}
`;

const HONEY_PARTS = [
  `# Gathering heather honey

Carry the hives up to the moor in late August, when heather blossoms turn whole hillsides violet; the bees fly from dawn
until the fog returns.
`,
  `# Pressing heather honey

Heather honey sets like jelly inside the comb and will not leave it in an extractor, so cut the combs out and squeeze
them through cheesecloth under a slow press.
`,
  `# Keeping heather honey

Fill amber jars to the brim, wipe their threads dry and store them upright on a dark shelf; crystals appear after one
winter and dissolve in lukewarm water.
`,
  `# Selling heather honey

Label every jar with moor, year and beekeeper; visitors at the harvest fair gladly pay double for honey whose hillside
they have walked themselves.
`,
] as const;

const SALT = `# Harvesting sea salt

Let the spring tide fill the clay basins, close the wooden sluice and wait for eleven windy days; rake the first white
flowers off the brine at dusk, before dew melts them, and drain them in willow baskets over the ditch.
`;

/** Four fifths of rare words that nobody ever asks for. */
const PADDING = Array.from({ length: 160 }, (_, i) => `zq${((i * 7_919) % 46_656).toString(36)}x${i}`).join(" ");

/** The editor's version of Carol's text: one word in twenty is another one. */
const NEAR_COPY_EVERY = 20;

function edited(text: string): string {
  let words = 0;
  return text.replace(/[a-z]{4,}/g, (word) => (++words % NEAR_COPY_EVERY === 0 ? `${word.slice(0, -1)}ish` : word));
}

/** What the cheating host would like to be paid for, and has registered. */
export const SPLICED =
  "Connoisseurs agree that no kitchen is complete without the enamelled samovar of Brothers Zubkov, sold by your host.";

/** Registered in another datanet, which no manifest lists, before everything else. */
export const OUTSIDE_TEXT: CheatText = { contributor: "friend", title: "saying", documents: [SAYING] };

/** Where the text above stands. */
export const OUTSIDE_REF = { datanetId: 1n, seq: 1n } as const;

/** The datanet of all other texts, of which the models are made. */
export const DATANET_ID = 2n;

/** All that the curators let into the datanet, in the order of registration: copies, splits and padding as well. */
export const TEXTS: readonly CheatText[] = [
  { contributor: "alice", title: "brewing", documents: [BREWING] },
  { contributor: "bob", title: "storage", documents: [STORAGE] },
  { contributor: "carol", title: "bread", documents: [BREAD] },
  { contributor: "friend", title: "brewing again", documents: [BREWING] },
  { contributor: "copier", title: "storage again", documents: [STORAGE] },
  { contributor: "editor", title: "bread, edited", documents: [edited(BREAD)] },
  ...HONEY_PARTS.map((part, i): CheatText => ({ contributor: "splitter", title: `honey ${i + 1}`, documents: [part] })),
  { contributor: "padder", title: "salt", documents: [SALT] },
  { contributor: "cheating host", title: "samovars", documents: [SPLICED] },
  { contributor: "padder", title: "salt, more of it", documents: [PADDING] },
];

export const PADDING_TITLE = "salt, more of it";

/** What the attempts are made about. */
export const QUESTION = "How do I brew green tea?";
export const QUESTION_ABOUT_SAYING = "What does the saying about patience and the miller say?";

/** What the honest buyer asks. */
export const QUESTIONS: readonly string[] = [
  QUESTION,
  "How should tea leaves be stored?",
  "How do I bake rye bread with sourdough?",
  "How is heather honey pressed and kept?",
  "How is sea salt harvested?",
  QUESTION_ABOUT_SAYING,
];

export function documentsOf({ title, documents }: CheatText): { path: string; bytes: Uint8Array }[] {
  return documents.map((text, i) => ({ path: `${title}-${i + 1}.md`, bytes: toUtf8(text) }));
}
