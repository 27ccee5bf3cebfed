import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState, type ReactElement, type SyntheticEvent } from "react";
import { askQuestion, QUESTION_LENGTH_MAX } from "../data/ask-question.ts";
import { paths } from "../paths.ts";
import { Failure } from "./states.tsx";

/** Asks a question and goes to its receipt. */
export function AskBox(): ReactElement {
  const router = useRouter();
  const [question, setQuestion] = useState("");
  const asking = useMutation({
    mutationFn: askQuestion,
    onSuccess: ({ session, index }) => router.navigate({ to: paths.receipt(session, index) }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (question.trim() !== "" && !asking.isPending) asking.mutate(question.trim());
  };
  return (
    <form className="ask" onSubmit={submit} aria-busy={asking.isPending}>
      <label htmlFor="question">Your question</label>
      <div className="row">
        <input
          id="question"
          type="text"
          value={question}
          maxLength={QUESTION_LENGTH_MAX}
          placeholder="What do the registered documents say about …?"
          autoComplete="off"
          enterKeyHint="send"
          onChange={(event) => setQuestion(event.target.value)}
        />
        <button type="submit" disabled={asking.isPending || question.trim() === ""}>
          {asking.isPending ? "Asking …" : "Ask"}
        </button>
      </div>
      {asking.isError && <Failure error={asking.error} />}
    </form>
  );
}
