import { z } from "zod";

const count = (name: string) => z.number({ error: `${name} is a whole number above 0` }).int().positive();

const ANSWER_BYTES = 32 * 1024 * 1024;

/** How the API treats its clients. */
export const apiOptions = z
  .object({
    /** Requests per second and client in the long run; 0 sets no limit. */
    requestsPerSecond: z.number({ error: "--rate is a number, 0 for no limit" }).min(0).default(50),
    /** Requests that a client may send at once after a pause. */
    requestBurst: count("--burst").default(200),
    /** Subscriptions that one client holds open at a time. */
    subscribersPerClient: count("--subscribers").default(20),
    /** Takes the last address of X-Forwarded-For for the client's; only behind a proxy that writes it. */
    trustProxy: z.boolean().default(false),
    /** Documents that come again are compiled; off interprets each execution. */
    compile: z.boolean().default(true),
    /** Bytes of answers that are kept until the next block; 0 answers everything anew. */
    answerBytes: z.number({ error: "--answer-bytes is a number, 0 to keep none" }).int().min(0).default(ANSWER_BYTES),
    /** JSON file from hex sha256 to GraphQL document. */
    operations: z.string().min(1).optional(),
    /** Answers nothing else than the documents of that file. */
    operationsOnly: z.boolean().default(false),
  })
  .refine(({ operations, operationsOnly }) => !operationsOnly || operations !== undefined, "--operations-only needs the documents of --operations");

export type ApiConfig = z.output<typeof apiOptions>;
