import type { BuyerError } from "./errors.ts";
import type { HostClient } from "./host-client.ts";

/** A host with the offer that its gateway serves. */
export interface Place {
  readonly offerId: bigint;
  readonly host: HostClient;
}

/** Where answers are bought. */
export interface Places {
  /** Name under which clients ask for the model. */
  readonly modelName: string;
  /** True where others may be bought from as well, so that one session must not hold all the money. */
  readonly hasOthers: boolean;
  /** Where to buy now. Throws {@link BuyerError} `no_host`. */
  pick(): Promise<Place>;
  /** What a place did not do for the `attempt`-th time (from 1) of one call: true to try again, after any wait. */
  blame(place: Place, error: BuyerError, attempt: number): Promise<boolean>;
  /** Models in OpenAI's form. */
  models(): Promise<unknown>;
}

/** Longest wait for a busy host within one call; longer ones are the caller's to decide. */
export const WAIT_SECONDS_MAX = 5;
const ATTEMPTS_MAX = 3;

/** One gateway and no other. */
export function onePlace(place: Place, modelName: string): Places {
  return {
    modelName,
    hasOthers: false,
    pick: () => Promise.resolve(place),
    async blame(_place, error, attempt) {
      const isWorthIt = isBusy(error) && attempt <= ATTEMPTS_MAX && error.retryAfterSeconds <= WAIT_SECONDS_MAX;
      if (isWorthIt) await pause(error.retryAfterSeconds * 1_000);
      return isWorthIt;
    },
    models: () => place.host.models(),
  };
}

/** The host answers others now, and says so. */
export function isBusy({ status, hostCode }: BuyerError): boolean {
  return status === 429 && hostCode !== "unsigned_receipts";
}

/** The host is at fault, and another one may not be. */
export function isHostFault(error: BuyerError): boolean {
  if (error.code === "host_unreachable" || error.code === "receipt_refused") return true;
  return error.code === "host_refused" && (error.status >= 500 || error.status === 410 || error.status === 404 || isBusy(error));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
