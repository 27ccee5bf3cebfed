import type { ReactElement } from "react";
import { paths } from "../paths.ts";
import { PageLink } from "./link.tsx";

/** A model version by its model's name. */
export function ModelVersionLink({ of }: { of: { readonly modelId: string; readonly version: string; readonly model: { readonly name: string } | null } }): ReactElement {
  return (
    <PageLink to={paths.modelVersion(of.modelId, of.version)}>
      {of.model?.name ?? `model ${of.modelId}`}@{of.version}
    </PageLink>
  );
}
