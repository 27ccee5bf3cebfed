import { noAmbient } from "./no-ambient.ts";
import { noAsync } from "./no-async.ts";
import { noEscapeHatch } from "./no-escape-hatch.ts";
import { noFloat } from "./no-float.ts";
import { noLocale } from "./no-locale.ts";
import { noPlainThrow } from "./no-plain-throw.ts";
import { noSiblingModule } from "./no-sibling-module.ts";
import { pureImportsPure } from "./pure-imports-pure.ts";
import type { LintRule } from "./rule.ts";
import { sortNeedsComparator } from "./sort-needs-comparator.ts";

const plugin: { readonly meta: { readonly name: string }; readonly rules: Readonly<Record<string, LintRule>> } = {
  meta: { name: "openledger" },
  rules: {
    "no-ambient": noAmbient,
    "no-async": noAsync,
    "no-escape-hatch": noEscapeHatch,
    "no-float": noFloat,
    "no-locale": noLocale,
    "no-plain-throw": noPlainThrow,
    "no-sibling-module": noSiblingModule,
    "pure-imports-pure": pureImportsPure,
    "sort-needs-comparator": sortNeedsComparator,
  },
};

// oxlint takes a plugin as the default export.
export default plugin;
