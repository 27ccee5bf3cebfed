/** JSON-RPC's reserved codes as CometBFT uses them. */
export type RpcErrorCode = -32700 | -32600 | -32601 | -32602 | -32603;

const TITLES: Readonly<Record<RpcErrorCode, string>> = {
  [-32700]: "Parse error. Invalid JSON",
  [-32600]: "Invalid Request",
  [-32601]: "Method not found",
  [-32602]: "Invalid params",
  [-32603]: "Internal error",
};

/** An error that a client gets to see: a code, CometBFT's title for it and a sentence. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: RpcErrorCode;
  /** The sentence; absent for an unknown method. */
  readonly data: string | undefined;

  constructor(code: RpcErrorCode, data?: string) {
    super(data ?? TITLES[code]);
    this.code = code;
    this.data = data;
  }

  toJSON(): { readonly code: RpcErrorCode; readonly message: string; readonly data?: string } {
    const message = TITLES[this.code];
    return this.data === undefined ? { code: this.code, message } : { code: this.code, message, data: this.data };
  }
}

/** A method that cannot give what was asked for: unknown height, unknown transaction, bad query. */
export function failed(sentence: string): RpcError {
  return new RpcError(-32603, sentence);
}

/** Arguments of the wrong kind. */
export function badParams(sentence: string): RpcError {
  return new RpcError(-32602, `error converting json params to arguments: ${sentence}`);
}
