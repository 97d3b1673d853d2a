package kit

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// contextSnapshot is the [requestSnapshot] of a request that has one.
const contextSnapshot = "snapshot"

// requestSnapshot is the reading transaction of a request; see [Snapshots].
type requestSnapshot struct{ release, end func() }

// readTogether has everything that the request reads of a mall from here on read
// in one snapshot, so that the parts of its answer agree.
func (k *Kit) readTogether(c echo.Context, mall lowstock.MallID) {
	endSnapshot(c)
	ctx, release, end := k.store.Mall(mall).Snapshot(c.Request().Context())
	c.SetRequest(c.Request().WithContext(ctx))
	c.Set(contextSnapshot, requestSnapshot{release, end})
}

// ReleaseSnapshot gives the connection back before an answer is written: nobody
// else waits for a slow client.
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

// SnapshotEnds ends the request's snapshot, where it has begun one.
func SnapshotEnds(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		defer endSnapshot(c)
		return next(c)
	}
}
