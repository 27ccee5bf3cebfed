import type { ChatRequest } from "@openledger/client";
import type { TextListener } from "./buyer-session.ts";

/** Passes one answer on although several hosts may have to make it. */
export interface Relay {
  /** What the caller has been given. */
  readonly delivered: string;
  /** The caller wants no more. */
  readonly isGone: boolean;
  /** The request for the next host: it goes on where the last one fell silent. */
  request(): ChatRequest;
  /** Listens to the next host. */
  listener(): TextListener | undefined;
}

/** What the caller has already read is given to the next host as the beginning of its answer. */
export function createRelay(request: ChatRequest, listener: TextListener | undefined): Relay {
  let delivered = "";
  return {
    get delivered() {
      return delivered;
    },
    get isGone() {
      return listener?.signal.aborted ?? false;
    },
    request() {
      if (delivered === "") return request;
      return { ...request, messages: [...request.messages, { role: "assistant", text: delivered }] };
    },
    listener() {
      if (listener === undefined) return undefined;
      const before = delivered;
      let held: string | undefined = "";
      const pass = (text: string): void => {
        if (text === "") return;
        delivered += text;
        listener.onText(text);
      };
      return {
        signal: listener.signal,
        onText(text) {
          if (held === undefined) return pass(text);
          held += text;
          // A host may begin from the start: what was read before is not repeated.
          if (held.length < before.length && before.startsWith(held)) return;
          const fresh = held.startsWith(before) ? held.slice(before.length) : held;
          held = undefined;
          pass(fresh);
        },
      };
    },
  };
}
