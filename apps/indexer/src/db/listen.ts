import pg from "pg";
import { COMMIT_CHANNEL } from "./commit-channel.ts";

const RECONNECT_MS = 1_000;

/** Listens on a connection of its own, which is opened anew whenever it ends. */
export function listenForCommits(url: string, listener: () => void): Disposable {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const again = (broken: pg.Client): void => {
    if (closed || client !== broken) return;
    client = undefined;
    broken.end().catch(() => undefined);
    timer = setTimeout(connect, RECONNECT_MS).unref();
  };
  const connect = (): void => {
    const opened = new pg.Client({ connectionString: url, keepAlive: true, application_name: "openledger-listen" });
    client = opened;
    opened.on("error", () => again(opened));
    opened.on("end", () => again(opened));
    opened.on("notification", listener);
    opened
      .connect()
      .then(() => opened.query(`listen ${COMMIT_CHANNEL}`))
      // Notices of the time without a connection are lost.
      .then(() => listener())
      .catch(() => again(opened));
  };
  connect();

  return {
    [Symbol.dispose]() {
      closed = true;
      clearTimeout(timer);
      client?.end().catch(() => undefined);
    },
  };
}
