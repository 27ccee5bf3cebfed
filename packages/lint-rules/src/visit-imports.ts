import type { LintContext, LintVisitor } from "./rule.ts";

/** Reports every import and re-export for whose target `complaint` has a sentence. */
export function visitImports(context: LintContext, complaint: (target: string) => string | undefined): LintVisitor {
  const check = (source: Parameters<NonNullable<LintVisitor["Literal"]>>[0]): void => {
    const message = typeof source.value === "string" ? complaint(source.value) : undefined;
    if (message !== undefined) context.report({ node: source, message });
  };
  return {
    ImportDeclaration(node) {
      check(node.source);
    },
    ExportNamedDeclaration(node) {
      if (node.source !== null) check(node.source);
    },
    ExportAllDeclaration(node) {
      check(node.source);
    },
  };
}
