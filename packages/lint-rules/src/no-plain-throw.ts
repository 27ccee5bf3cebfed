import type { LintRule } from "./rule.ts";

const plainErrors = new Set(["Error", "TypeError", "RangeError", "SyntaxError", "AggregateError"]);

/** Every error has a class and a code that its one catcher knows; a bug is an assertion. */
export const noPlainThrow: LintRule = {
  create(context) {
    return {
      ThrowStatement(node) {
        const thrown = node.argument;
        const isPlain = (thrown.type === "NewExpression" || thrown.type === "CallExpression") && thrown.callee.type === "Identifier" && plainErrors.has(thrown.callee.name);
        const isValue = thrown.type === "Literal" || thrown.type === "TemplateLiteral" || thrown.type === "ObjectExpression";
        if (isPlain || isValue) context.report({ node, message: "throw an error class with a code, or call assert when only a bug leads here" });
      },
    };
  },
};
