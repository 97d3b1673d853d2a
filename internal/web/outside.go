package web

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
)

// Intake takes a proven webhook. It returns after the event is committed.
type Intake interface {
	Take(ctx context.Context, hint lowstock.Hint) (lowstock.HintResult, error)
}

// Installer leads a mall from its launch to stored tokens.
type Installer interface{}

// Work is what a request may ask the background work to do.
type Work interface{}

// Links opens and makes the signed links of letters.
type Links interface{}
