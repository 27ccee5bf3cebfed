/** Answers of a pure function, as many as fit. */
export interface BoundedMemo<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/**
 * Keeps the last `capacity` to twice as many answers: when one generation is full, the one before is dropped as a whole,
 * and what is still asked for moves up. Only for functions of their key alone, so that forgetting changes no result.
 */
export function createBoundedMemo<Key, Value>(capacity: number): BoundedMemo<Key, Value> {
  let recent = new Map<Key, Value>();
  let older = new Map<Key, Value>();
  const set = (key: Key, value: Value): void => {
    recent.set(key, value);
    if (recent.size >= capacity) [older, recent] = [recent, new Map<Key, Value>()];
  };
  return {
    get(key) {
      const value = recent.get(key);
      if (value !== undefined) return value;
      const old = older.get(key);
      if (old !== undefined) set(key, old);
      return old;
    },
    set,
  };
}
