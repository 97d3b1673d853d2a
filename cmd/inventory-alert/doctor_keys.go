package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/postgres"
)

// How long what a key of SESSION_KEYS has signed is of use.
const (
	sessionsLive = 12 * time.Hour
	buttonsLive  = 30 * 24 * time.Hour
	linksLive    = 90 * 24 * time.Hour
)

// processes fails for a process that runs with other keys than this
// configuration, so that each refuses what the other signs.
func (d *doctor) processes(ctx context.Context, cfg Config, store *postgres.Store, now time.Time) {
	list, err := store.Processes(ctx, now)
	if other := strangers(cfg.rings(), list); err == nil && len(other) > 0 {
		err = errors.New(strings.Join(other, "; "))
	}
	d.check("keys of running processes", err)
}

// sessionKeys reports which older key may be removed, and what ends with it.
func (d *doctor) sessionKeys(ctx context.Context, cfg Config, store *postgres.Store, now time.Time) {
	const what = "use of SESSION_KEYS"
	uses, err := store.KeyUses(ctx, "SESSION_KEYS")
	if err != nil {
		d.check(what, err)
		return
	}
	last := map[string]time.Time{}
	for _, use := range uses {
		last[use.Key] = use.LastAt
	}
	given := cfg.rings()["SESSION_KEYS"]
	for i, key := range given[1:] {
		n, at := i+2, last[key]
		delete(last, key)
		switch age := now.Sub(at); {
		case at.IsZero():
			d.check(fmt.Sprintf("%s: key %d has signed nothing so far", what, n), nil)
		case age < sessionsLive:
			d.warn(what, fmt.Sprintf("key %d has signed sessions until %s: taken out before %s, it ends them", n, day(at), day(at.Add(sessionsLive))))
		case age < buttonsLive:
			d.warn(what, fmt.Sprintf("key %d has signed buttons of mails until %s: taken out before %s, it ends them, and links to the app until %s", n, day(at), day(at.Add(buttonsLive)), day(at.Add(linksLive))))
		case age < linksLive:
			d.warn(what, fmt.Sprintf("key %d has signed links of mails to the app until %s: taken out before %s, it ends them", n, day(at), day(at.Add(linksLive))))
		default:
			d.check(fmt.Sprintf("%s: key %d may be taken out; the unsubscription of mails before %s ends with it", what, n, day(at)), nil)
		}
	}
	delete(last, given[0])
	for _, at := range last {
		if now.Sub(at) < linksLive {
			d.warn(what, fmt.Sprintf("a key that is not given any more has signed until %s: links of mails from before do not open", day(at)))
		}
	}
}

func day(at time.Time) string { return at.UTC().Format("2006-01-02 15:04 UTC") }
