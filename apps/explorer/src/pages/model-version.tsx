import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AddressLink, Amount, BlockLink, PageLink, TxLink } from "../components/link.tsx";
import { ModelVersionLink } from "../components/model-version-link.tsx";
import { Party } from "../components/party.tsx";
import { Chip, Fact, Failure, Loading, NotFound } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { modelVersionOperation, type FullModelVersion, type Relative } from "../data/model-operations.ts";
import { formatCount, formatShare, plural } from "../format.ts";
import { paths, patterns } from "../paths.ts";
import { useTitle } from "../use-title.ts";

/** A bps of the model share as people read it. */
const share = (bps: number): string => formatShare(BigInt(bps), 10_000n);

/** One model version: who answers for it, what it was made from, its ancestors and descendants. */
export function ModelVersionPage(): ReactElement {
  const { model = "", version = "" } = useParams({ strict: false });
  const isNumbered = patterns.number.test(model) && patterns.number.test(version);
  const query = useQuery({
    queryKey: ["model-version", model, version],
    queryFn: ({ signal }) => ask(modelVersionOperation, { modelId: model, version }, signal),
    enabled: isNumbered,
    refetchInterval: 4000,
  });
  useTitle(`Model ${model}@${version}`);
  if (!isNumbered) return <NotFound what={`Model ${model}@${version}`} height={undefined} />;
  if (query.isPending) return <Loading what={`model ${model}@${version}`} />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { modelVersion, _meta } = query.data;
  if (modelVersion === null) return <NotFound what={`Model ${model}@${version}`} height={_meta.height} />;
  const { ancestors, descendants } = modelVersion;
  return (
    <article>
      <header>
        <p className="kicker">
          model/{model}@{version} <Chip tone="plain">{modelVersion.kind.toLowerCase()}</Chip>
        </p>
        <h1>
          {modelVersion.model?.name ?? `Model ${model}`}@{version}
        </h1>
        <p className="muted">
          made from {plural(modelVersion.manifest.length, "datanet version")} · {ancestors.length === 0 ? "descends from no other model" : `descends from ${plural(ancestors.length, "version")}`} ·{" "}
          {plural(descendants.length, "descendant")}
        </p>
      </header>
      {modelVersion.frozenByIncident !== null && (
        <div className="notice bad" role="note">
          <p>
            <strong>Frozen:</strong> it takes no sessions, for <PageLink to={paths.clock()}>incident {modelVersion.frozenByIncident}</PageLink>.
          </p>
        </div>
      )}
      {modelVersion.sameArtifactAs !== null && <SameArtifact name={modelVersion.sameArtifactAs} />}
      <Facts version={modelVersion} />
      <Manifest version={modelVersion} />
      <section className="card" aria-labelledby="lineage">
        <h2 id="lineage">Lineage</h2>
        <p className="muted">Its publisher declares what it was derived from; the chain follows every way and fixes what is owed. Nobody can prove that nothing else was used.</p>
        <h3>Owes, out of its model share</h3>
        <Relatives relatives={ancestors} none="It names no base, so it owes nobody." owes />
        <h3>Is owed by</h3>
        <Relatives relatives={descendants} none={modelVersion.derivable ? "Nobody has derived from it yet." : "Only its own publisher may derive from it."} />
        {descendants.length === 100 && <p className="muted small">The first 100 are shown.</p>}
      </section>
    </article>
  );
}

function SameArtifact({ name }: { name: string }): ReactElement {
  const [modelId = "", version = ""] = name.split("@");
  return (
    <div className="notice wait" role="note">
      <p>
        Its artifact is the same, byte for byte, as that of <PageLink to={paths.modelVersion(modelId, version)}>model {name}</PageLink> of another publisher, which it does not name as a base. The same
        rows and recipe give everybody the same artifact, so this does not say that it was taken.
      </p>
    </div>
  );
}

function Facts({ version }: { version: FullModelVersion }): ReactElement {
  const { publisher, steward, approver, publishedHeight, publishedTx, floorPrice, floorDenom, derivable, deriveBps, artifactRoot, royalties, offers } = version;
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts">Who answers for it, on what terms</h2>
      <dl className="facts">
        <Fact name="Publisher">
          <Party address={publisher} />
        </Fact>
        <Fact name="Steward">
          <Party address={steward} />
        </Fact>
        <Fact name="Approver">
          <Party address={approver} />
        </Fact>
        <Fact name="Published">
          <BlockLink height={publishedHeight} />
          {publishedTx && (
            <>
              {", tx "}
              <TxLink hash={publishedTx.hash} />
            </>
          )}
        </Fact>
        <Fact name="Hosts">
          {offers.length === 0 ? "no offer takes sessions now" : <PageLink to={paths.hosts()}>{plural(offers.length, "offer")}</PageLink>}
        </Fact>
        {floorPrice !== null && floorDenom !== null && (
          <Fact name="Floor price">
            <Amount units={floorPrice} denom={floorDenom} /> a call
          </Fact>
        )}
        <Fact name="Others may derive">{derivable ? (deriveBps === 0 ? "yes, free" : `yes, for ${share(deriveBps)} of their model share`) : "no"}</Fact>
        {royalties.length > 0 && (
          <Fact name="Royalties">
            {royalties.map(({ receiver, bps }) => (
              <span key={receiver} className="block-line">
                <AddressLink address={receiver} /> {share(bps)} of the model share
              </span>
            ))}
          </Fact>
        )}
        <Fact name="Artifact root">
          <span className="mono break">{artifactRoot.slice(2)}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Manifest({ version: { manifest } }: { version: FullModelVersion }): ReactElement {
  return (
    <section className="card" aria-labelledby="manifest">
      <h2 id="manifest">Made from</h2>
      <ul className="plain entries">
        {manifest.map(({ datanetId, datanetVersion, priorBps, frozen }) => (
          <li key={`${datanetId}@${datanetVersion}`}>
            <b>{frozen?.datanet?.name ?? `datanet ${datanetId}`}</b>{" "}
            <span className="muted small">
              datanet/{datanetId}@{datanetVersion}
              {frozen && ` · ${formatCount(frozen.tokens)} tokens`}
              {frozen?.datanet && ` · ${frozen.datanet.licence}`} · {share(priorBps)} of what nobody owns
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Relatives({ relatives, none, owes = false }: { relatives: readonly Relative[]; none: string; owes?: boolean }): ReactElement {
  if (relatives.length === 0) return <p className="muted">{none}</p>;
  return (
    <ul className="plain entries">
      {[...relatives]
        .sort((a, b) => a.generation - b.generation)
        .map(({ modelId, version, bps, generation, modelVersion }) => (
          <li key={`${modelId}@${version}`} className={generation > 1 ? "generation" : ""}>
            <ModelVersionLink of={{ modelId, version, model: modelVersion?.model ?? null }} /> <span className="amount">{share(bps)}</span>
            <span className="muted small">
              {" "}
              {generation === 1 ? (owes ? "named as a base" : "derived from it") : `${generation} generations apart`}
              {modelVersion && (
                <>
                  , published by <AddressLink address={modelVersion.publisher} />
                </>
              )}
            </span>
          </li>
        ))}
    </ul>
  );
}
