export { createKvstore } from "./kvstore.ts";
