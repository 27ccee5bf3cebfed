/** Adds to a set that forgets the oldest beyond `max`. */
export function addRecent<T>(set: Set<T>, value: T, max: number): void {
  set.delete(value);
  set.add(value);
  if (set.size <= max) return;
  const [oldest] = set;
  if (oldest !== undefined) set.delete(oldest);
}
