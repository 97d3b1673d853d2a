package cafe24sim

import (
	"slices"
	"time"
)

// UninstallApp removes the app from the mall: its tokens stop working at once,
// and 90077 is sent.
func (s *Server) UninstallApp(mallID string) error { return s.removeApp(mallID, eventAppDeleted) }

// ExpireApp ends the app's period: the same as UninstallApp, with 90078.
func (s *Server) ExpireApp(mallID string) error { return s.removeApp(mallID, eventAppExpired) }

func (s *Server) removeApp(mallID string, eventNo int) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	now := s.cfg.Now()
	m.emit(eventNo, appGone(m, now, eventNo == eventAppExpired))
	m.install = installation{Uninstalled: now}
	m.vault.uninstall()
	return nil
}

// Installation is the state of the app in a mall.
type Installation struct {
	Installed bool
	Scopes    []string
	At        time.Time // of the latest consent
}

// Installation returns whether the app has the mall owner's consent, and for
// which scopes.
func (s *Server) Installation(mallID string) Installation {
	m, err := s.lock(mallID)
	if err != nil {
		return Installation{}
	}
	defer m.mu.Unlock()
	return Installation{m.install.Installed, slices.Clone(m.install.Scopes), m.install.InstalledAt}
}
