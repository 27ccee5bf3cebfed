import { event, type Event } from "@openledger/state-machine";

export const coinSpent = (spender: string, amount: string): Event => event("coin_spent", { spender, amount });
export const coinReceived = (receiver: string, amount: string): Event => event("coin_received", { receiver, amount });
export const transferred = (recipient: string, sender: string, amount: string): Event =>
  event("transfer", { recipient, sender, amount });
export const sentBy = (sender: string): Event => event("message", { sender });
export const burned = (burner: string, amount: string): Event => event("burn", { burner, amount });
export const minted = (minter: string, amount: string): Event => event("coinbase", { minter, amount });
