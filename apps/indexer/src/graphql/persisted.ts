import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Plugin } from "graphql-yoga";
import { z } from "zod";
import { fatal } from "../errors.ts";
import { clientError } from "./errors.ts";

/** Texts that clients register by themselves and that are kept; the oldest goes first. */
const REGISTERED_MAX = 1_000;
const HASH = /^[0-9a-f]{64}$/;

export interface PersistedOperations {
  /** Documents by the hex sha256 of their text. */
  readonly documents: ReadonlyMap<string, string>;
  /** Refuses every document that is not among them. */
  readonly only: boolean;
}

const manifest = z.record(z.string().regex(HASH), z.string());

/** Reads a JSON object from hex sha256 to document. Throws a fatal OperationalError that names the entry which is wrong. */
export async function readPersistedOperations(file: string): Promise<ReadonlyMap<string, string>> {
  let entries: Readonly<Record<string, string>>;
  try {
    entries = manifest.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw fatal("BAD_OPERATIONS", `${file} is not a JSON object from sha256 to GraphQL document`, cause);
  }
  for (const [hash, text] of Object.entries(entries)) {
    if (sha256Hex(text) !== hash) throw fatal("BAD_OPERATIONS", `${file}: the document under ${hash} has sha256 ${sha256Hex(text)}`);
  }
  return new Map(Object.entries(entries));
}

/**
 * Operations by hash, as Apollo's clients send them (`extensions.persistedQuery`). Without a fixed list a client registers
 * a text by sending it once with its hash; with `only` nothing else than the list is answered, by hash or by text.
 */
export function persistedOperations({ documents, only }: PersistedOperations): Plugin {
  const registered = new Map<string, string>();
  return {
    onParams({ params, setParams }) {
      const hash = hashOf(params.extensions);
      const text = params.query;
      if (only && text !== undefined && !documents.has(sha256Hex(text))) {
        throw clientError("BAD_USER_INPUT", "this endpoint answers registered operations alone, and this document is not one of them");
      }
      if (hash === undefined) return;
      if (text !== undefined) {
        if (sha256Hex(text) !== hash) throw clientError("BAD_USER_INPUT", "the hash is not the sha256 of the document that came with it");
        if (!documents.has(hash)) remember(registered, hash, text);
        return;
      }
      const known = documents.get(hash) ?? registered.get(hash);
      // The text is what Apollo's clients wait for to send the document itself.
      if (known === undefined) throw clientError("NOT_FOUND", "PersistedQueryNotFound");
      setParams({ ...params, query: known });
    },
  };
}

function hashOf(extensions: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const persisted = extensions?.["persistedQuery"];
  if (typeof persisted !== "object" || persisted === null || !("sha256Hash" in persisted)) return undefined;
  const { sha256Hash } = persisted;
  if (typeof sha256Hash !== "string" || !HASH.test(sha256Hash)) {
    throw clientError("BAD_USER_INPUT", "`extensions.persistedQuery.sha256Hash` is the hex sha256 of a document");
  }
  return sha256Hash;
}

function remember(registered: Map<string, string>, hash: string, text: string): void {
  registered.delete(hash);
  registered.set(hash, text);
  const [oldest] = registered.keys();
  if (registered.size > REGISTERED_MAX && oldest !== undefined) registered.delete(oldest);
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
