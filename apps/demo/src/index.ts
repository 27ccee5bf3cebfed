export { demoGenesis, type DemoGenesis } from "./home/demo-genesis.ts";
