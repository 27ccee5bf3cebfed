export { OperationalError } from "./operational-error.ts";
