import type { MessageCodec, MethodDefinition } from "@openledger/messages";
import {
  BondStatus,
  QueryDelegationRequest,
  QueryService,
  Validator,
  type Delegation,
  type DelegationResponse,
  type Redelegation,
  type RedelegationResponse,
  type UnbondingDelegation,
} from "@openledger/messages/cosmos/staking/v1beta1";
import type { PageRequest, PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import { concatBytes, decTruncateInt, EncodingError } from "@openledger/primitives";
import { queryHandler, QueryError, queryInvalid, queryNotFound, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import type { KeyValueReader } from "@openledger/store";
import { paginate } from "../support/paginate.ts";
import { accountBytes, operatorBytes } from "../support/validator-addresses.ts";
import { getDelegation } from "./delegations.ts";
import type { StakingParts } from "./parts.ts";
import { bondCoin, BONDED_POOL, NOT_BONDED_POOL, poolBalance } from "./pools.ts";
import { getRedelegation } from "./redelegations.ts";
import { delegations, historicalInfos, redelegations, STAKING_STORE, stakingParams, unbondings } from "./state.ts";
import { getUnbonding } from "./unbondings.ts";
import { getValidator, knownValidator, storedDec, tokensFromShares } from "./validators.ts";

type Method<Q extends object, R extends object> = MethodDefinition<Q, R> & {
  readonly request: MessageCodec<Q>;
  readonly response: MessageCodec<R>;
};

function answer<Q extends object, R extends object>(method: Method<Q, R>, handle: (ctx: QueryContext, request: Q) => R): AnyQueryHandler {
  return queryHandler<Q, R>({ path: method.path, request: method.request, response: method.response, handle });
}

const reader = (ctx: QueryContext): KeyValueReader => ctx.store.store(STAKING_STORE);

/** A malformed address is an error without a status in the SDK. */
function addressBytes(read: () => Uint8Array, text: string, what: string): Uint8Array {
  if (text === "") throw queryInvalid(`${what} address cannot be empty`);
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError("Unknown", error.message);
    throw error;
  }
}

const operatorOf = ({ chain }: QueryContext, text: string): Uint8Array =>
  addressBytes(() => operatorBytes(chain, text), text, "validator");
const delegatorOf = ({ chain }: QueryContext, text: string): Uint8Array =>
  addressBytes(() => accountBytes(chain, text), text, "delegator");

const sized = (bytes: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(bytes.length), bytes);
const under = (prefix: number, ...addresses: readonly Uint8Array[]): Uint8Array =>
  concatBytes(Uint8Array.of(prefix), ...addresses.map(sized));
/** The address behind one byte of length that begins at `offset`. */
const addressAt = (key: Uint8Array, offset = 0): Uint8Array => key.slice(offset + 1, offset + 1 + (key[offset] ?? 0));

function withBalance(ctx: QueryContext, delegation: Delegation): DelegationResponse {
  const validator = knownValidator(ctx, operatorBytes(ctx.chain, delegation.validatorAddress));
  const units = decTruncateInt(tokensFromShares(validator, storedDec(delegation.shares)));
  return { delegation, balance: bondCoin(ctx, units) };
}

function withBalances(ctx: QueryContext, { entries, ...route }: Redelegation): RedelegationResponse {
  const target = knownValidator(ctx, operatorBytes(ctx.chain, route.validatorDstAddress));
  return {
    redelegation: { ...route, entries: [] },
    entries: entries.map((entry) => ({
      redelegationEntry: entry,
      balance:
        target.delegatorShares === 0n ? "0" : decTruncateInt(tokensFromShares(target, storedDec(entry.sharesDst))).toString(),
    })),
  };
}

/** All methods of cosmos.staking.v1beta1.Query. */
export function stakingQueries({ bank }: StakingParts): readonly AnyQueryHandler[] {
  return [
    ...validatorQueries,
    ...delegationQueries,
    ...delegatorQueries,
    answer(QueryService.HistoricalInfo, (ctx, { height }) => {
      if (height < 0n) throw queryInvalid("height cannot be negative");
      const hist = historicalInfos.get(reader(ctx), height);
      if (hist === undefined) throw queryNotFound(`historical info for height ${height} not found`);
      return { hist };
    }),
    answer(QueryService.Pool, (ctx) => ({
      pool: {
        notBondedTokens: poolBalance(bank, ctx, NOT_BONDED_POOL).toString(),
        bondedTokens: poolBalance(bank, ctx, BONDED_POOL).toString(),
      },
    })),
    answer(QueryService.Params, (ctx) => ({ params: stakingParams.require(reader(ctx)) })),
  ];
}

const validatorQueries: readonly AnyQueryHandler[] = [
  answer(QueryService.Validators, validatorsPage),
  answer(QueryService.Validator, (ctx, { validatorAddr }) => {
    const validator = getValidator(ctx, operatorOf(ctx, validatorAddr));
    if (validator === undefined) throw queryNotFound(`validator ${validatorAddr} not found`);
    return { validator: validator.stored };
  }),
  answer(QueryService.ValidatorDelegations, (ctx, { validatorAddr, pagination }) => {
    const operator = operatorOf(ctx, validatorAddr);
    const page = paginate(reader(ctx), under(0x71, operator), pagination, (_value, delegator) =>
      withBalance(ctx, delegations.require(reader(ctx), [delegator, operator])),
    );
    return { delegationResponses: page.items, pagination: page.pagination };
  }),
  answer(QueryService.ValidatorUnbondingDelegations, (ctx, { validatorAddr, pagination }) => {
    const operator = operatorOf(ctx, validatorAddr);
    const page = paginate(reader(ctx), under(0x33, operator), pagination, (_value, key) =>
      unbondings.require(reader(ctx), [addressAt(key), operator]),
    );
    return { unbondingResponses: page.items, pagination: page.pagination };
  }),
];

const delegationQueries: readonly AnyQueryHandler[] = [
  answer(QueryService.Delegation, (ctx, request) => {
    const delegation = getDelegation(ctx, ...pairOf(ctx, request));
    if (delegation === undefined) throw queryNotFound(missing("delegation", request));
    return { delegationResponse: withBalance(ctx, delegation.stored) };
  }),
  answer(QueryService.UnbondingDelegation, (ctx, request) => {
    const unbond = getUnbonding(ctx, ...pairOf(ctx, request));
    if (unbond === undefined) throw queryNotFound(missing("unbonding delegation", request));
    return { unbond };
  }),
  answer(QueryService.Redelegations, (ctx, request) => {
    const { items, pagination } = redelegationsPage(ctx, request);
    return { redelegationResponses: items.map((redelegation) => withBalances(ctx, redelegation)), pagination };
  }),
];

const delegatorQueries: readonly AnyQueryHandler[] = [
  answer(QueryService.DelegatorDelegations, (ctx, { delegatorAddr, pagination }) => {
    const page = delegationsPage(ctx, delegatorAddr, pagination, (delegation) => withBalance(ctx, delegation));
    return { delegationResponses: page.items, pagination: page.pagination };
  }),
  answer(QueryService.DelegatorUnbondingDelegations, (ctx, { delegatorAddr, pagination }) => {
    const page = unbondingsPage(ctx, delegatorOf(ctx, delegatorAddr), pagination);
    return { unbondingResponses: page.items, pagination: page.pagination };
  }),
  answer(QueryService.DelegatorValidators, (ctx, { delegatorAddr, pagination }) => {
    const page = delegationsPage(ctx, delegatorAddr, pagination, ({ validatorAddress }) =>
      knownValidator(ctx, operatorBytes(ctx.chain, validatorAddress)).stored,
    );
    return { validators: page.items, pagination: page.pagination };
  }),
  answer(QueryService.DelegatorValidator, (ctx, request) => {
    const [delegator, operator] = pairOf(ctx, request);
    if (getDelegation(ctx, delegator, operator) === undefined) {
      throw new QueryError("Internal", "no delegation for (address, validator) tuple");
    }
    return { validator: knownValidator(ctx, operator).stored };
  }),
];

function pairOf(ctx: QueryContext, { delegatorAddr, validatorAddr }: QueryDelegationRequest): readonly [Uint8Array, Uint8Array] {
  // Both must be there before either is read.
  if (delegatorAddr !== "" && validatorAddr === "") throw queryInvalid("validator address cannot be empty");
  return [delegatorOf(ctx, delegatorAddr), operatorOf(ctx, validatorAddr)];
}

function missing(what: string, { delegatorAddr, validatorAddr }: QueryDelegationRequest): string {
  return `${what} with delegator ${delegatorAddr} not found for validator ${validatorAddr}`;
}

type Page<T> = { readonly items: T[]; readonly pagination: PageResponse };

function validatorsPage(
  ctx: QueryContext,
  { status, pagination }: { readonly status: string; readonly pagination?: PageRequest | undefined },
): { validators: Validator[]; pagination: PageResponse } {
  const statuses: Readonly<Record<string, number>> = BondStatus;
  const wanted = status === "" ? undefined : statuses[status];
  if (status !== "" && (wanted === undefined || wanted === 0)) throw queryInvalid(`invalid validator status ${status.slice(0, 100)}`);
  const matching = filtered(reader(ctx), 0x21, (value) => wanted === undefined || Validator.fromBytes(value).status === wanted);
  const page = paginate(matching, Uint8Array.of(0x21), pagination, (value) => Validator.fromBytes(value));
  return { validators: page.items, pagination: page.pagination };
}

/** The reader without those values under a prefix that do not match, so that pages are of matching values. */
function filtered(source: KeyValueReader, prefix: number, matches: (value: Uint8Array) => boolean): KeyValueReader {
  return {
    get: (key) => source.get(key),
    has: (key) => source.has(key),
    *iterate(range) {
      for (const entry of source.iterate(range)) if (entry[0][0] !== prefix || matches(entry[1])) yield entry;
    },
  };
}

function delegationsPage<T>(
  ctx: QueryContext,
  delegatorAddr: string,
  pagination: PageRequest | undefined,
  item: (delegation: Delegation) => T,
): Page<T> {
  const delegator = delegatorOf(ctx, delegatorAddr);
  return paginate(reader(ctx), under(0x31, delegator), pagination, (_value, key) =>
    item(delegations.require(reader(ctx), [delegator, addressAt(key)])),
  );
}

function unbondingsPage(ctx: QueryContext, delegator: Uint8Array, pagination: PageRequest | undefined): Page<UnbondingDelegation> {
  return paginate(reader(ctx), under(0x32, delegator), pagination, (_value, key) =>
    unbondings.require(reader(ctx), [delegator, addressAt(key)]),
  );
}

interface RedelegationsRequest {
  readonly delegatorAddr: string;
  readonly srcValidatorAddr: string;
  readonly dstValidatorAddr: string;
  readonly pagination?: PageRequest | undefined;
}

/** One of three questions, by what is given: a route, all away from a validator, all of an account. */
function redelegationsPage(
  ctx: QueryContext,
  request: RedelegationsRequest,
): { readonly items: readonly Redelegation[]; readonly pagination: PageResponse | undefined } {
  const { delegatorAddr, srcValidatorAddr: from, dstValidatorAddr: to, pagination } = request;
  if (delegatorAddr !== "" && from !== "" && to !== "") return { items: [oneRedelegation(ctx, request)], pagination: undefined };
  if (delegatorAddr === "" && from !== "" && to === "") {
    const source = operatorOf(ctx, from);
    return paginate(reader(ctx), under(0x35, source), pagination, (_value, key) => {
      const delegator = addressAt(key);
      return redelegations.require(reader(ctx), [delegator, source, addressAt(key, 1 + delegator.length)]);
    });
  }
  if (delegatorAddr === "") throw new QueryError("Internal", "empty address string is not allowed");
  const delegator = delegatorOf(ctx, delegatorAddr);
  return paginate(reader(ctx), under(0x34, delegator), pagination, (_value, key) => {
    const source = addressAt(key);
    return redelegations.require(reader(ctx), [delegator, source, addressAt(key, 1 + source.length)]);
  });
}

function oneRedelegation(ctx: QueryContext, { delegatorAddr, srcValidatorAddr, dstValidatorAddr }: RedelegationsRequest): Redelegation {
  const route = {
    delegator: delegatorOf(ctx, delegatorAddr),
    source: operatorOf(ctx, srcValidatorAddr),
    destination: operatorOf(ctx, dstValidatorAddr),
  };
  const redelegation = getRedelegation(ctx, route);
  if (redelegation !== undefined) return redelegation;
  // The SDK wraps its own NotFound in an Internal error here; clients match on the text.
  const text = `redelegation not found for delegator address ${delegatorAddr} from validator address ${srcValidatorAddr}`;
  throw new QueryError("Internal", `rpc error: code = NotFound desc = ${text}`);
}
