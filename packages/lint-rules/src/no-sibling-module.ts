import { posix } from "node:path";
import type { LintRule } from "./rule.ts";
import { visitImports } from "./visit-imports.ts";

/** Folders below packages/modules/src that belong to no module. */
const shared = new Set(["support"]);

/** Modules meet in `packages/chain` through expected keepers; one never imports another. */
export const noSiblingModule: LintRule = {
  create(context) {
    const file = context.filename.replaceAll("\\", "/");
    const own = moduleOf(file);
    return visitImports(context, (target) => {
      if (own === undefined || !target.startsWith(".")) return undefined;
      const other = moduleOf(posix.join(posix.dirname(file), target));
      if (other === undefined || other === own || shared.has(other)) return undefined;
      return `module ${own} imports module ${other}; declare what it needs in expected-keepers.ts`;
    });
  },
};

function moduleOf(path: string): string | undefined {
  return /(?:^|\/)packages\/modules\/src\/([^/]+)\//.exec(path)?.[1];
}
