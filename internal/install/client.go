package install

import (
	"context"
	"errors"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
)

// client holds what this process knows about Cafe24's answer to the app's own
// credentials. While Cafe24 refuses them, one renewal at a time tries, a few
// minutes apart, and all others wait: a thousand calls for a thousand malls
// would change nothing.
type client struct {
	fingerprint string

	mu    sync.Mutex
	since time.Time // of the first refusal; zero: not known to be refused
	next  time.Time // when the next renewal may try
}

// refused records that the credentials were refused, and reports whether that
// is new.
func (c *client) refused(now time.Time) (news bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if news = c.since.IsZero(); news {
		c.since = now
	}
	c.next = now.Add(backoff(now.Sub(c.since)))
	return news
}

// accepted records that the credentials were accepted, and reports whether that
// is new.
func (c *client) accepted() (news bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	news = !c.since.IsZero()
	c.since, c.next = time.Time{}, time.Time{}
	return news
}

func (c *client) isRefused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.since.IsZero()
}

// waits returns the time before which no renewal may try; zero: a renewal may
// try now.
func (c *client) waits(now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() || !now.Before(c.next) {
		return time.Time{}
	}
	return c.next
}

// take lets one renewal try; the others wait for its answer.
func (c *client) take(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() {
		return true
	}
	if now.Before(c.next) {
		return false
	}
	c.next = now.Add(backoff(now.Sub(c.since)))
	return true
}

// errClientWaits ends a renewal that is not tried because Cafe24 is known to
// refuse the app's credentials.
var errClientWaits = errors.New("install: Cafe24 refuses the app's client secret")

// clientRefused records that Cafe24 refuses the app's own credentials, and logs
// it once for all malls and processes.
func (i *Installer) clientRefused(ctx context.Context, cause error) {
	i.metrics.count(cafe24.BlameClient, connect.NoVerdict)
	news := i.client.refused(i.now())
	first, err := i.store.NoteClientRefused(context.WithoutCancel(ctx), i.client.fingerprint, i.now())
	if err != nil {
		i.log.ErrorContext(ctx, "refused client secret not noted", "error", err)
	}
	if news && (first || err != nil) {
		i.log.ErrorContext(ctx, "cafe24 refuses the app's client secret: set CAFE24_CLIENT_SECRET to the one that the developers console shows and restart; no mall has to reconnect",
			"error", cause)
	}
}

// clientAccepted ends that state: Cafe24 has accepted the app's credentials in
// a call that began at the given time.
func (i *Installer) clientAccepted(ctx context.Context, began time.Time) {
	if i.client.accepted() {
		i.log.InfoContext(ctx, "cafe24 takes the app's client secret again")
	}
	if err := i.store.ClientAccepted(context.WithoutCancel(ctx), began, i.now()); err != nil {
		i.log.ErrorContext(ctx, "accepted client secret not noted", "error", err)
	}
}
