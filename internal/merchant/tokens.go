package merchant

import (
	"context"
	"crypto/sha256"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/team"
)

const (
	// APITokenPrefix begins every token.
	APITokenPrefix = "ia_"
	// APITokenLength is the length of a token: the prefix and 32 bytes in
	// base64. Of these, 24 are random and 8 prove that the app made them.
	APITokenLength  = 46
	apiTokenRandom  = 24
	maxAPITokens    = 20
	maxAPITokenName = 60
)

// MakeAPIToken makes a token of the session's mall and returns its value. The
// value is shown only once; the store keeps only its hash.
func (s *Service) MakeAPIToken(ctx context.Context, mall lowstock.MallID, by string, name string) (value string, token team.APIToken, err error) {
	if name == "" || len([]rune(name)) > maxAPITokenName {
		return "", team.APIToken{}, lowstock.InvalidFields(map[string]string{"name": "error.token_name"})
	}
	standing, err := s.store.Mall(mall).APITokens(ctx)
	if err != nil {
		return "", team.APIToken{}, err
	}
	if len(standing) >= maxAPITokens {
		return "", team.APIToken{}, lowstock.InvalidFields(map[string]string{"name": "error.tokens_many"})
	}
	value = APITokenPrefix + s.mint.Make(apiTokenRandom)
	hash := sha256.Sum256([]byte(value))
	token, err = s.store.Mall(mall).CreateAPIToken(ctx, name, hash[:], by)
	return value, token, err
}

// RotateSecret replaces the signing secret of the webhook. It fails when there
// is no webhook.
func (s *Service) RotateSecret(ctx context.Context, mall lowstock.MallID, by string) (redact.Secret, error) {
	settings, err := s.store.Mall(mall).Settings(ctx)
	if err != nil {
		return "", err
	}
	if settings.Targets.Of(lowstock.ChannelWebhook).Address == "" {
		return "", lowstock.Fail(lowstock.CodeConflict, "error.webhook_none", nil)
	}
	return s.store.Mall(mall).RotateWebhookSecret(ctx, by, s.now())
}
