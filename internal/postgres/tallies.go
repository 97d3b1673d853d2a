package postgres

import (
	"sync"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// tallies are the newest tally of each mall, with the name of the days that it
// adds up.
type tallies struct {
	mu     sync.Mutex
	ofMall map[lowstock.MallID]talliedDays
}

type talliedDays struct {
	days  string
	tally demand.Tally // its fields of the counted days alone
}

func (t *tallies) of(mall lowstock.MallID) talliedDays {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ofMall[mall]
}

func (t *tallies) keep(mall lowstock.MallID, tallied talliedDays) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ofMall == nil {
		t.ofMall = map[lowstock.MallID]talliedDays{}
	}
	t.ofMall[mall] = tallied
}
