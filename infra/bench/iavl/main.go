// Random updates on cosmos/iavl v1 over goleveldb, in the shape of bench:store: prints one JSON line.
package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"sort"
	"time"

	"github.com/cosmos/iavl"
	"github.com/cosmos/iavl/db"
)

type result struct {
	Keys       int     `json:"keys"`
	Batch      int     `json:"batch"`
	Rounds     int     `json:"rounds"`
	PerSecond  float64 `json:"updatesPerSecond"`
	P50        float64 `json:"commitP50Ms"`
	P99        float64 `json:"commitP99Ms"`
	LoadPerSec float64 `json:"loadPerSecond"`
	HeapBytes  uint64  `json:"heapBytes"`
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// key is sha256 of the big-endian number, as in the other benchmarks.
func key(n int) []byte {
	var number [4]byte
	binary.BigEndian.PutUint32(number[:], uint32(n))
	digest := sha256.Sum256(number[:])
	return digest[:]
}

func main() {
	keys := flag.Int("keys", 10000, "keys in the tree")
	batch := flag.Int("batch", 1000, "updates per commit")
	rounds := flag.Int("rounds", 10, "commits")
	retain := flag.Int64("retain", 2, "versions kept")
	flag.Parse()
	folder, err := os.MkdirTemp("", "iavl-bench-")
	check(err)
	defer os.RemoveAll(folder)
	store, err := db.NewDB("bench", "goleveldb", folder)
	check(err)
	tree := iavl.NewMutableTree(store, 100000, false, iavl.NewNopLogger(), iavl.AsyncPruningOption(true))
	_, err = tree.Load()
	check(err)
	random := rand.New(rand.NewSource(1))
	value := func() []byte { v := make([]byte, 32); random.Read(v); return v }
	commit := func(numbers map[int]bool) {
		sorted := make([][]byte, 0, len(numbers))
		for n := range numbers {
			sorted = append(sorted, key(n))
		}
		sort.Slice(sorted, func(i, j int) bool { return string(sorted[i]) < string(sorted[j]) })
		for _, k := range sorted {
			_, err := tree.Set(k, value())
			check(err)
		}
		_, version, err := tree.SaveVersion()
		check(err)
		if version > *retain {
			check(tree.DeleteVersionsTo(version - *retain))
		}
	}
	started := time.Now()
	for from := 0; from < *keys; from += 20000 {
		numbers := map[int]bool{}
		for n := from; n < from+20000 && n < *keys; n++ {
			numbers[n] = true
		}
		commit(numbers)
	}
	load := float64(*keys) / time.Since(started).Seconds()
	times := make([]float64, 0, *rounds)
	started = time.Now()
	for round := 0; round < *rounds; round++ {
		numbers := map[int]bool{}
		for len(numbers) < *batch {
			numbers[random.Intn(*keys)] = true
		}
		begin := time.Now()
		commit(numbers)
		times = append(times, float64(time.Since(begin).Microseconds())/1000)
	}
	total := time.Since(started).Seconds()
	sort.Float64s(times)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	at := func(q float64) float64 { return times[int(q*float64(len(times)-1)+0.5)] }
	check(json.NewEncoder(os.Stdout).Encode(result{*keys, *batch, *rounds, float64(*rounds**batch) / total, at(0.5), at(0.99), load, memory.HeapAlloc}))
	check(tree.Close())
}
