/** REST routes of the modules of the protocol, by module. */
import { QueryService as Accountability } from "@openledger/messages/openledger/accountability/v1";
import { QueryService as Attribution } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as Datanet } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as Feedback } from "@openledger/messages/openledger/feedback/v1";
import { QueryService as Gate } from "@openledger/messages/openledger/gate/v1";
import { QueryService as Market } from "@openledger/messages/openledger/market/v1";
import { QueryService as Model } from "@openledger/messages/openledger/model/v1";
import { QueryService as Rewards } from "@openledger/messages/openledger/rewards/v1";
import { QueryService as Rollup } from "@openledger/messages/openledger/rollup/v1";
import { QueryService as System } from "@openledger/messages/openledger/system/v1";
import { route, type Route } from "./route.ts";

/** Of two templates that fit one path, the first counts. */
export const openledgerRoutes: readonly Route[] = [
  route("GET /openledger/accountability/v1/incidents", Accountability.Incidents),
  route("GET /openledger/accountability/v1/incidents/{incident_id}", Accountability.Incident),
  route("GET /openledger/accountability/v1/open", Accountability.Open),
  route("GET /openledger/accountability/v1/params", Accountability.Params),
  route("GET /openledger/attribution/v1/params", Attribution.Params),
  route("GET /openledger/datanet/v1/datanets", Datanet.Datanets),
  route("GET /openledger/datanet/v1/datanets/{datanet_id}", Datanet.Datanet),
  route("GET /openledger/datanet/v1/datanets/{datanet_id}/contributions", Datanet.Contributions),
  route("GET /openledger/datanet/v1/datanets/{datanet_id}/contributions/{seq}", Datanet.Contribution),
  route("GET /openledger/datanet/v1/datanets/{datanet_id}/versions/{version}", Datanet.Version),
  route("GET /openledger/datanet/v1/disputes", Datanet.Disputes),
  route("GET /openledger/datanet/v1/disputes/{dispute_id}", Datanet.Dispute),
  route("GET /openledger/datanet/v1/erasures", Datanet.Erasures),
  route("GET /openledger/datanet/v1/erasure", Datanet.Erasure),
  route("GET /openledger/datanet/v1/pending_reviews", Datanet.PendingReviews),
  route("GET /openledger/datanet/v1/params", Datanet.Params),
  route("GET /openledger/feedback/v1/hosts/{host}/ratings", Feedback.HostRatings),
  route("GET /openledger/feedback/v1/models/{model_id}/versions/{version}/ratings", Feedback.ModelRatings),
  route("GET /openledger/feedback/v1/sessions/{session_id}/receipts/{receipt_index}", Feedback.Rated),
  route("GET /openledger/feedback/v1/params", Feedback.Params),
  route("GET /openledger/gate/v1/demands", Gate.Demands),
  route("GET /openledger/gate/v1/demands/{denom}", Gate.Demand),
  route("GET /openledger/gate/v1/external/{address}", Gate.External),
  route("GET /openledger/gate/v1/gates", Gate.Gates),
  route("GET /openledger/gate/v1/params", Gate.Params),
  route("GET /openledger/market/v1/offers", Market.Offers),
  route("GET /openledger/market/v1/offers/{offer_id}", Market.Offer),
  route("GET /openledger/market/v1/models/{model_id}/versions/{model_version}/offers", Market.ModelOffers),
  route("GET /openledger/market/v1/hosts/{host}", Market.HostRecord),
  route("GET /openledger/market/v1/sessions", Market.Sessions),
  route("GET /openledger/market/v1/sessions/{session_id}", Market.Session),
  route("GET /openledger/market/v1/settlements", Market.Settlements),
  route("GET /openledger/market/v1/settlements/{settlement_id}", Market.Settlement),
  route("GET /openledger/market/v1/settlement_log", Market.SettlementLog),
  route("GET /openledger/market/v1/demands", Market.Demands),
  route("GET /openledger/market/v1/demands/{demand_id}", Market.Demand),
  route("GET /openledger/market/v1/params", Market.Params),
  route("GET /openledger/model/v1/models", Model.Models),
  route("GET /openledger/model/v1/models/{model_id}", Model.Model),
  route("GET /openledger/model/v1/models/{model_id}/descendants", Model.Descendants),
  route("GET /openledger/model/v1/models/{model_id}/versions/{version}", Model.ModelVersion),
  route("GET /openledger/model/v1/params", Model.Params),
  route("GET /openledger/rewards/v1/claimable/{address}", Rewards.Claimable),
  route("GET /openledger/rewards/v1/params", Rewards.Params),
  route("GET /openledger/rollup/v1/sequencer", Rollup.Sequencer),
  route("GET /openledger/system/v1/chain", System.Chain),
  route("GET /openledger/system/v1/params", System.Params),
];
