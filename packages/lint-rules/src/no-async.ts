import type { LintRule } from "./rule.ts";

const message = "pure code is synchronous: read what you need before, write it after";

/** Pure code never waits, so its order of steps is the order in the file. */
export const noAsync: LintRule = {
  create(context) {
    return {
      FunctionDeclaration(node) {
        if (node.async) context.report({ node, message });
      },
      FunctionExpression(node) {
        if (node.async) context.report({ node, message });
      },
      ArrowFunctionExpression(node) {
        if (node.async) context.report({ node, message });
      },
      AwaitExpression(node) {
        context.report({ node, message });
      },
      Identifier(node) {
        if (node.name === "Promise" || node.name === "queueMicrotask") context.report({ node, message });
      },
    };
  },
};
