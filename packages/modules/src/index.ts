export type { ModuleAccountSpec } from "./auth/genesis.ts";
export { createAuthKeeper, type AuthKeeper } from "./auth/keeper.ts";
export { createAuthModule } from "./auth/module.ts";
export { createBankKeeper, FEE_COLLECTOR, type FullBankKeeper } from "./bank/keeper.ts";
export { createBankModule } from "./bank/module.ts";
export type { BankKeeper } from "./expected-keepers.ts";
