package main

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
)

// details returns the sentences of /readyz about what Cafe24 refuses to the app
// itself.
func (a *app) details(platform *cafe24.Platform) func(ctx context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		version := platform.APIVersion()
		state, err := a.store.AppState(ctx, platform.ClientFingerprint(), version.Configured, time.Now())
		if version.InUse != version.Configured {
			state.VersionRefused, state.VersionUsed = time.Now(), version.InUse
		}
		return append(appSentences(state, version.Configured), a.hearing.sentences()...), err
	}
}

// appSentences returns sentences about what Cafe24 refuses to the app itself,
// and names the variable that has to be corrected.
func appSentences(state connect.AppState, version string) (list []string) {
	switch since := state.SecretRefused; {
	case since.IsZero():
	case !state.OwnSecret:
		list = append(list, "Cafe24 refuses the client secret of another process of this app: restart it with the CAFE24_CLIENT_SECRET of this one, or the other way round; no mall has to reconnect")
	default:
		list = append(list, "Cafe24 has refused the app's client secret since "+since.UTC().Format(time.RFC3339)+
			": set CAFE24_CLIENT_SECRET to the one that the developers console shows, for CAFE24_CLIENT_ID, and restart; no mall has to reconnect")
	}
	if !state.VersionRefused.IsZero() {
		list = append(list, fmt.Sprintf("Cafe24 refuses %s, so %s is used, which it offers: set CAFE24_API_VERSION to it or a newer one",
			versionName(version), state.VersionUsed))
	}
	return list
}

func versionName(version string) string {
	if version == "" {
		return "the API version that is chosen in the developers console (CAFE24_API_VERSION is empty)"
	}
	return "API version " + version
}

// registerVersion adds to /metrics whether the API version in use differs from
// the configured one.
func registerVersion(r prometheus.Registerer, platform *cafe24.Platform) error {
	return r.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: "inventory_alert", Name: "api_version_replaced",
		Help: "1 while another API version is used than CAFE24_API_VERSION, which Cafe24 refuses.",
	}, func() float64 {
		if v := platform.APIVersion(); v.InUse != v.Configured {
			return 1
		}
		return 0
	}))
}
