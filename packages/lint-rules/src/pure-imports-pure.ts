import type { LintRule } from "./rule.ts";
import { visitImports } from "./visit-imports.ts";

/** What pure code may import: pure packages. */
const pure = new Set(["primitives", "messages", "store", "comet", "derivation", "attribution", "retrieval", "ngram", "state-machine", "modules", "chain"]);

/** The layers are apps, io, ports, pure, and imports go one way. */
export const pureImportsPure: LintRule = {
  create(context) {
    return visitImports(context, (target) => {
      const own = /^@openledger\/([^/]+)/.exec(target)?.[1];
      const isImpure = target.startsWith("node:") || (own !== undefined && !pure.has(own));
      return isImpure ? `pure code imports ${target}; take it as an argument from compose` : undefined;
    });
  },
};
