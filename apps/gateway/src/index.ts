export { startGateway, type GatewayOptions, type RunningGateway } from "./compose.ts";
export { GatewayError, type GatewayErrorCode } from "./gateway-error.ts";
export { loadServedModel, type ServedModel } from "@openledger/served-model";
