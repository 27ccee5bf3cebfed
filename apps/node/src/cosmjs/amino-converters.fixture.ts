/** Amino JSON of the SDK's messages that CosmJS ships no right converter for, as the SDK's proto annotations say it. */
import type { AminoConverters } from "@cosmjs/stargate";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import type { MsgExec, MsgGrant, MsgRevoke } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import type { MsgWithdrawValidatorCommission } from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import type { MsgGrantAllowance, MsgRevokeAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import { MsgSubmitProposal, type MsgDeposit, type MsgVote, type MsgVoteWeighted } from "cosmjs-types/cosmos/gov/v1/tx";
import type { MsgUnjail } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import { Any } from "cosmjs-types/google/protobuf/any";

interface Amino<Value> {
  readonly type: string;
  readonly value: Value;
}

interface AminoSend {
  readonly from_address: string;
  readonly to_address: string;
  readonly amount: MsgSend["amount"];
}

interface AminoGrant {
  readonly granter: string;
  readonly grantee: string;
  readonly grant: { readonly authorization: Amino<{ readonly msg: string }>; readonly expiration?: string };
}

interface AminoAllowance {
  readonly granter: string;
  readonly grantee: string;
  readonly allowance: Amino<{ readonly spend_limit: BasicAllowance["spendLimit"] }>;
}

type OfProposal<Message> = Omit<Message, "proposalId"> & { readonly proposal_id: string };

interface AminoProposal {
  readonly initial_deposit: MsgSubmitProposal["initialDeposit"];
  readonly proposer: string;
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
}

/** Of authz, feegrant, gov v1 and slashing: generic authorizations, sends inside MsgExec, basic allowances without an end, proposals without messages. */
export function missingAminoConverters(): AminoConverters {
  return {
    "/cosmos.authz.v1beta1.MsgGrant": {
      aminoType: "cosmos-sdk/MsgGrant",
      toAmino: ({ granter, grantee, grant }: MsgGrant): AminoGrant => ({ granter, grantee, grant: grantToAmino(grant) }),
      fromAmino: ({ granter, grantee, grant }: AminoGrant): MsgGrant => ({ granter, grantee, grant: grantFromAmino(grant) }),
    },
    "/cosmos.authz.v1beta1.MsgExec": {
      aminoType: "cosmos-sdk/MsgExec",
      toAmino: ({ grantee, msgs }: MsgExec) => ({ grantee, msgs: msgs.map(sendToAmino) }),
      fromAmino: ({ grantee, msgs }: { readonly grantee: string; readonly msgs: readonly Amino<AminoSend>[] }): MsgExec => ({ grantee, msgs: msgs.map(sendFromAmino) }),
    },
    "/cosmos.authz.v1beta1.MsgRevoke": {
      aminoType: "cosmos-sdk/MsgRevoke",
      toAmino: ({ granter, grantee, msgTypeUrl }: MsgRevoke) => ({ granter, grantee, msg_type_url: msgTypeUrl }),
      fromAmino: ({ granter, grantee, msg_type_url: msgTypeUrl }: { readonly granter: string; readonly grantee: string; readonly msg_type_url: string }): MsgRevoke => ({ granter, grantee, msgTypeUrl }),
    },
    "/cosmos.feegrant.v1beta1.MsgGrantAllowance": {
      aminoType: "cosmos-sdk/MsgGrantAllowance",
      toAmino: ({ granter, grantee, allowance }: MsgGrantAllowance): AminoAllowance => ({ granter, grantee, allowance: allowanceToAmino(allowance) }),
      fromAmino: ({ granter, grantee, allowance }: AminoAllowance): MsgGrantAllowance => ({ granter, grantee, allowance: allowanceFromAmino(allowance) }),
    },
    "/cosmos.feegrant.v1beta1.MsgRevokeAllowance": {
      aminoType: "cosmos-sdk/MsgRevokeAllowance",
      toAmino: (message: MsgRevokeAllowance): MsgRevokeAllowance => message,
      fromAmino: (message: MsgRevokeAllowance): MsgRevokeAllowance => message,
    },
    // CosmJS has a converter, under a name that the SDK does not know.
    "/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission": {
      aminoType: "cosmos-sdk/MsgWithdrawValCommission",
      toAmino: ({ validatorAddress }: MsgWithdrawValidatorCommission) => ({ validator_address: validatorAddress }),
      fromAmino: ({ validator_address: validatorAddress }: { readonly validator_address: string }): MsgWithdrawValidatorCommission => ({ validatorAddress }),
    },
    "/cosmos.gov.v1.MsgSubmitProposal": {
      aminoType: "cosmos-sdk/v1/MsgSubmitProposal",
      toAmino: ({ initialDeposit, proposer, metadata, title, summary }: MsgSubmitProposal): AminoProposal => ({ initial_deposit: initialDeposit, proposer, metadata, title, summary }),
      fromAmino: ({ initial_deposit: initialDeposit, ...rest }: AminoProposal): MsgSubmitProposal => MsgSubmitProposal.fromPartial({ ...rest, initialDeposit }),
    },
    "/cosmos.gov.v1.MsgDeposit": {
      aminoType: "cosmos-sdk/v1/MsgDeposit",
      toAmino: ({ proposalId, depositor, amount }: MsgDeposit) => ({ proposal_id: `${proposalId}`, depositor, amount }),
      fromAmino: ({ proposal_id: id, depositor, amount }: OfProposal<MsgDeposit>): MsgDeposit => ({ proposalId: BigInt(id), depositor, amount }),
    },
    "/cosmos.gov.v1.MsgVote": {
      aminoType: "cosmos-sdk/v1/MsgVote",
      toAmino: ({ proposalId, ...rest }: MsgVote) => ({ proposal_id: `${proposalId}`, ...rest }),
      fromAmino: ({ proposal_id: id, ...rest }: OfProposal<MsgVote>): MsgVote => ({ proposalId: BigInt(id), ...rest }),
    },
    "/cosmos.gov.v1.MsgVoteWeighted": {
      aminoType: "cosmos-sdk/v1/MsgVoteWeighted",
      toAmino: ({ proposalId, ...rest }: MsgVoteWeighted) => ({ proposal_id: `${proposalId}`, ...rest }),
      fromAmino: ({ proposal_id: id, ...rest }: OfProposal<MsgVoteWeighted>): MsgVoteWeighted => ({ proposalId: BigInt(id), ...rest }),
    },
    "/cosmos.slashing.v1beta1.MsgUnjail": {
      aminoType: "cosmos-sdk/MsgUnjail",
      toAmino: ({ validatorAddr }: MsgUnjail) => ({ address: validatorAddr }),
      fromAmino: ({ address }: { readonly address: string }): MsgUnjail => ({ validatorAddr: address }),
    },
  };
}

function grantToAmino(grant: MsgGrant["grant"]): AminoGrant["grant"] {
  const { msg } = GenericAuthorization.decode(grant.authorization?.value ?? new Uint8Array());
  const authorization = { type: "cosmos-sdk/GenericAuthorization", value: { msg } };
  if (grant.expiration === undefined) return { authorization };
  return { authorization, expiration: new Date(Number(grant.expiration.seconds) * 1_000).toISOString().replace(".000Z", "Z") };
}

function grantFromAmino({ authorization, expiration }: AminoGrant["grant"]): MsgGrant["grant"] {
  const value = GenericAuthorization.encode(authorization.value).finish();
  const any = { typeUrl: "/cosmos.authz.v1beta1.GenericAuthorization", value };
  if (expiration === undefined) return { authorization: any };
  return { authorization: any, expiration: { seconds: BigInt(Date.parse(expiration) / 1_000), nanos: 0 } };
}

function sendToAmino({ value }: Any): Amino<AminoSend> {
  const { fromAddress, toAddress, amount } = MsgSend.decode(value);
  return { type: "cosmos-sdk/MsgSend", value: { from_address: fromAddress, to_address: toAddress, amount } };
}

function sendFromAmino({ value }: Amino<AminoSend>): Any {
  const send = MsgSend.fromPartial({ fromAddress: value.from_address, toAddress: value.to_address, amount: value.amount });
  return Any.fromPartial({ typeUrl: MsgSend.typeUrl, value: MsgSend.encode(send).finish() });
}

function allowanceToAmino(allowance: Any | undefined): AminoAllowance["allowance"] {
  const { spendLimit } = BasicAllowance.decode(allowance?.value ?? new Uint8Array());
  return { type: "cosmos-sdk/BasicAllowance", value: { spend_limit: spendLimit } };
}

function allowanceFromAmino({ value }: AminoAllowance["allowance"]): Any {
  const allowance = BasicAllowance.fromPartial({ spendLimit: value.spend_limit });
  return Any.fromPartial({ typeUrl: BasicAllowance.typeUrl, value: BasicAllowance.encode(allowance).finish() });
}
