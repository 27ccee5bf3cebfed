// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";

export interface Params {
  /** Length of the epochs by which flows are told apart; epoch n begins n x epoch_seconds after the Unix epoch. */
  epochSeconds: bigint;
  /** How many ended epochs keep their flows in state. */
  epochsKept: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.gate.v1.Params", [
  { no: 1, key: "epochSeconds", name: "epoch_seconds", type: "uint64" },
  { no: 2, key: "epochsKept", name: "epochs_kept", type: "uint32" },
]);

/** Where units of one denom enter and leave the chain. */
export interface Gate {
  denom: string;
  /** Mints on deposit; an empty issuer closes the gate, and what entered before stays counted. */
  issuer: string;
  /** What the issuer calls it, for people. */
  name: string;
  /** From this height on it takes deposits and withdrawals. */
  fromHeight: bigint;
  /** How many there were; the next deposit carries the number after it. */
  deposits: bigint;
  withdrawals: bigint;
}
export const Gate: MessageCodec<Gate> = defineMessage<Gate>("openledger.gate.v1.Gate", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "issuer", name: "issuer", type: "string" },
  { no: 3, key: "name", name: "name", type: "string" },
  { no: 4, key: "fromHeight", name: "from_height", type: "int64" },
  { no: 5, key: "deposits", name: "deposits", type: "uint64" },
  { no: 6, key: "withdrawals", name: "withdrawals", type: "uint64" },
]);

/** Denoms that ever had a gate, ascending; never more than 64. */
export interface TrackedDenoms {
  denoms: string[];
}
export const TrackedDenoms: MessageCodec<TrackedDenoms> = defineMessage<TrackedDenoms>("openledger.gate.v1.TrackedDenoms", [
  { no: 1, key: "denoms", name: "denoms", type: "string", rule: "repeated" },
]);

/** Units of one denom, in all or within an epoch. Decimal texts of any length. */
export interface Flows {
  /** Minted by deposits. */
  entered: string;
  /** Burned by withdrawals, and the part of it that was external. */
  left: string;
  leftExternal: string;
  /** Paid for answers and opening fees, net of what returned to the buyer; paid out of external and of internal value. */
  externalDemand: string;
  internalDemand: string;
  /** External value that went to a module's account otherwise, as a fee, a bond or a stake, and is internal from then on. */
  retired: string;
  /** Of all demand, what stakers, treasury and the burn got. */
  toProtocol: string;
}
export const Flows: MessageCodec<Flows> = defineMessage<Flows>("openledger.gate.v1.Flows", [
  { no: 1, key: "entered", name: "entered", type: "string" },
  { no: 2, key: "left", name: "left", type: "string" },
  { no: 3, key: "leftExternal", name: "left_external", type: "string" },
  { no: 4, key: "externalDemand", name: "external_demand", type: "string" },
  { no: 5, key: "internalDemand", name: "internal_demand", type: "string" },
  { no: 6, key: "retired", name: "retired", type: "string" },
  { no: 7, key: "toProtocol", name: "to_protocol", type: "string" },
]);

/** Everything that is counted of a denom. */
export interface Ledger {
  denom: string;
  /** The epoch of the last change. */
  epoch: bigint;
  total?: Flows | undefined;
  /** The totals when that epoch began. */
  beforeEpoch?: Flows | undefined;
  /** External units in accounts, and in escrows of sessions. */
  externalHeld: string;
  externalEscrowed: string;
}
export const Ledger: MessageCodec<Ledger> = defineMessage<Ledger>("openledger.gate.v1.Ledger", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "epoch", name: "epoch", type: "uint64" },
  { no: 3, key: "total", name: "total", type: "message", rule: "optional", of: () => Flows },
  { no: 4, key: "beforeEpoch", name: "before_epoch", type: "message", rule: "optional", of: () => Flows },
  { no: 5, key: "externalHeld", name: "external_held", type: "string" },
  { no: 6, key: "externalEscrowed", name: "external_escrowed", type: "string" },
]);

/** What is left in the escrow of a session that an account opened with external value. */
export interface EscrowParts {
  denom: string;
  /** Spent first. */
  internal: string;
  /** Returned first. */
  external: string;
}
export const EscrowParts: MessageCodec<EscrowParts> = defineMessage<EscrowParts>("openledger.gate.v1.EscrowParts", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "internal", name: "internal", type: "string" },
  { no: 3, key: "external", name: "external", type: "string" },
]);

