/** The roles that people can play against each other. */
export const ROLES = ["buyer", "host", "contributor", "curator", "challenger"] as const;
export type Role = (typeof ROLES)[number];

/** Who is honest in one run and malicious in another: two of each role. */
export type Seat = `${Role}1` | `${Role}2`;

/** Who is the same in every run. The liar is a host that leaves authors out now and then, alone. */
export const BACKGROUND = ["builder", "author1", "author2", "buyer0", "host0", "liar", "curator0", "watcher"] as const;
export type Name = Seat | (typeof BACKGROUND)[number];

export const SEATS: readonly Seat[] = ROLES.flatMap((role): Seat[] => [`${role}1`, `${role}2`]);
export const NAMES: readonly Name[] = [...BACKGROUND, ...SEATS];

/** A coalition: who acts maliciously, and for each other. */
export type Coalition = readonly Seat[];

/** Each role alone, and then each pair of roles, a role with itself included: 5 and 15. */
export const ALONE: readonly Coalition[] = ROLES.map((role) => [`${role}1`]);
export const PAIRS: readonly Coalition[] = ROLES.flatMap((role, at) => [
  [`${role}1`, `${role}2`] as const,
  ...ROLES.slice(at + 1).map((other): Coalition => [`${role}1`, `${other}1`]),
]);

export function roleOf(seat: Seat): Role {
  return seat.slice(0, -1) as Role;
}

/** `host1+curator1`, or `honest` for nobody. */
export function coalitionName(coalition: Coalition): string {
  return coalition.length === 0 ? "honest" : coalition.join("+");
}
