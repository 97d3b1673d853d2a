package kit

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// contextSnapshot is the key of the [requestSnapshot] of a request that has
// one.
const contextSnapshot = "snapshot"

// requestSnapshot is the read transaction of a request; see Store.Snapshot.
type requestSnapshot struct{ release, end func() }

// readTogether makes the rest of the request read the mall's data in one
// snapshot, so that the parts of its answer agree.
func (k *Kit) readTogether(c echo.Context, mall lowstock.MallID) {
	endSnapshot(c)
	ctx, release, end := k.store.Mall(mall).Snapshot(c.Request().Context())
	c.SetRequest(c.Request().WithContext(ctx))
	c.Set(contextSnapshot, requestSnapshot{release, end})
	if ahead, asked := c.Get(contextAhead).(Ahead); asked {
		ahead(c, mall)
	}
}

// ReleaseSnapshot returns the database connection before an answer is written.
// No other request then waits for a slow client.
func ReleaseSnapshot(c echo.Context) {
	if n, ok := c.Get(contextSnapshot).(requestSnapshot); ok {
		n.release()
	}
}

func endSnapshot(c echo.Context) {
	if n, ok := c.Get(contextSnapshot).(requestSnapshot); ok {
		n.end()
	}
}

// SnapshotEnds ends the request's snapshot, if the request has begun one.
func SnapshotEnds(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		defer endSnapshot(c)
		return next(c)
	}
}
