package cafe24sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"
)

const (
	saveEvery  = 2 * time.Second
	savedHooks = 500
	savedOrder = 5000
)

// saved is the data file: the differences from what New makes of the same configuration.
type saved struct {
	Products int                  `json:"products"`
	Seed     uint64               `json:"seed"`
	Malls    map[string]savedMall `json:"malls"`
}

// fileOf is the written form of saved: each mall is JSON text that was encoded under its lock.
type fileOf struct {
	Products int                        `json:"products"`
	Seed     uint64                     `json:"seed"`
	Malls    map[string]json.RawMessage `json:"malls"`
}

type savedMall struct {
	Changed   []*Product       `json:"changed,omitempty"`
	Deleted   []*Product       `json:"deleted,omitempty"`
	Orders    []*Order         `json:"orders,omitempty"`
	OrderSeq  map[string]int   `json:"order_seq,omitempty"`
	PastUntil time.Time        `json:"past_until,omitzero"`
	Install   installation     `json:"install"`
	Access    map[string]token `json:"access,omitempty"`
	Refresh   map[string]token `json:"refresh,omitempty"`
	Hooks     []hookEntry      `json:"hooks,omitempty"`
	LastLogID int              `json:"last_log_id"`
	Reception bool             `json:"reception"`
	Rate      float64          `json:"rate"`

	Name       string     `json:"name,omitempty"` // stored only if changed, like the two lists below
	Categories []category `json:"categories,omitempty"`
	Suppliers  []supplier `json:"suppliers,omitempty"`
}

// load restores the state of an earlier run from Config.DataFile. If the file is missing or belongs to another
// catalogue, the simulator starts with a new state.
func (s *Server) load() error {
	if s.cfg.DataFile == "" {
		return nil
	}
	text, err := os.ReadFile(s.cfg.DataFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cafe24sim: load: %w", err)
	}
	var state saved
	if err := json.Unmarshal(text, &state); err != nil {
		return fmt.Errorf("cafe24sim: load %s: %w", s.cfg.DataFile, err)
	}
	if state.Products != s.cfg.Products || state.Seed != s.cfg.Seed {
		s.cfg.Log.Warn("simulator starts afresh: its saved state is of another catalogue", "file", s.cfg.DataFile)
		return nil
	}
	for id, m := range s.malls {
		if old, ok := state.Malls[id]; ok {
			m.mu.Lock()
			m.restore(old)
			m.mu.Unlock()
		}
	}
	return nil
}

func (m *mall) restore(old savedMall) {
	m.makeOrderHistory(old.historyUntil(m.sim.cfg.Now()))
	for _, p := range old.Changed {
		m.insert(p)
		m.touched[p.No] = true
	}
	for _, p := range old.Deleted {
		m.insert(p)
		m.remove(p)
	}
	if len(old.Orders) > 0 {
		m.orders = old.Orders
	}
	if old.OrderSeq != nil {
		m.orderSeq = old.OrderSeq
	}
	m.install, m.reception = old.Install, old.Reception
	m.hookLog, m.lastLogID = old.Hooks, old.LastLogID
	m.setRate(old.Rate)
	if old.Name != "" {
		m.name, m.categories, m.suppliers, m.listed = old.Name, old.Categories, old.Suppliers, true
	}
	maps.Copy(m.vault.access, old.Access)
	maps.Copy(m.vault.refresh, old.Refresh)
}

// historyUntil is when the past ended. If the file does not say, it is the time of the first stored order.
func (s savedMall) historyUntil(now time.Time) time.Time {
	switch {
	case !s.PastUntil.IsZero():
		return s.PastUntil
	case len(s.Orders) > 0:
		return s.Orders[0].Placed
	}
	return now
}

func (m *mall) snapshot() savedMall {
	state := savedMall{
		Orders: m.orders[max(0, len(m.orders)-savedOrder):], OrderSeq: m.orderSeq, Install: m.install,
		Access: m.vault.access, Refresh: m.vault.refresh, Hooks: m.hookLog[max(0, len(m.hookLog)-savedHooks):],
		LastLogID: m.lastLogID, Reception: m.reception, Rate: m.rate,
	}
	if m.orderHistory != nil {
		state.PastUntil = m.orderHistory.until
	}
	if m.listed {
		state.Name, state.Categories, state.Suppliers = m.name, m.categories, m.suppliers
	}
	for no := range m.touched {
		if p, err := m.product(no); err == nil {
			state.Changed = append(state.Changed, p)
		}
	}
	for _, p := range m.deleted {
		state.Deleted = append(state.Deleted, p)
	}
	return state
}

// keepSaving writes the data file from time to time, and once more at the end.
func (s *Server) keepSaving(ctx context.Context) {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if s.dirty.Swap(false) {
				s.saveNow()
			}
		case <-ctx.Done():
			s.saveNow()
			return
		}
	}
}

func (s *Server) saveNow() {
	if s.cfg.DataFile == "" {
		return
	}
	if err := s.save(); err != nil {
		s.cfg.Log.Error("simulator state not saved", "file", s.cfg.DataFile, "error", err)
	}
}

// save writes another file and renames it, so that after a kill the file has either the old state or the new one.
func (s *Server) save() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	state := fileOf{Products: s.cfg.Products, Seed: s.cfg.Seed, Malls: map[string]json.RawMessage{}}
	for id, m := range s.malls {
		m.mu.Lock()
		text, err := json.Marshal(m.snapshot())
		m.mu.Unlock()
		if err != nil {
			return fmt.Errorf("save %s: %w", id, err)
		}
		state.Malls[id] = text
	}
	text, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("save: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(s.cfg.DataFile), 0o700); err != nil {
		return fmt.Errorf("save: %w", err)
	}
	next := s.cfg.DataFile + ".next"
	if err := os.WriteFile(next, text, 0o600); err != nil {
		return fmt.Errorf("save: %w", err)
	}
	return os.Rename(next, s.cfg.DataFile)
}
