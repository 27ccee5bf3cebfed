/** CometBFT's side of one ABCI socket, as its Go client behaves. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createFrameReader, frameOf, abciAddress } from "@openledger/abci";
import { decodeOwn, type DeepPartial } from "@openledger/messages";
import { Request, Response } from "@openledger/messages/tendermint/abci";

/** Kinds of requests, which are the kinds of their responses too. */
export type AbciKind = Exclude<keyof Response, "exception">;

/** The App answered with an exception, or the connection broke: CometBFT would end now. */
export class AbciClientError extends Error {
  override readonly name = "AbciClientError";
}

/** One connection. Answers come in the order of the requests; anything else is an AbciClientError. */
export interface AbciClient {
  /** A request with a Flush behind it, as Go's synchronous calls are. */
  call<Kind extends AbciKind>(kind: Kind, request: DeepPartial<NonNullable<Request[Kind]>>): Promise<NonNullable<Response[Kind]>>;
  /** A request whose answer comes with a later flush, as Go's CheckTxAsync. */
  send<Kind extends AbciKind>(kind: Kind, request: DeepPartial<NonNullable<Request[Kind]>>): Promise<NonNullable<Response[Kind]>>;
  flush(): Promise<void>;
  /** Writes bytes as they are. */
  writeRaw(bytes: Uint8Array): void;
  /** Resolves when the App has closed the connection. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Go's client writes its buffer out when it holds this much. */
const BUFFER_BYTES = 64 * 1024;

interface Waiting {
  readonly kind: AbciKind;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to `unix://PATH` or `tcp://HOST:PORT`. */
export async function connectAbci(address: string): Promise<AbciClient> {
  const to = abciAddress(address);
  const socket = to.kind === "unix" ? connect(to.path) : connect(to.port, to.host);
  await once(socket, "connect");
  return clientOn(socket);
}

function clientOn(socket: Socket): AbciClient {
  const waiting: Waiting[] = [];
  const reader = createFrameReader(2 ** 31 - 1);
  let buffered: Uint8Array[] = [];
  let bytes = 0;
  let failure: AbciClientError | undefined;

  const fail = (reason: string): void => {
    failure ??= new AbciClientError(reason);
    for (const { reject } of waiting.splice(0)) reject(failure);
    socket.destroy();
  };
  const take = (frame: Uint8Array): void => {
    const response = decodeOwn(Response, frame);
    if (response.exception !== undefined) return fail(response.exception.error);
    const next = waiting.shift();
    if (next === undefined || response[next.kind] === undefined) return fail(`an answer of another kind than ${next?.kind ?? "any"}`);
    next.resolve(response);
  };
  socket.on("error", (error) => fail(error.message));
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      fail("the connection was closed");
      resolve();
    });
  });
  socket.on("data", (chunk: Buffer) => {
    for (const frame of reader.push(chunk)) take(frame);
  });

  const writeOut = (): void => {
    if (bytes > 0) socket.write(Buffer.concat(buffered));
    buffered = [];
    bytes = 0;
  };
  const send: AbciClient["send"] = (kind, request) => {
    if (failure !== undefined) return Promise.reject(failure);
    const frame = frameOf(Request.toBytes(Request.create({ [kind]: request })));
    buffered.push(frame);
    bytes += frame.length;
    const answered = new Promise<Response>((resolve, reject) => waiting.push({ kind, resolve, reject }));
    if (bytes >= BUFFER_BYTES) writeOut();
    return answered.then((response) => response[kind] as NonNullable<Response[typeof kind]>);
  };
  const flush = async (): Promise<void> => {
    const flushed = send("flush", {});
    writeOut();
    await flushed;
  };
  return {
    send,
    flush,
    async call(kind, request) {
      const answered = send(kind, request);
      const [response] = await Promise.all([answered, flush()]);
      return response;
    },
    writeRaw: (raw) => void socket.write(raw),
    closed,
    close: () => void socket.destroy(),
  };
}
