package merchant

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Workings gathers what the page of the connection, its answer in the API and
// the diagnostics go by.
func (s *Service) Workings(ctx context.Context, mall lowstock.MallID) (a Workings, settings preference.Settings, err error) {
	now := s.now()
	if a.Conn, err = s.store.Mall(mall).Connection(ctx, now); err != nil {
		return a, settings, err
	}
	if a.Work, err = s.store.Mall(mall).Workings(ctx, now); err != nil {
		return a, settings, err
	}
	if a.Version, err = s.apiVersion(ctx); err != nil {
		return a, settings, err
	}
	settings, err = s.store.Mall(mall).Settings(ctx)
	a.Pace, a.wanted = s.work.Pace(), s.platform.Scopes()
	return a, settings, err
}

// apiVersion is the one in use: what this process itself has learnt, or another
// one that calls Cafe24 more.
func (s *Service) apiVersion(ctx context.Context) (cafe24.APIVersion, error) {
	v := s.platform.APIVersion()
	if v.InUse != v.Configured {
		return v, nil
	}
	state, err := s.store.AppState(ctx, s.platform.ClientFingerprint(), v.Configured, s.now())
	if !state.VersionRefused.IsZero() {
		v.InUse = state.VersionUsed
	}
	return v, err
}

// Workings is everything the page of the connection goes by.
type Workings struct {
	Conn   overview.Connection
	Work   overview.Workings
	Pace   inbound.Pace
	wanted []string // permissions that consent asks for

	Version cafe24.APIVersion
}

// Standing finds a trouble that stands.
func (a Workings) Standing(kind selfcheck.Kind) bool {
	return slices.ContainsFunc(a.Conn.Health, func(h selfcheck.Health) bool { return h.Kind == kind && h.Stands() })
}

// Lost says whether the mall is not connected.
func (a Workings) Lost() bool { return a.Conn.Mall.State != lowstock.MallActive }

// Missing are permissions that the app asks for and does not have.
func (a Workings) Missing() []string {
	var list []string
	for _, scope := range a.wanted {
		if !slices.Contains(a.Conn.Scopes, scope) {
			list = append(list, scope)
		}
	}
	return list
}
