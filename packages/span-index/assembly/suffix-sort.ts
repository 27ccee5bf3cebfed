// SA-IS (Nong, Zhang and Chan 2009) over 32-bit integers in linear memory; the same steps as buildSuffixArray of
// @openledger/attribution. Lengths count integers, addresses count bytes; `free` is where unused memory begins.

function get(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

function set(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

function isLeftmost(isSmall: usize, at: i32): bool {
  return at > 0 && load<u8>(isSmall + <usize>at) === 1 && load<u8>(isSmall + <usize>(at - 1)) === 0;
}

function putLast(cursor: usize, symbol: i32, suffixes: usize, value: i32): void {
  const end = get(cursor, symbol) - 1;
  set(cursor, symbol, end);
  set(suffixes, end, value);
}

/** Sorts the suffixes of text[0..length), integers in 0..alphabetSize-1, into suffixes[0..length). */
export function sortSuffixes(text: usize, length: i32, suffixes: usize, alphabetSize: i32, free: usize): void {
  if (length === 1) set(suffixes, 0, 0);
  if (length < 2) return;
  const isSmall = free;
  const counts = isSmall + ((<usize>length + 7) & ~7);
  const cursor = counts + (<usize>alphabetSize << 2);
  const reduced = cursor + (<usize>alphabetSize << 2);
  classify(text, length, isSmall);
  memory.fill(counts, 0, <usize>alphabetSize << 2);
  for (let i = 0; i < length; i++) {
    const symbol = get(text, i);
    set(counts, symbol, get(counts, symbol) + 1);
  }

  memory.fill(suffixes, 0xff, <usize>length << 2);
  bucketEnds(counts, cursor, alphabetSize);
  for (let i = length - 1; i >= 1; i--) {
    if (isLeftmost(isSmall, i)) putLast(cursor, get(text, i), suffixes, i);
  }
  induce(text, length, suffixes, isSmall, counts, cursor, alphabetSize);

  const sorted = compactLeftmost(suffixes, length, isSmall);
  const names = nameSubstrings(text, length, isSmall, suffixes, sorted);
  const order = reduced + (<usize>sorted << 2);
  orderLeftmost(length, suffixes, isSmall, sorted, names, reduced, order);

  memory.fill(suffixes, 0xff, <usize>length << 2);
  bucketEnds(counts, cursor, alphabetSize);
  for (let i = sorted - 1; i >= 0; i--) {
    const at = get(reduced, get(order, i));
    putLast(cursor, get(text, at), suffixes, at);
  }
  induce(text, length, suffixes, isSmall, counts, cursor, alphabetSize);
}

function classify(text: usize, length: i32, isSmall: usize): void {
  let next = get(text, length - 1);
  let nextIsSmall: i32 = 0;
  store<u8>(isSmall + <usize>(length - 1), 0);
  for (let i = length - 2; i >= 0; i--) {
    const here = get(text, i);
    nextIsSmall = here < next || (here === next && nextIsSmall === 1) ? 1 : 0;
    store<u8>(isSmall + <usize>i, <u8>nextIsSmall);
    next = here;
  }
}

function bucketStarts(counts: usize, cursor: usize, alphabetSize: i32): void {
  let sum: i32 = 0;
  for (let symbol = 0; symbol < alphabetSize; symbol++) {
    set(cursor, symbol, sum);
    sum += get(counts, symbol);
  }
}

function bucketEnds(counts: usize, cursor: usize, alphabetSize: i32): void {
  let sum: i32 = 0;
  for (let symbol = 0; symbol < alphabetSize; symbol++) {
    sum += get(counts, symbol);
    set(cursor, symbol, sum);
  }
}

function induce(
  text: usize,
  length: i32,
  suffixes: usize,
  isSmall: usize,
  counts: usize,
  cursor: usize,
  alphabetSize: i32,
): void {
  bucketStarts(counts, cursor, alphabetSize);
  putNext(cursor, get(text, length - 1), suffixes, length - 1);
  for (let i = 0; i < length; i++) {
    const at = get(suffixes, i) - 1;
    if (at >= 0 && load<u8>(isSmall + <usize>at) === 0) putNext(cursor, get(text, at), suffixes, at);
  }
  bucketEnds(counts, cursor, alphabetSize);
  for (let i = length - 1; i >= 0; i--) {
    const at = get(suffixes, i) - 1;
    if (at >= 0 && load<u8>(isSmall + <usize>at) === 1) putLast(cursor, get(text, at), suffixes, at);
  }
}

function putNext(cursor: usize, symbol: i32, suffixes: usize, value: i32): void {
  const start = get(cursor, symbol);
  set(suffixes, start, value);
  set(cursor, symbol, start + 1);
}

function compactLeftmost(suffixes: usize, length: i32, isSmall: usize): i32 {
  let count: i32 = 0;
  for (let i = 0; i < length; i++) {
    const at = get(suffixes, i);
    if (isLeftmost(isSmall, at)) set(suffixes, count++, at);
  }
  return count;
}

function nameSubstrings(text: usize, length: i32, isSmall: usize, suffixes: usize, count: i32): i32 {
  memory.fill(suffixes + (<usize>count << 2), 0xff, <usize>(length - count) << 2);
  let names: i32 = 0;
  let previous: i32 = -1;
  for (let i = 0; i < count; i++) {
    const at = get(suffixes, i);
    if (previous < 0 || !sameSubstring(text, length, isSmall, previous, at)) names++;
    previous = at;
    set(suffixes, count + (at >> 1), names - 1);
  }
  return names;
}

function sameSubstring(text: usize, length: i32, isSmall: usize, a: i32, b: i32): bool {
  for (let offset = 0; a + offset < length && b + offset < length; offset++) {
    if (get(text, a + offset) !== get(text, b + offset)) return false;
    if (load<u8>(isSmall + <usize>(a + offset)) !== load<u8>(isSmall + <usize>(b + offset))) return false;
    if (offset === 0) continue;
    const endA = isLeftmost(isSmall, a + offset);
    const endB = isLeftmost(isSmall, b + offset);
    if (endA || endB) return endA && endB;
  }
  return false;
}

/** Leaves in `reduced` the starts of the leftmost S suffixes and in `order` how they are sorted. */
function orderLeftmost(
  length: i32,
  suffixes: usize,
  isSmall: usize,
  count: i32,
  names: i32,
  reduced: usize,
  order: usize,
): void {
  for (let i = count, next = 0; i < length; i++) {
    const name = get(suffixes, i);
    if (name >= 0) set(reduced, next++, name);
  }
  if (names < count) sortSuffixes(reduced, count, order, names, order + (<usize>count << 2));
  else for (let i = 0; i < count; i++) set(order, get(reduced, i), i);
  for (let i = 1, next = 0; i < length; i++) if (isLeftmost(isSmall, i)) set(reduced, next++, i);
}
