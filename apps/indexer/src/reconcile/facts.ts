/**
 * What index and node both say of one height. Keys name a record, values are texts that must be equal: whole numbers in
 * decimal, a record that is empty or zero is left out.
 */
export interface Facts {
  /** `address denom`: units. */
  readonly balances: ReadonlyMap<string, string>;
  /** `address denom`, of denoms that have or had a gate: external units. */
  readonly external: ReadonlyMap<string, string>;
  /** `denom`: units. */
  readonly supply: ReadonlyMap<string, string>;
  /** `operator`: tokens, shares, status, jailed. */
  readonly validators: ReadonlyMap<string, string>;
  /** `consensus address`: where it began to sign, until when it is jailed, tombstoned. */
  readonly signing: ReadonlyMap<string, string>;
  /** `delegator operator`: shares as an integer of 10^-18. */
  readonly delegations: ReadonlyMap<string, string>;
  /** `delegator operator`: `creation height:units` of each entry. */
  readonly unbondings: ReadonlyMap<string, string>;
  /** `delegator source destination`: `creation height:shares` of each entry. */
  readonly redelegations: ReadonlyMap<string, string>;
  /** `settlement owner`, of pending settlements: units that the owner will get. */
  readonly shares: ReadonlyMap<string, string>;
  /** `denom`: entered, left, its external part, external and internal demand, and what of it went to the protocol. */
  readonly demand: ReadonlyMap<string, string>;
}

export const factNames = ["balances", "external", "supply", "validators", "signing", "delegations", "unbondings", "redelegations", "shares", "demand"] as const satisfies readonly (keyof Facts)[];

/** A record about which index and node disagree; undefined for one that does not have it. */
export interface Difference {
  readonly of: keyof Facts;
  readonly key: string;
  readonly index: string | undefined;
  readonly node: string | undefined;
}

/** Every record on which the two differ, by kind and key. */
export function differencesOf(index: Facts, node: Facts): readonly Difference[] {
  return factNames.flatMap((of) => {
    const keys = [...new Set([...index[of].keys(), ...node[of].keys()])].sort((a, b) => (a < b ? -1 : 1));
    return keys.flatMap((key): Difference[] => {
      const [ours, theirs] = [index[of].get(key), node[of].get(key)];
      return ours === theirs ? [] : [{ of, key, index: ours, node: theirs }];
    });
  });
}
