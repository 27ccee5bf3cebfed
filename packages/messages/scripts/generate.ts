/** Writes src/generated from proto/, or with --check fails when src/generated is not current. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import protobuf from "protobufjs";
import { renderPackage } from "./render-package.ts";

const repository = resolve(import.meta.dirname, "../../..");
const protoRoot = join(repository, "proto");
/** Bundled with protobufjs; named here so that they are generated even if nothing imports them. */
const wellKnown = ["google/protobuf/any.proto", "google/protobuf/timestamp.proto", "google/protobuf/duration.proto"];
/** Files that only declare options: what a node says of itself by them is read where it is needed, no message is theirs. */
const annotations = /^(amino|gogoproto|cosmos_proto|google\/api|cosmos\/msg|cosmos\/query)\/|^google\/protobuf\/descriptor\.proto$/;
const outputRoot = resolve(import.meta.dirname, "../src/generated");

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.replaceAll("\\", "/"))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function loadProtos(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => {
    if (annotations.test(target)) return null;
    return protobuf.common.get(target) === null ? join(protoRoot, target) : target;
  };
  const files = filesBelow(protoRoot, ".proto").filter((name) => !annotations.test(name));
  root.loadSync([...files, ...wellKnown], { keepCase: true, alternateCommentMode: true });
  root.resolveAll();
  return root;
}

/** Namespaces that directly hold messages, enums or services, by full package name. */
function packagesOf(namespace: protobuf.Namespace, found: protobuf.Namespace[] = []): protobuf.Namespace[] {
  const children = namespace.nestedArray;
  if (children.some((child) => child instanceof protobuf.Type || child instanceof protobuf.Enum)) found.push(namespace);
  for (const child of children) {
    if (child instanceof protobuf.Namespace && !(child instanceof protobuf.Type) && !(child instanceof protobuf.Service)) packagesOf(child, found);
  }
  return found;
}

function generate(): Map<string, string> {
  const files = new Map<string, string>();
  for (const namespace of packagesOf(loadProtos())) {
    const path = `${namespace.fullName.slice(1).replaceAll(".", "/")}.ts`;
    files.set(path, renderPackage(namespace));
  }
  return files;
}

function readGenerated(path: string): string | undefined {
  try {
    return readFileSync(join(outputRoot, path), "utf8");
  } catch {
    return undefined;
  }
}

const files = generate();
mkdirSync(outputRoot, { recursive: true });
const left = filesBelow(outputRoot, ".ts").filter((path) => !files.has(path));
const stale = [...files].filter(([path, text]) => readGenerated(path) !== text).map(([path]) => path);
if (process.argv.includes("--check")) {
  const wrong = [...stale, ...left];
  if (wrong.length > 0) {
    console.error(`not generated from proto/: ${wrong.join(", ")}\nrun: pnpm --filter @openledger/messages generate`);
    process.exitCode = 1;
  }
} else {
  for (const path of left) rmSync(join(outputRoot, path));
  for (const path of stale) {
    mkdirSync(dirname(join(outputRoot, path)), { recursive: true });
    writeFileSync(join(outputRoot, path), files.get(path) ?? "");
  }
  console.error(`${files.size} packages in ${relative(repository, outputRoot)}, ${stale.length} written, ${left.length} removed`);
}
