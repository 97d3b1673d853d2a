package localpg

import (
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
)

// Options say where the cluster lives and how it is run.
type Options struct {
	// DataDir is the cluster's folder, made when absent. It must be empty, absent, or made by this package.
	DataDir string
	// Log receives what the package decides; nil discards it. The server's own log is DataDir/postgres.log.
	Log *slog.Logger
	// Settings are server settings over the defaults, which are durable: {"fsync": "off"} is for tests. The ones this
	// package rests on (listen_addresses, port, the socket's place) are refused.
	Settings map[string]string
	// Trust makes a new cluster that asks for no password: who may enter the folder of its socket is enough. It is for tests,
	// where proving the password costs each connection more than all else.
	Trust bool
	// BinDir names the folder of the binaries to use and no others; empty searches the machine.
	BinDir string
}

func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

var settingName = regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)

// serverArgs are the settings as arguments, in a fixed order. Later ones win in PostgreSQL; here the caller's replace ours.
func (o Options) serverArgs(socketDir string) ([]string, error) {
	fixed := map[string]string{
		"listen_addresses":        "",
		"port":                    socketPort,
		"unix_socket_directories": socketDir,
		"unix_socket_permissions": "0700",
	}
	settings := map[string]string{
		"fsync":              "on",
		"synchronous_commit": "on",
		"full_page_writes":   "on",
		"max_connections":    "200",
		"timezone":           "UTC",
		"log_timezone":       "UTC",
	}
	for name, value := range o.Settings {
		if _, ours := fixed[name]; ours || !settingName.MatchString(name) {
			return nil, fmt.Errorf("localpg: setting %q cannot be given", name)
		}
		settings[name] = value
	}
	maps.Copy(settings, fixed)
	args := make([]string, 0, 2*len(settings))
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args, nil
}
