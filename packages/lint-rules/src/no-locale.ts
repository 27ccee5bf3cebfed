import type { LintRule } from "./rule.ts";

const localeMembers = new Set(["localeCompare", "normalize", "toLocaleString", "toLocaleDateString", "toLocaleTimeString", "toLocaleLowerCase", "toLocaleUpperCase"]);

/** Texts are compared as bytes: what ICU says changes with its version and the machine. */
export const noLocale: LintRule = {
  create(context) {
    return {
      MemberExpression(node) {
        if (node.property.type === "Identifier" && localeMembers.has(node.property.name)) {
          context.report({ node, message: `${node.property.name} depends on the ICU version; compare bytes` });
        }
      },
      Identifier(node) {
        if (node.name === "Intl") context.report({ node, message: "Intl depends on the ICU version; format at the edge" });
      },
    };
  },
};
