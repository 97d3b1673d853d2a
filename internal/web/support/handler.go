// Package support owns what helps people who are stuck: the public help, what is
// new, questions to the people who run the app, and the state of the service.
//
// It must not name another subject. What it needs from one it declares as a
// small interface. Its public pages show no data of a mall, and no frame may
// show them.
package support

import (
	"context"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/kit"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Site   *help.Site
	Store  merchant.Malls[Store]
	Email  string      // where questions go; "" if there is none
	URL    string      // where else people get help; "" if there is none
	Facts  Facts       // of the service
	Report Diagnostics // of a mall

	kept sync.Map // rendered public pages, by their address
	last lastStatus
}

// Store is what this subject reads and writes of a mall.
type Store interface {
	SawNews(ctx context.Context, operator, day string) error
	OwnContacts(ctx context.Context, operator string, limit int) ([]outgoing.Asked, error)
	SendContact(ctx context.Context, question outgoing.Question, to string, now time.Time) error
}

// Facts reads what the state of the service is made of. It names no mall.
type Facts interface {
	// Ready returns an error if the database cannot be used.
	Ready(ctx context.Context) error
	// Service reads the facts of the service from the database.
	Service(ctx context.Context, now time.Time) (overview.Service, error)
	// AppState returns what Cafe24 refuses of the app itself.
	AppState(ctx context.Context, now time.Time) (connect.AppState, error)
}

// Diagnostics makes the file that people send with a question.
type Diagnostics interface {
	DiagnosticsOf(c echo.Context) ([]byte, error)
}
