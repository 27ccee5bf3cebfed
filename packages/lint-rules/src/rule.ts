import type { RuleTester } from "oxlint/plugins-dev";

/** A rule as oxlint's plugin loader takes it. */
export type LintRule = Extract<Parameters<RuleTester["run"]>[1], { create: unknown }>;
/** What a rule gets of the file it looks at. */
export type LintContext = Parameters<LintRule["create"]>[0];
/** Functions by node type. */
export type LintVisitor = ReturnType<LintRule["create"]>;
