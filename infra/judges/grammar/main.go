// Reads requests that Apps logged (openledgerd --abci.request-log) with CometBFT's own checker of ABCI's grammar.
// infra/judges/comet.sh compiles it inside CometBFT v1.0.1, the last release that has the checker.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/test/e2e/app"
	"github.com/cometbft/cometbft/test/e2e/pkg/grammar"
)

const started = "Application started"

// Each start of an App begins an execution. A line that a SIGKILL cut off is left out: it is the last one of its execution.
func executionsOf(path string) ([][]*abci.Request, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var executions [][]*abci.Request
	var torn error
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasSuffix(line, started) {
			executions = append(executions, nil)
			torn = nil
			continue
		}
		if torn != nil {
			return nil, torn
		}
		request, err := app.GetABCIRequestFromString(line)
		if err != nil {
			torn = fmt.Errorf("%s: %w", path, err)
			continue
		}
		if last := len(executions) - 1; request != nil && last >= 0 {
			executions[last] = append(executions[last], request)
		}
	}
	return executions, lines.Err()
}

// A home that is new or was wiped: CometBFT shakes hands with it anew or offers it snapshots.
func isCleanStart(index int, requests []*abci.Request) bool {
	for _, request := range requests {
		switch request.Value.(type) {
		case *abci.Request_OfferSnapshot:
			return true
		case *abci.Request_Info:
			continue
		}
		break
	}
	return index == 0
}

func main() {
	checker := grammar.NewGrammarChecker(grammar.DefaultConfig())
	failed := 0
	for _, path := range os.Args[1:] {
		executions, err := executionsOf(path)
		if err != nil {
			fmt.Println("FAIL ", err)
			failed++
			continue
		}
		for i, requests := range executions {
			name := fmt.Sprintf("%s, start %d, %d requests", path, i+1, len(requests))
			// Killed before CometBFT called.
			if len(requests) == 0 {
				fmt.Println("empty", name)
				continue
			}
			if _, err := checker.Verify(requests, isCleanStart(i, requests)); err != nil {
				fmt.Printf("FAIL  %s: %v\n", name, err)
				failed++
				continue
			}
			fmt.Println("holds", name)
		}
	}
	if failed > 0 || len(os.Args) < 2 {
		fmt.Printf("%d executions break the grammar\n", failed)
		os.Exit(1)
	}
}
