import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseReceiptFile, RECEIPT_FILE_BYTES_MAX, ReceiptFileError, type ReceiptFile } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { nodeError } from "../node-error.ts";
import { parseUrl } from "./parse-arguments.ts";

/** Where a receipt named by session and index is looked for. */
export interface ReceiptPlaces {
  /** The buyer's home. */
  readonly home: string;
  /** URL of the running proxy of that buyer, asked when the home has no such file. */
  readonly buyer: string;
}

/**
 * Reads a receipt file by its path, or `session/index` from the buyer's home or running proxy. Throws NodeError `HOME`
 * when it is nowhere and `CONFIG` when it is no receipt file.
 */
export async function readReceipt(receipt: string, places: ReceiptPlaces): Promise<ReceiptFile> {
  const own = /^(\d{1,20})\/(\d{1,10})$/.exec(receipt);
  if (own === null) return parse(receipt, readBounded(receipt));
  const path = join(places.home, "receipts", `${own[1]}-${own[2]}.json`);
  return existsSync(path) ? parse(path, readBounded(path)) : askProxy(receipt, path, places.buyer);
}

async function askProxy(receipt: string, path: string, buyer: string): Promise<ReceiptFile> {
  const url = `${parseUrl(buyer, "--buyer")}/openledger/v1/receipts/${receipt}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (response?.ok !== true) {
    throw nodeError(
      "HOME",
      `${path} does not exist and ${buyer} has no receipt ${receipt}; give a RECEIPT.json, --home or --buyer`,
    );
  }
  return parse(url, await response.text());
}

function readBounded(path: string): string {
  try {
    if (statSync(path).size > RECEIPT_FILE_BYTES_MAX) {
      throw nodeError("CONFIG", `${path} is longer than a receipt file can be (${RECEIPT_FILE_BYTES_MAX} bytes)`);
    }
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw nodeError("HOME", `${path} does not exist; give a RECEIPT.json, or session/index`, error);
    }
    if (error instanceof OperationalError) throw error;
    throw nodeError("HOME", `${path} cannot be read; give a RECEIPT.json, or session/index`, error);
  }
}

function parse(source: string, text: string): ReceiptFile {
  try {
    return parseReceiptFile(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw nodeError("CONFIG", `${source}: this is no RECEIPT.json, or only a part of one; take it from the proxy or the page again`, error);
    }
    if (error instanceof ReceiptFileError) {
      throw nodeError("CONFIG", `${source}: ${error.message}`, error);
    }
    throw error;
  }
}
