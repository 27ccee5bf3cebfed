import type { ExecutionArgs } from "graphql";
import { toHex } from "@openledger/primitives";
import type { Checkpoint } from "../db/checkpoint.ts";
import { operationOf, rootFields } from "./operation.ts";

/** One answer takes at most this share of the cache. */
const SHARE_MAX = 8;
const BYTES_PER_CHARACTER = 2;

/** Tells what the node said last, which is no part of a snapshot. */
const BEYOND_SNAPSHOT = "_meta";

/** Answers by what was asked of one state of the index; another state begins anew. */
export interface AnswerCache {
  get(at: Checkpoint, question: string): string | undefined;
  put(at: Checkpoint, question: string, answer: string): void;
}

/** Keeps answers up to a number of bytes; those that were used longest ago go first. */
export function createAnswerCache(bytesMax: number): AnswerCache {
  let state = "";
  let bytes = 0;
  const answers = new Map<string, string>();
  const turnTo = (at: Checkpoint): void => {
    const now = stateOf(at);
    if (now === state) return;
    state = now;
    bytes = 0;
    answers.clear();
  };
  const drop = (question: string, answer: string): void => {
    answers.delete(question);
    bytes -= sizeOf(question, answer);
  };
  return {
    get(at, question) {
      turnTo(at);
      const answer = answers.get(question);
      if (answer === undefined) return undefined;
      answers.delete(question);
      answers.set(question, answer);
      return answer;
    },
    put(at, question, answer) {
      const size = sizeOf(question, answer);
      if (size > bytesMax / SHARE_MAX) return;
      turnTo(at);
      const before = answers.get(question);
      if (before !== undefined) drop(question, before);
      answers.set(question, answer);
      bytes += size;
      for (const [oldest, of] of answers) {
        if (bytes <= bytesMax) return;
        drop(oldest, of);
      }
    },
  };
}

/** What a request asks of a snapshot; undefined when its answer depends on more than that. */
export function questionOf({ document, operationName, variableValues }: ExecutionArgs): string | undefined {
  const operation = operationOf({ document, operationName });
  const text = document.loc?.source.body;
  if (text === undefined || operation?.operation !== "query" || rootFields(document, operation).has(BEYOND_SNAPSHOT)) return undefined;
  return JSON.stringify([text, operationName ?? "", variableValues ?? {}]);
}

/** Rows change with their checkpoint alone, and its digest is that of all of them. */
function stateOf({ chainId, codeVersion, height, digest, nonce }: Checkpoint): string {
  return [chainId, codeVersion, height, nonce, toHex(digest)].join("/");
}

function sizeOf(question: string, answer: string): number {
  return (question.length + answer.length) * BYTES_PER_CHARACTER;
}
