import type { LintRule } from "./rule.ts";

const ambient = new Set(["Date", "WeakRef", "FinalizationRegistry", "Atomics", "SharedArrayBuffer", "globalThis", "process", "performance", "console", "setTimeout", "setInterval", "fetch", "crypto"]);

/** Time, entropy and the machine reach pure code only as arguments. */
export const noAmbient: LintRule = {
  create(context) {
    return {
      Identifier(node) {
        if (!ambient.has(node.name)) return;
        const parent = node.parent;
        const isProperty = parent.type === "MemberExpression" && parent.property === node && !parent.computed;
        const isKey = (parent.type === "Property" || parent.type === "PropertyDefinition" || parent.type === "TSPropertySignature" || parent.type === "TSMethodSignature") && parent.key === node;
        if (isProperty || isKey || isDeclared(context, node)) return;
        context.report({ node, message: `${node.name} differs between machines; take what you need as an argument` });
      },
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type === "Identifier" && object.name === "Math" && property.type === "Identifier" && property.name === "random") {
          context.report({ node, message: "there is no entropy in pure code" });
        }
      },
    };
  },
};

/** True for a name that the file declares itself, such as a parameter called `crypto`. */
function isDeclared(context: Parameters<LintRule["create"]>[0], node: Parameters<typeof context.sourceCode.getScope>[0] & { readonly name: string }): boolean {
  let scope: ReturnType<typeof context.sourceCode.getScope> | null = context.sourceCode.getScope(node);
  while (scope !== null) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined && variable.defs.length > 0) return true;
    scope = scope.upper;
  }
  return false;
}
