/**
 * Messages by the last part of their type, the same ones counted together.
 *
 * @example messageNames([{ typeUrl: "/cosmos.bank.v1beta1.MsgSend" }, { typeUrl: "/cosmos.bank.v1beta1.MsgSend" }]); // "MsgSend × 2"
 */
export function messageNames(messages: readonly { readonly typeUrl: string }[]): string {
  const counts = new Map<string, number>();
  for (const { typeUrl } of messages) {
    const name = typeUrl.split(".").at(-1) ?? typeUrl;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`)).join(", ");
}
