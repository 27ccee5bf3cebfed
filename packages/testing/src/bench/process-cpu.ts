import { readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second towards programs, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;
/** Places of user and system time behind the name of the program, which may hold spaces. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Seconds of processor time that a process has used so far; undefined where the system does not say (not Linux). */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}
