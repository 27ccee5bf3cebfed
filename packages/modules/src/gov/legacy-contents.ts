/** What proposals of v1beta1 could hold: kinds of content, of which all but a text name a handler that may be missing. */
import type { MessageCodec } from "@openledger/messages";
import { CommunityPoolSpendProposal } from "@openledger/messages/cosmos/distribution/v1beta1";
import { TextProposal } from "@openledger/messages/cosmos/gov/v1beta1";
import { ParameterChangeProposal } from "@openledger/messages/cosmos/params/v1beta1";
import { CancelSoftwareUpgradeProposal, SoftwareUpgradeProposal } from "@openledger/messages/cosmos/upgrade/v1beta1";
import { toUtf8 } from "@openledger/primitives";
import {
  emptyChanges,
  emptyKey,
  emptySubspace,
  emptyValue,
  invalidProposalContent,
  noProposalHandlerExists,
  unknownSubspace,
} from "./errors.ts";

/** Every content has both. */
export interface Abstract {
  readonly title: string;
  readonly description: string;
}

/** One kind of content. */
export interface ContentKind {
  readonly codec: MessageCodec<object>;
  /** The module whose handler it names. */
  readonly route: string;
  /** What the SDK calls the kind; only some may be proposed since 0.50. */
  readonly type: string;
  readonly isProposable: boolean;
  /** Throws the SDK's errors for a content that makes no sense. */
  check(content: object): void;
  /** Runs the content, or throws the SDK's error. */
  run(content: object): void;
}

const MAX_TITLE_BYTES = 140;
const MAX_DESCRIPTION_BYTES = 10_000;

function checkAbstract({ title, description }: Abstract): void {
  if (title.trim() === "") throw invalidProposalContent("proposal title cannot be blank");
  if (toUtf8(title).length > MAX_TITLE_BYTES) {
    throw invalidProposalContent(`proposal title is longer than max length of ${MAX_TITLE_BYTES}`);
  }
  if (description === "") throw invalidProposalContent("proposal description cannot be blank");
  if (toUtf8(description).length > MAX_DESCRIPTION_BYTES) {
    throw invalidProposalContent(`proposal description is longer than max length of ${MAX_DESCRIPTION_BYTES}`);
  }
}

function checkChanges({ changes }: ParameterChangeProposal): void {
  if (changes.length === 0) throw emptyChanges();
  for (const { subspace, key, value } of changes) {
    if (subspace === "") throw emptySubspace();
    if (key === "") throw emptyKey();
    if (value === "") throw emptyValue();
  }
}

/** Modules keep their own params, changed by their MsgUpdateParams: no subspace is known. */
function changeParameters({ changes }: ParameterChangeProposal): void {
  for (const { subspace } of changes) throw unknownSubspace(subspace.slice(0, 100));
}

const absent = (route: string) => (): never => {
  throw noProposalHandlerExists(route);
};

/** Text and parameter changes have handlers, as in the SDK's simapp; upgrades and spends are messages now. */
export const contentKinds: readonly ContentKind[] = [
  {
    codec: TextProposal as MessageCodec<object>,
    route: "gov",
    type: "Text",
    isProposable: true,
    check: (content) => checkAbstract(content as TextProposal),
    run: () => undefined,
  },
  {
    codec: ParameterChangeProposal as MessageCodec<object>,
    route: "params",
    type: "ParameterChange",
    isProposable: true,
    check(content) {
      checkAbstract(content as ParameterChangeProposal);
      checkChanges(content as ParameterChangeProposal);
    },
    run: (content) => changeParameters(content as ParameterChangeProposal),
  },
  {
    codec: SoftwareUpgradeProposal as MessageCodec<object>,
    route: "upgrade",
    type: "SoftwareUpgrade",
    isProposable: true,
    check: (content) => checkAbstract(content as SoftwareUpgradeProposal),
    run: absent("upgrade"),
  },
  {
    codec: CancelSoftwareUpgradeProposal as MessageCodec<object>,
    route: "upgrade",
    type: "CancelSoftwareUpgrade",
    isProposable: true,
    check: (content) => checkAbstract(content as CancelSoftwareUpgradeProposal),
    run: absent("upgrade"),
  },
  {
    codec: CommunityPoolSpendProposal as MessageCodec<object>,
    route: "distribution",
    type: "CommunityPoolSpend",
    isProposable: false,
    check: (content) => checkAbstract(content as CommunityPoolSpendProposal),
    run: absent("distribution"),
  },
];

/** The kind of a content by its type URL; undefined for what is none. */
export function contentKind(typeUrl: string): ContentKind | undefined {
  return contentKinds.find(({ codec }) => codec.typeUrl === typeUrl);
}
