package localpg

import (
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
)

// Options set where the cluster is stored and how it runs.
type Options struct {
	// DataDir is the cluster's folder. It is created if it does not exist. It must be empty, absent, or created by this
	// package.
	DataDir string
	// Log receives the decisions of this package; nil discards them. The server's own log is DataDir/postgres.log.
	Log *slog.Logger
	// Settings are server settings that replace the defaults. The defaults are durable: {"fsync": "off"} is for tests.
	// The settings that this package depends on (listen_addresses, port, the socket's place) are refused.
	Settings map[string]string
	// Trust makes a new cluster ask for no password: access to the folder of its socket is enough. It is for tests, in
	// which checking the password is the most expensive part of each connection.
	Trust bool
	// BinDir names the only folder in which binaries are searched. If it is empty, the machine is searched.
	BinDir string
}

func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

var settingName = regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)

// serverArgs returns the settings as arguments, in a fixed order. In PostgreSQL a later argument wins; here the
// caller's settings replace the defaults.
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
