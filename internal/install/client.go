package install

import (
	"context"
	"errors"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
)

// client is what this process knows of how Cafe24 takes the app's own
// credentials. While they are refused one renewal after another tries, a few
// minutes apart, and all others wait: a thousand malls that each ask would
// change nothing.
type client struct {
	fingerprint string

	mu    sync.Mutex
	since time.Time // of the first refusal; zero: taken, as far as is known
	next  time.Time // when the next renewal may try
}

// refused notes that the credentials were refused, and says whether that is
// news.
func (c *client) refused(now time.Time) (news bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if news = c.since.IsZero(); news {
		c.since = now
	}
	c.next = now.Add(backoff(now.Sub(c.since)))
	return news
}

// accepted notes that they were taken, and says whether that is news.
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

// waits says until when no renewal may try; zero: one may.
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

// errClientWaits ends a renewal that is not tried because the app's credentials
// are known to be refused.
var errClientWaits = errors.New("install: Cafe24 refuses the app's client secret")

// clientRefused notes that Cafe24 refuses the app's own credentials, and logs it
// once for all malls and processes.
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

// clientAccepted ends that: Cafe24 has taken the app's credentials in a call
// that began at some time.
func (i *Installer) clientAccepted(ctx context.Context, began time.Time) {
	if i.client.accepted() {
		i.log.InfoContext(ctx, "cafe24 takes the app's client secret again")
	}
	if err := i.store.ClientAccepted(context.WithoutCancel(ctx), began, i.now()); err != nil {
		i.log.ErrorContext(ctx, "accepted client secret not noted", "error", err)
	}
}
