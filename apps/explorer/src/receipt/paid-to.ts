/** Sum of what owners get. */
export function paidTo(owners: readonly { readonly amount: bigint }[]): bigint {
  return owners.reduce((sum, { amount }) => sum + amount, 0n);
}
