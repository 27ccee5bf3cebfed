// Writes the validators' keys that CometBFT's black-box tests expect of a manifest, which are the same at every run.
// infra/judges/comet.sh compiles it inside CometBFT v0.38.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	e2e "github.com/cometbft/cometbft/test/e2e/pkg"
	"github.com/cometbft/cometbft/privval"
)

func write(manifestFile, folder string) error {
	manifest, err := e2e.LoadManifest(manifestFile)
	if err != nil {
		return err
	}
	// Addresses do not matter for keys.
	infrastructure, err := e2e.NewDockerInfrastructureData(manifest)
	if err != nil {
		return err
	}
	testnet, err := e2e.LoadTestnet(manifestFile, infrastructure)
	if err != nil {
		return err
	}
	for _, node := range testnet.Nodes {
		privval.NewFilePV(node.PrivvalKey, filepath.Join(folder, node.Name+".json"), "").Key.Save()
	}
	return nil
}

func main() {
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
