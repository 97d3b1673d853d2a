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

// Workings reads what the connection page, the API answer about the connection
// and the diagnostics are made from.
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

// apiVersion returns the API version in use. This process may have found it, or
// another process that calls Cafe24 more often.
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

// Workings is all data that the connection page is made from.
type Workings struct {
	Conn   overview.Connection
	Work   overview.Workings
	Pace   inbound.Pace
	wanted []string // permissions that the consent page asks for

	Version cafe24.APIVersion
}

// Standing says whether a problem of this kind exists now.
func (a Workings) Standing(kind selfcheck.Kind) bool {
	return slices.ContainsFunc(a.Conn.Health, func(h selfcheck.Health) bool { return h.Kind == kind && h.Stands() })
}

// Lost says whether the mall is not connected.
func (a Workings) Lost() bool { return a.Conn.Mall.State != lowstock.MallActive }

// Missing returns the permissions that the app asks for and does not have.
func (a Workings) Missing() []string {
	var list []string
	for _, scope := range a.wanted {
		if !slices.Contains(a.Conn.Scopes, scope) {
			list = append(list, scope)
		}
	}
	return list
}
