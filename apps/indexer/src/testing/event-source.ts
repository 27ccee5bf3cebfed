/** One server-sent event of a subscription. */
export interface ReceivedEvent {
  readonly id: string;
  readonly answer: ReturnType<typeof JSON.parse>;
}

/** Events of a response, until it ends or the consumer stops, which cancels it. */
export async function* eventsOf(response: Response): AsyncGenerator<ReceivedEvent, void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) yield* eventOf(message);
    }
  } finally {
    await reader?.cancel();
  }
}

function* eventOf(message: string): Generator<ReceivedEvent, void> {
  const fields = new Map(message.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  const data = fields.get("data");
  if (fields.get("event") === "next" && data) yield { id: fields.get("id") ?? "", answer: JSON.parse(data) };
}
