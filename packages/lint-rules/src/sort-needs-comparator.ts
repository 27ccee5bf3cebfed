import type { LintRule } from "./rule.ts";

/** Without a comparator, sort compares texts: 10 comes before 9 and bytes are compared as words. */
export const sortNeedsComparator: LintRule = {
  create(context) {
    return {
      CallExpression(node) {
        const callee = node.callee;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        const name = callee.property.name;
        if ((name === "sort" || name === "toSorted") && node.arguments.length === 0) context.report({ node, message: `${name} without a comparator orders by text; hand in one` });
      },
    };
  },
};
