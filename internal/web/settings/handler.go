// Package settings owns the page of settings: who is notified, on which channel, how often and in
// which language, who may change what, and the tokens of the API.
//
// It must not import another subject's package. What it needs of another subject it declares as a
// small interface. It must not show a stored secret again, except once, in the answer to the
// request that made it or asked for it.
package settings

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/mail"
)

// Handler answers the requests of this subject.
type Handler struct {
	*kit.Kit
	Store    merchant.Malls[Store]
	Merchant *merchant.Service
	Work     Work
	Messages MessageRenderer
}

// Store is what this subject stores and reads of a mall.
type Store interface {
	Operators(ctx context.Context) ([]team.SeenOperator, error)
	Sessions(ctx context.Context, operator string, now time.Time) ([]team.Session, error)
	EndSessions(ctx context.Context, which team.Ending, by string, now time.Time) (ended int, epoch int64, err error)
	APITokens(ctx context.Context) ([]team.APIToken, error)
	DeleteAPIToken(ctx context.Context, id int64, by string, now time.Time) error
	Categories(ctx context.Context) ([]inbound.Category, error)
	Suppliers(ctx context.Context) ([]inbound.Supplier, error)
	Settings(ctx context.Context) (preference.Settings, error)
	SaveSettings(ctx context.Context, s preference.Settings, by string, now time.Time) error
	SettingChanges(ctx context.Context, limit int) ([]preference.SettingChange, error)
	PreviewDigest(ctx context.Context, recipient string, at time.Time) (outgoing.Message, error)
	SendConfirm(ctx context.Context, email string, now time.Time) (preference.AskPlan, error)
}

// Work is what this subject needs of the background work.
type Work interface {
	// SendTest sends a test message now and returns its result.
	SendTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string) (outgoing.Outcome, error)
}

// MessageRenderer writes a message as it would be sent.
type MessageRenderer interface {
	Render(m outgoing.Message) mail.Message
}

// viewer is a [present.Viewer] with the presenters of this subject.
type viewer struct{ present.Viewer }

func (h *Handler) viewerOf(who kit.Session) viewer { return viewer{h.ViewerOf(who)} }
