// A stock Cosmos SDK 0.50 chain of one validator (auth, bank, staking, consensus on CometBFT and goleveldb) with the
// accounts of a file in its genesis, so that one set of signed transactions runs on it and on OpenLedger's node.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	authmodulev1 "cosmossdk.io/api/cosmos/auth/module/v1"
	"cosmossdk.io/core/appconfig"
	"cosmossdk.io/depinject"
	"cosmossdk.io/log"
	pruningtypes "cosmossdk.io/store/pruning/types"
	cmtcfg "github.com/cometbft/cometbft/config"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/cometbft/cometbft/proxy"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/testutil/configurator"
	"github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	_ "github.com/cosmos/cosmos-sdk/x/auth"
	_ "github.com/cosmos/cosmos-sdk/x/auth/tx/config"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	_ "github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	_ "github.com/cosmos/cosmos-sdk/x/consensus"
	_ "github.com/cosmos/cosmos-sdk/x/staking"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	home := flag.String("home", "", "empty folder for its data")
	accounts := flag.String("accounts", "", "file with one address a line, in the order of their account numbers")
	chainID := flag.String("chain-id", "openledger-local-1", "")
	prefix := flag.String("prefix", "open", "of addresses")
	denom := flag.String("denom", "uopen", "")
	units := flag.Int64("units", 1_000_000, "that each account holds")
	rpc := flag.String("rpc", "tcp://127.0.0.1:26657", "")
	timeoutCommit := flag.Duration("timeout-commit", time.Second, "least time between blocks")
	txIndex := flag.String("tx-index", "kv", "where events of transactions are written, null for nowhere")
	flag.Parse()
	sdk.GetConfig().SetBech32PrefixForAccount(*prefix, *prefix+"pub")
	sdk.GetConfig().SetBech32PrefixForValidator(*prefix+"valoper", *prefix+"valoperpub")

	config := cmtcfg.DefaultConfig()
	config.SetRoot(*home)
	config.RPC.ListenAddress = *rpc
	config.Consensus.TimeoutCommit = *timeoutCommit
	config.TxIndex.Indexer = *txIndex
	config.P2P.ListenAddress = "tcp://127.0.0.1:0"
	cmtcfg.EnsureRoot(*home)
	validator := privval.LoadOrGenFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	nodeKey, err := p2p.LoadOrGenNodeKey(config.NodeKeyFile())
	check(err)

	app, genesis := newApp(*home, *prefix, *chainID)
	genesis = withAccounts(app.codec, genesis, validator, readLines(*accounts), *denom, *units)
	state, err := json.Marshal(genesis)
	check(err)
	publicKey, err := validator.GetPubKey()
	check(err)
	doc := &cmttypes.GenesisDoc{
		ChainID: *chainID, GenesisTime: time.Now(), ConsensusParams: cmttypes.DefaultConsensusParams(), AppState: state,
		Validators: []cmttypes.GenesisValidator{{Address: publicKey.Address(), PubKey: publicKey, Power: 1}},
	}
	check(doc.ValidateAndComplete())
	running, err := node.NewNode(config, validator, nodeKey, proxy.NewLocalClientCreator(server.NewCometABCIWrapper(app)),
		func() (*cmttypes.GenesisDoc, error) { return doc, nil }, cmtcfg.DefaultDBProvider,
		node.DefaultMetricsProvider(config.Instrumentation), cmtlog.NewNopLogger())
	check(err)
	check(running.Start())
	fmt.Println(`{"ready":true}`)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	<-signals
	check(running.Stop())
}

type stockApp struct {
	*runtime.App
	codec codec.Codec
}

// newApp has the settings that app.toml has by default.
func newApp(home, prefix, chainID string) (stockApp, map[string]json.RawMessage) {
	withPrefix := func(config *configurator.Config) {
		configurator.AuthModule()(config)
		var auth authmodulev1.Module
		check(config.ModuleConfigs["auth"].Config.UnmarshalTo(&auth))
		auth.Bech32Prefix = prefix
		config.ModuleConfigs["auth"].Config = appconfig.WrapAny(&auth)
	}
	modules := configurator.NewAppConfig(withPrefix, configurator.BankModule(), configurator.StakingModule(),
		configurator.ConsensusModule(), configurator.TxModule())
	var builder *runtime.AppBuilder
	var cdc codec.Codec
	check(depinject.Inject(depinject.Configs(modules, depinject.Supply(log.NewNopLogger())), &builder, &cdc))
	db, err := dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(home, "data"))
	check(err)
	app := builder.Build(db, nil, baseapp.SetChainID(chainID), baseapp.SetIAVLCacheSize(781_250),
		baseapp.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningDefault)))
	check(app.Load(true))
	return stockApp{app, cdc}, builder.DefaultGenesis()
}

func withAccounts(
	cdc codec.Codec, genesis map[string]json.RawMessage, validator *privval.FilePV, addresses []string, denom string, units int64,
) map[string]json.RawMessage {
	publicKey, err := validator.GetPubKey()
	check(err)
	accounts := make([]authtypes.GenesisAccount, len(addresses))
	balances := make([]banktypes.Balance, len(addresses))
	for i, address := range addresses {
		bytes, err := sdk.AccAddressFromBech32(address)
		check(err)
		accounts[i] = authtypes.NewBaseAccount(bytes, nil, uint64(i), 0)
		balances[i] = banktypes.Balance{Address: address, Coins: sdk.NewCoins(sdk.NewInt64Coin(denom, units))}
	}
	set := cmttypes.NewValidatorSet([]*cmttypes.Validator{cmttypes.NewValidator(publicKey, 1)})
	filled, err := sims.GenesisStateWithValSet(cdc, genesis, set, accounts, balances...)
	check(err)
	return filled
}

func readLines(path string) []string {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	var lines []string
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	return lines
}
