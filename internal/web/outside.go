package web

import (
	"context"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/mail"
)

// Work is what a request may ask the background work to do.
type Work interface {
	// RequestSync starts a full sweep, or joins the one that runs.
	RequestSync(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error)
	// Pace is how often everything is read, and how fast it may be read.
	Pace() inbound.Pace
	// Look requests a new reading of a product that a person has opened.
	Look(ctx context.Context, mall lowstock.MallID, productNo int64) error
	// LoadCategory reads which products a category holds.
	LoadCategory(ctx context.Context, mall lowstock.MallID, categoryNo int) error
	// SendTest sends a test message now and returns its outcome.
	SendTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string) (outgoing.Outcome, error)
}

// MessageRenderer writes a message as it would be sent.
type MessageRenderer interface {
	Render(m outgoing.Message) mail.Message
}