/** Opens, changes or closes the gate of a denom. */
export interface MsgSetGate {
  /** The account of gov. */
  authority: string;
  denom: string;
  issuer: string;
  name: string;
}
export const MsgSetGate: MessageCodec<MsgSetGate> = defineMessage<MsgSetGate>("openledger.gate.v1.MsgSetGate", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "denom", name: "denom", type: "string" },
  { no: 3, key: "issuer", name: "issuer", type: "string" },
  { no: 4, key: "name", name: "name", type: "string" },
], { name: "openledger/MsgSetGate" });

export interface MsgSetGateResponse {}
export const MsgSetGateResponse: MessageCodec<MsgSetGateResponse> = defineMessage<MsgSetGateResponse>("openledger.gate.v1.MsgSetGateResponse", []);

/** Value came in: the issuer mints it for its owner. */
export interface MsgGateDeposit {
  issuer: string;
  recipient: string;
  amount?: Coin | undefined;
  /** One more than the gate's deposits so far, so that the same deposit is never made twice. */
  number: bigint;
  /** What the issuer knows the payment by, for its books; at most 128 bytes. */
  reference: string;
}
export const MsgGateDeposit: MessageCodec<MsgGateDeposit> = defineMessage<MsgGateDeposit>("openledger.gate.v1.MsgGateDeposit", [
  { no: 1, key: "issuer", name: "issuer", type: "string" },
  { no: 2, key: "recipient", name: "recipient", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin },
  { no: 4, key: "number", name: "number", type: "uint64" },
  { no: 5, key: "reference", name: "reference", type: "string" },
], { name: "openledger/MsgGateDeposit" });

export interface MsgGateDepositResponse {}
export const MsgGateDepositResponse: MessageCodec<MsgGateDepositResponse> = defineMessage<MsgGateDepositResponse>("openledger.gate.v1.MsgGateDepositResponse", []);

/** Value goes out: the holder's units are burned, and the issuer owes them outside. */
export interface MsgGateWithdraw {
  holder: string;
  amount?: Coin | undefined;
  /** Where the issuer is to pay; at most 128 bytes. */
  reference: string;
}
export const MsgGateWithdraw: MessageCodec<MsgGateWithdraw> = defineMessage<MsgGateWithdraw>("openledger.gate.v1.MsgGateWithdraw", [
  { no: 1, key: "holder", name: "holder", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin },
  { no: 3, key: "reference", name: "reference", type: "string" },
], { name: "openledger/MsgGateWithdraw" });

export interface MsgGateWithdrawResponse {
  number: bigint;
}
export const MsgGateWithdrawResponse: MessageCodec<MsgGateWithdrawResponse> = defineMessage<MsgGateWithdrawResponse>("openledger.gate.v1.MsgGateWithdrawResponse", [
  { no: 1, key: "number", name: "number", type: "uint64" },
]);

/** What entered a denom, what left it, and what was spent, always together. */
export interface Demand {
  denom: string;
  /** Absent for a denom that never had one: all its demand is internal. */
  gate?: Gate | undefined;
  total?: Flows | undefined;
  epoch: bigint;
  inEpoch?: Flows | undefined;
  externalHeld: string;
  externalEscrowed: string;
  /** `100 entered = 10 held + 5 in sessions + 60 spent on answers + 5 retired + 20 left`, the last one its external part. */
  says: string;
  /** That this is so. */
  holds: boolean;
}
export const Demand: MessageCodec<Demand> = defineMessage<Demand>("openledger.gate.v1.Demand", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "gate", name: "gate", type: "message", rule: "optional", of: () => Gate },
  { no: 3, key: "total", name: "total", type: "message", rule: "optional", of: () => Flows },
  { no: 4, key: "epoch", name: "epoch", type: "uint64" },
  { no: 5, key: "inEpoch", name: "in_epoch", type: "message", rule: "optional", of: () => Flows },
  { no: 6, key: "externalHeld", name: "external_held", type: "string" },
  { no: 7, key: "externalEscrowed", name: "external_escrowed", type: "string" },
  { no: 8, key: "says", name: "says", type: "string" },
  { no: 9, key: "holds", name: "holds", type: "bool" },
]);

