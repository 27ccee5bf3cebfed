import { assert } from "@openledger/primitives";

const FIRST_LENGTH = 1024;

/** A growing list of 32-bit numbers, such as the nodes that a version gives up. */
export class NumberList {
  #items = new Uint32Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: number): void {
    if (this.#length === this.#items.length) {
      const longer = new Uint32Array(Math.max(FIRST_LENGTH, this.#length * 2));
      longer.set(this.#items);
      this.#items = longer;
    }
    this.#items[this.#length++] = item;
  }

  at(index: number): number {
    assert(index < this.#length, "the index is within the list");
    return this.#items[index] as number;
  }

  /** Removes the last item and returns it; 0 when there is none. */
  pop(): number {
    if (this.#length === 0) return 0;
    this.#length -= 1;
    return this.#items[this.#length] as number;
  }

  /** Gives up the memory that is not used. */
  trim(): void {
    this.#items = this.#items.slice(0, this.#length);
  }
}
