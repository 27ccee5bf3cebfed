import type { LintRule } from "./rule.ts";

/** Functions of Math whose result is exact on integers. */
const exactMath = new Set(["abs", "ceil", "clz32", "floor", "imul", "max", "min", "trunc"]);
const floatGlobals = new Set(["Float16Array", "Float32Array", "Float64Array", "parseFloat"]);
const floatMembers = new Set(["parseFloat", "toFixed", "toExponential", "toPrecision", "setFloat32", "setFloat64", "getFloat32", "getFloat64"]);

/** Consensus arithmetic is exact: no fractions, no Math function that rounds, no float storage. */
export const noFloat: LintRule = {
  create(context) {
    return {
      Literal(node) {
        if (typeof node.value === "number" && !Number.isSafeInteger(node.value)) context.report({ node, message: `${node.raw ?? "this"} is no exact integer; scale it to an integer unit` });
      },
      MemberExpression(node) {
        if (node.property.type !== "Identifier") return;
        const name = node.property.name;
        if (node.object.type === "Identifier" && node.object.name === "Math" && !exactMath.has(name)) {
          context.report({ node, message: `Math.${name} may differ in the last bit between machines; use integers` });
        } else if (floatMembers.has(name)) {
          context.report({ node, message: `${name} works on floats; use integers` });
        }
      },
      Identifier(node) {
        if (floatGlobals.has(node.name) && node.parent.type !== "MemberExpression") context.report({ node, message: `${node.name} holds floats; use integers` });
      },
    };
  },
};
