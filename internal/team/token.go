package team

import (
	"time"
)

// APIToken is a token for the JSON API. Its value is shown once and stored as a
// hash.
type APIToken struct {
	ID         int64
	Name       string
	CreatedBy  string
	CreatedAt  time.Time
	LastUsedAt time.Time
}
