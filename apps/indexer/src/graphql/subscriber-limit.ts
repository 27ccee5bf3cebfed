import type { Plugin } from "graphql-yoga";
import type { GraphqlContext } from "./builder.ts";
import { clientError } from "./errors.ts";

/** Bounds the subscriptions that one client holds open at a time; each holds a connection for as long as it likes. */
export function subscriberLimit(subscribersMax: number): Plugin<GraphqlContext> {
  const open = new Map<string, number>();
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { client } = args.contextValue;
      const count = open.get(client) ?? 0;
      if (count >= subscribersMax) {
        const error = clientError("LIMIT_EXCEEDED", `you hold ${count} subscriptions, at most ${subscribersMax} are served at a time: end one, or put several fields into one operation`);
        return setResultAndStopExecution({ errors: [error] });
      }
      open.set(client, count + 1);
      const close = once(() => {
        const left = (open.get(client) ?? 1) - 1;
        if (left > 0) open.set(client, left);
        else open.delete(client);
      });
      return {
        onSubscribeResult({ result }) {
          // A refused subscription has one answer and no end.
          if (!(Symbol.asyncIterator in result)) close();
          return { onEnd: close };
        },
        onSubscribeError: close,
      };
    },
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
