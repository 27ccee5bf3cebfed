import { contentTree, type RowTree } from "@openledger/attribution";
import { ContentBundle, type Contribution, type MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { DecodeError, type DeepPartial } from "@openledger/messages";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import { ClientError } from "../errors.ts";

/** A document of a contribution. */
export interface ContentDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Content in the form in which it is registered and stored. */
export interface PreparedContent {
  /** The blob that whoever reviews or serves the content fetches. */
  readonly blob: Uint8Array;
  /** sha256 of the blob. */
  readonly blobHash: Uint8Array;
  readonly rows: RowTree;
  readonly documents: readonly ContentDocument[];
}

/**
 * Packs documents into a content bundle and builds their row tree. `secret`: 32 bytes that nobody can guess and that
 * travel with the content; the same secret and documents give the same commitment.
 */
export function prepareContent(
  sha256: Sha256,
  documents: readonly ContentDocument[],
  secret: Uint8Array,
): PreparedContent {
  const bundle = { version: 1, secret, documents: documents.map(({ path, bytes }) => ({ path, data: bytes })) };
  const blob = ContentBundle.toBytes(ContentBundle.create(bundle));
  const rows = contentTree(sha256, documents.map(({ bytes }) => bytes), secret);
  return { blob, blobHash: sha256(blob), rows, documents };
}

/** The MsgContribute that registers prepared content. */
export function contributeMessage(
  content: PreparedContent,
  terms: Pick<MsgContribute, "contributor" | "datanetId" | "title" | "licence">,
): DeepPartial<MsgContribute> {
  return {
    ...terms,
    rows: content.rows.commitment,
    documentCount: content.documents.length,
    blob: content.blobHash,
  };
}

/**
 * Reads a contribution's blob and checks that it is the registered content. Throws {@link ClientError} `content`: a
 * curator rejects such a contribution.
 */
export function openContent(
  sha256: Sha256,
  blob: Uint8Array,
  contribution: Pick<Contribution, "datanetId" | "seq" | "blob" | "rowsRoot" | "documentCount">,
): PreparedContent {
  const name = `contribution ${contribution.datanetId}/${contribution.seq}`;
  const blobHash = sha256(blob);
  if (!equalBytes(blobHash, contribution.blob)) {
    throw new ClientError("content", `the blob of ${name} has hash ${toHex(blobHash)}, not ${toHex(contribution.blob)}`);
  }
  const bundle = decodeBundle(blob, name);
  const documents = bundle.documents.map(({ path, data }) => ({ path, bytes: data }));
  const rows = contentTree(sha256, documents.map(({ bytes }) => bytes), bundle.secret);
  const isRegistered = equalBytes(rows.root, contribution.rowsRoot) && documents.length === contribution.documentCount;
  if (!isRegistered) throw new ClientError("content", `the content of ${name} does not give its rows root`);
  return { blob, blobHash, rows, documents };
}

function decodeBundle(blob: Uint8Array, name: string): ContentBundle {
  try {
    const bundle = ContentBundle.fromBytes(blob);
    if (bundle.version !== 1) throw new ClientError("content", `${name} has a bundle of version ${bundle.version}`);
    if (bundle.secret.length !== 32) throw new ClientError("content", `the secret of ${name} has not 32 bytes`);
    return bundle;
  } catch (error) {
    if (error instanceof DecodeError) throw new ClientError("content", `the blob of ${name} is no content bundle`, { cause: error });
    throw error;
  }
}
