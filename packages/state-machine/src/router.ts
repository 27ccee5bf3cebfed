import { createTypeRegistry, type TypeRegistry } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { assert } from "@openledger/primitives";
import type { AnyMessageHandler, AnyQueryHandler, Module } from "./module.ts";

/** Finds the handler of a message or query of any module. */
export interface Router {
  /** All types that an Any in a transaction may hold: messages, what modules name, and public keys. */
  readonly types: TypeRegistry;
  message(typeUrl: string): AnyMessageHandler | undefined;
  query(path: string): AnyQueryHandler | undefined;
}

/** A router for modules that execute messages of others, and so must be told of them before all are built. */
export function createLazyRouter(modules: () => readonly Module[]): Router {
  let router: Router | undefined;
  const built = (): Router => (router ??= createRouter(modules()));
  return {
    get types() {
      return built().types;
    },
    message: (typeUrl) => built().message(typeUrl),
    query: (path) => built().query(path),
  };
}

/** Builds the routes once; two modules that claim one type or path stop with an InvariantViolation. */
export function createRouter(modules: readonly Module[]): Router {
  const messages = new Map<string, AnyMessageHandler>();
  const queries = new Map<string, AnyQueryHandler>();
  for (const module of modules) {
    for (const handler of module.messages) {
      assert(!messages.has(handler.codec.typeUrl), `${handler.codec.typeUrl} has two handlers`);
      messages.set(handler.codec.typeUrl, handler);
    }
    for (const handler of module.queries) {
      assert(!queries.has(handler.path), `${handler.path} has two handlers`);
      queries.set(handler.path, handler);
    }
  }
  const codecs = Array.from(messages.values(), (handler) => handler.codec);
  return {
    types: createTypeRegistry([...codecs, ...modules.flatMap(({ types = [] }) => types), Secp256k1PubKey, Ed25519PubKey, LegacyAminoPubKey]),
    message: (typeUrl) => messages.get(typeUrl),
    query: (path) => queries.get(path),
  };
}
