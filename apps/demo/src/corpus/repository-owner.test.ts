import { expect, test } from "vitest";
import { repositoryOwner } from "./repository-owner.ts";

test.each([
  [{ name: "a", repository: { url: "git+https://github.com/Sindresorhus/a.git" } }, "github:sindresorhus"],
  [{ name: "a", repository: "git@github.com:websockets/ws.git" }, "github:websockets"],
  [{ name: "a", repository: "micromatch/picomatch" }, "github:micromatch"],
  [{ name: "a", repository: "gitlab:leaf/tea" }, "gitlab:leaf"],
  [{ name: "a", repository: { url: "https://github.com/cosmos/cosmjs/tree/main/packages/stargate" } }, "github:cosmos"],
  [{ name: "a", repository: { url: "ssh://git@codeberg.org/leaf/tea.git" } }, "codeberg:leaf"],
  [{ name: "a", bugs: { url: "https://github.com/leaf/tea/issues" } }, "github:leaf"],
  [{ name: "a", homepage: "https://github.com/leaf/tea#readme" }, "github:leaf"],
  [{ name: "@leaf/tea", homepage: "https://leaf.example" }, "npm:@leaf"],
  [{ name: "tea", repository: { type: "git" } }, "npm:tea"],
])("%j belongs to %s", (fields, owner) => {
  expect(repositoryOwner(fields)).toBe(owner);
});
