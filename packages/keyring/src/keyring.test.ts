import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKeyring, type Keyring } from "./keyring.ts";

const MNEMONIC = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

async function fresh(password = "correct horse"): Promise<{ home: string; keyring: Keyring; open(password: string): Keyring }> {
  const home = await mkdtemp(join(tmpdir(), "keyring-"));
  const open = (given: string): Keyring =>
    openKeyring({ home, backend: "file", prefix: "open", password: () => Promise.resolve(given) });
  return { home, open, keyring: open(password) };
}

test("a key that was added signs after the keyring is opened again, and its mnemonic is not on disk", async () => {
  const { home, open, keyring } = await fresh();
  const { mnemonic, ...info } = await keyring.add("alice");
  expect(mnemonic.split(" ")).toHaveLength(24);
  const { address } = await open("correct horse").wallet("alice");
  expect(address).toBe(info.address);
  const file = join(home, "keyring-file", "alice.json");
  expect(await readFile(file, "utf8")).not.toContain(mnemonic.split(" ").slice(0, 3).join(" "));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("a mnemonic gives the address that every Cosmos wallet derives", async () => {
  const { home } = await fresh();
  const keyring = openKeyring({ home, backend: "test", prefix: "cosmos" });
  const { address } = await keyring.recover("alice", `  ${MNEMONIC}\n`);
  expect(address).toBe("cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4");
  expect(await keyring.list()).toStrictEqual([await keyring.show("alice")]);
  await keyring.delete("alice");
  expect(await keyring.list()).toStrictEqual([]);
});

test("a wrong password, a swapped file and a damaged file are refused", async () => {
  const { home, open, keyring } = await fresh();
  await keyring.add("alice");
  await expect(open("wrong horse").wallet("alice")).rejects.toMatchObject({ code: "KEY_PASSWORD" });
  const file = join(home, "keyring-file", "alice.json");
  const text = await readFile(file, "utf8");
  await writeFile(join(home, "keyring-file", "bob.json"), text.replace('"alice"', '"bob"'));
  await expect(keyring.wallet("bob")).rejects.toMatchObject({ code: "KEY_PASSWORD" });
  await writeFile(file, text.slice(0, 40));
  await expect(keyring.wallet("alice")).rejects.toMatchObject({ code: "KEY_FILE" });
});

test("names, duplicates, short passwords and bad mnemonics are refused in words", async () => {
  const { home, open, keyring } = await fresh();
  await expect(keyring.add("../evil")).rejects.toMatchObject({ code: "KEY_NAME" });
  await expect(keyring.show("nobody")).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
  await expect(open("short").add("alice")).rejects.toMatchObject({ code: "KEY_PASSWORD" });
  const refusal = (mnemonic: string, hdPath = "m/44'/118'/0'/0/0"): Promise<string> =>
    keyring.recover("alice", mnemonic, { hdPath }).then(() => "", ({ code, message }: { code: string; message: string }) => `${code}: ${message}`);
  expect(await refusal("not a mnemonic")).toBe("KEY_MNEMONIC: a mnemonic has 12, 15, 18, 21 or 24 words; what was given has 3");
  expect(await refusal(MNEMONIC.replace("about", "abandon"))).toMatch(/^KEY_MNEMONIC: the checksum .* does not match/);
  const unknown = await refusal(MNEMONIC.replace("about", "aboud"));
  expect(unknown).toMatch(/^KEY_MNEMONIC: word 12 of the mnemonic is none/);
  expect(unknown).not.toContain("aboud");
  expect(await refusal(MNEMONIC, "m/44/")).toBe("KEY_PATH: m/44/ is not a path such as m/44'/118'/0'/0/0");
  await keyring.add("alice");
  await expect(keyring.add("alice")).rejects.toMatchObject({ code: "KEY_EXISTS" });
  expect(await readdir(home)).toStrictEqual(["keyring-file"]);
});

test("the test backend needs no password", async () => {
  const { home } = await fresh();
  const keyring = openKeyring({ home, backend: "test", prefix: "open" });
  const { address } = await keyring.add("demo");
  expect((await keyring.wallet("demo")).address).toBe(address);
});
