import type { ReactElement } from "react";

/** What this receipt proves, what it takes somebody's word for, and what it can't see. */
export function ProofBox(): ReactElement {
  return (
    <section className="proof" aria-labelledby="proof">
      <h2 id="proof" className="hidden">
        What this shows
      </h2>
      <div>
        <h3 className="good">Proved</h3>
        <ul>
          <li>The host signed this answer to this question, and the buyer's key signed the log that holds it.</li>
          <li>Every coloured passage stands, byte for byte, in the named contribution under the root of a frozen datanet version.</li>
          <li>Weights, shares and amounts follow from the published formulas, to the unit.</li>
        </ul>
      </div>
      <div>
        <h3 className="wait">Attested</h3>
        <ul>
          <li>That the contributor is the author: contributors state it and curators accepted it.</li>
          <li>Grades, licences, place and power: stated by who signed them.</li>
          <li>Latency: both host and buyer signed it, nobody measured it for them.</li>
          <li>That no earlier owner is left out: whoever asks again can compare; neither the chain nor this page searches all data.</li>
        </ul>
      </div>
      <div>
        <h3 className="bad">Not seen</h3>
        <ul>
          <li>Paraphrase and translation: only equal words are found.</li>
          <li>Scripts that are written without spaces.</li>
          <li>Text that somebody registered before its author did.</li>
          <li>Whether the answer is right.</li>
        </ul>
      </div>
    </section>
  );
}
