package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	apiTokenPrefix  = "ia_"
	apiTokenLength  = 46 // the prefix and 32 bytes
	maxAPITokens    = 20
	maxAPITokenName = 60
)

// makeAPIToken makes a token of the session's mall and returns its value, which
// is shown this once and then known by its hash only.
func (s *Office) makeAPIToken(ctx context.Context, mall lowstock.MallID, by string, name string) (value string, token lowstock.APIToken, err error) {
	if name == "" || len([]rune(name)) > maxAPITokenName {
		return "", lowstock.APIToken{}, lowstock.InvalidFields(map[string]string{"name": "error.token_name"})
	}
	standing, err := s.store.Mall(mall).APITokens(ctx)
	if err != nil {
		return "", lowstock.APIToken{}, err
	}
	if len(standing) >= maxAPITokens {
		return "", lowstock.APIToken{}, lowstock.InvalidFields(map[string]string{"name": "error.tokens_many"})
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	value = apiTokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	hash := sha256.Sum256([]byte(value))
	token, err = s.store.Mall(mall).CreateAPIToken(ctx, name, hash[:], by)
	return value, token, err
}
