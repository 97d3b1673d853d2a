package cafe24sim

import (
	"slices"
	"time"
)

// UninstallApp removes the app from the mall: its tokens die at once, and 90077 goes out.
func (s *Server) UninstallApp(mallID string) error { return s.removeApp(mallID, eventAppDeleted) }

// ExpireApp ends the app's period: as UninstallApp, with 90078.
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

// Installation is a mall's relation to the app.
type Installation struct {
	Installed bool
	Scopes    []string
	At        time.Time // of the latest consent
}

// Installation says whether the app holds the mall owner's consent, and for what.
func (s *Server) Installation(mallID string) Installation {
	m, err := s.lock(mallID)
	if err != nil {
		return Installation{}
	}
	defer m.mu.Unlock()
	return Installation{m.install.Installed, slices.Clone(m.install.Scopes), m.install.InstalledAt}
}
