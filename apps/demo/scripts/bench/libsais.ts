import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the Rust package that carries libsais' C source. */
const CRATE = "=0.2.0";

const CARGO_TOML = `[package]
name = "libsais-bench"
version = "0.0.0"
edition = "2021"

[dependencies]
libsais = { version = "${CRATE}", default-features = false }

[profile.release]
opt-level = 3
`;

const MAIN_RS = `use std::time::Instant;

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read(&path).unwrap();
        let mut best = f64::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            let array = libsais::SuffixArrayConstruction::for_text(&text[..])
                .in_owned_buffer32()
                .single_threaded()
                .run()
                .unwrap();
            best = best.min(begun.elapsed().as_secs_f64());
            assert_eq!(array.suffix_array().len(), text.len());
        }
        println!("{best}");
    }
}
`;

/** Best of five seconds for the suffix array of a file's bytes on one thread, or why that can't be measured. */
export type Libsais =
  | { readonly missing: string; readonly seconds?: undefined }
  | { readonly missing?: undefined; seconds(path: string): number };

/** Builds libsais from the Rust registry with the C compiler's best flags, in a temporary folder. */
export function buildLibsais(folder: string): Libsais {
  const home = join(folder, "libsais");
  mkdirSync(join(home, "src"), { recursive: true });
  writeFileSync(join(home, "Cargo.toml"), CARGO_TOML);
  writeFileSync(join(home, "src", "main.rs"), MAIN_RS);
  const env = { ...process.env, CFLAGS: "-O3 -march=native", RUSTFLAGS: "-C target-cpu=native" };
  try {
    execFileSync("cargo", ["build", "--release", "--quiet"], { cwd: home, env, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { missing: `cargo (Rust) could not build it: ${reason}` };
  }
  const program = join(home, "target", "release", "libsais-bench");
  return { seconds: (path) => Number(execFileSync(program, [path], { encoding: "utf8" })) };
}