export interface QueryDemandRequest {
  denom: string;
  /** 0 asks for the present epoch. */
  epoch: bigint;
}
export const QueryDemandRequest: MessageCodec<QueryDemandRequest> = defineMessage<QueryDemandRequest>("openledger.gate.v1.QueryDemandRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "epoch", name: "epoch", type: "uint64" },
]);

export interface QueryDemandResponse {
  demand?: Demand | undefined;
}
export const QueryDemandResponse: MessageCodec<QueryDemandResponse> = defineMessage<QueryDemandResponse>("openledger.gate.v1.QueryDemandResponse", [
  { no: 1, key: "demand", name: "demand", type: "message", rule: "optional", of: () => Demand },
]);

export interface QueryDemandsRequest {
  epoch: bigint;
}
export const QueryDemandsRequest: MessageCodec<QueryDemandsRequest> = defineMessage<QueryDemandsRequest>("openledger.gate.v1.QueryDemandsRequest", [
  { no: 1, key: "epoch", name: "epoch", type: "uint64" },
]);

export interface QueryDemandsResponse {
  /** Of every denom with a gate or with demand, by denom. */
  demands: Demand[];
}
export const QueryDemandsResponse: MessageCodec<QueryDemandsResponse> = defineMessage<QueryDemandsResponse>("openledger.gate.v1.QueryDemandsResponse", [
  { no: 1, key: "demands", name: "demands", type: "message", rule: "repeated", of: () => Demand },
]);

export interface QueryExternalRequest {
  address: string;
}
export const QueryExternalRequest: MessageCodec<QueryExternalRequest> = defineMessage<QueryExternalRequest>("openledger.gate.v1.QueryExternalRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

export interface QueryExternalResponse {
  /** The external part of the account's balances, sorted by denom. */
  external: Coin[];
}
export const QueryExternalResponse: MessageCodec<QueryExternalResponse> = defineMessage<QueryExternalResponse>("openledger.gate.v1.QueryExternalResponse", [
  { no: 1, key: "external", name: "external", type: "message", rule: "repeated", of: () => Coin },
]);

export interface QueryGatesRequest {}
export const QueryGatesRequest: MessageCodec<QueryGatesRequest> = defineMessage<QueryGatesRequest>("openledger.gate.v1.QueryGatesRequest", []);

export interface QueryGatesResponse {
  gates: Gate[];
}
export const QueryGatesResponse: MessageCodec<QueryGatesResponse> = defineMessage<QueryGatesResponse>("openledger.gate.v1.QueryGatesResponse", [
  { no: 1, key: "gates", name: "gates", type: "message", rule: "repeated", of: () => Gate },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.gate.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.gate.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly SetGate: MethodDefinition<MsgSetGate, MsgSetGateResponse>;
  readonly GateDeposit: MethodDefinition<MsgGateDeposit, MsgGateDepositResponse>;
  readonly GateWithdraw: MethodDefinition<MsgGateWithdraw, MsgGateWithdrawResponse>;
} = {
  SetGate: { path: "/openledger.gate.v1.Msg/SetGate", request: MsgSetGate, response: MsgSetGateResponse },
  GateDeposit: { path: "/openledger.gate.v1.Msg/GateDeposit", request: MsgGateDeposit, response: MsgGateDepositResponse },
  GateWithdraw: { path: "/openledger.gate.v1.Msg/GateWithdraw", request: MsgGateWithdraw, response: MsgGateWithdrawResponse },
};

export const QueryService: {
  readonly Demand: MethodDefinition<QueryDemandRequest, QueryDemandResponse>;
  readonly Demands: MethodDefinition<QueryDemandsRequest, QueryDemandsResponse>;
  readonly External: MethodDefinition<QueryExternalRequest, QueryExternalResponse>;
  readonly Gates: MethodDefinition<QueryGatesRequest, QueryGatesResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Demand: { path: "/openledger.gate.v1.Query/Demand", request: QueryDemandRequest, response: QueryDemandResponse },
  Demands: { path: "/openledger.gate.v1.Query/Demands", request: QueryDemandsRequest, response: QueryDemandsResponse },
  External: { path: "/openledger.gate.v1.Query/External", request: QueryExternalRequest, response: QueryExternalResponse },
  Gates: { path: "/openledger.gate.v1.Query/Gates", request: QueryGatesRequest, response: QueryGatesResponse },
  Params: { path: "/openledger.gate.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
