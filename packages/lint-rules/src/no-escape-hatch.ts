import type { LintRule } from "./rule.ts";

/** Types are not argued away: what does not fit is checked at run time or typed better. */
export const noEscapeHatch: LintRule = {
  create(context) {
    return {
      TSAsExpression(node) {
        if (node.typeAnnotation.type === "TSNeverKeyword") context.report({ node, message: "`as never` switches the type check off" });
      },
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/^\s*(?:eslint|oxlint)-disable/.test(comment.value)) context.report({ loc: comment.loc, message: "fix what the rule found instead of disabling it" });
        }
      },
    };
  },
};
