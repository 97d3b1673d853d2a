package merchant

import (
	"context"
	"crypto/sha256"
	"slices"

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

// NewAPIToken is what a person chooses for a token.
type NewAPIToken struct {
	Name   string
	Scopes []team.Scope
	Days   int // how long it lives; [TokenForever]: it does not end
}

// TokenForever is the choice of a token without an end.
const TokenForever = 0

// TokenDays returns how many days a token can live. The third is the default:
// most tokens belong to a program that nobody watches, and a token that ends
// four times a year teaches its owner to choose one without an end.
func TokenDays() []int { return []int{30, 90, 365, TokenForever} }

// MakeAPIToken makes a token of the session's mall and returns its value. The
// value is shown only once; the store keeps only its hash.
func (s *Service) MakeAPIToken(ctx context.Context, mall lowstock.MallID, by string, n NewAPIToken) (value string, token team.APIToken, err error) {
	standing, err := s.store.Mall(mall).APITokens(ctx)
	if err != nil {
		return "", team.APIToken{}, err
	}
	if refused := n.refused(standing); len(refused) > 0 {
		return "", team.APIToken{}, lowstock.InvalidFields(refused)
	}
	token = team.APIToken{Name: n.Name, Scopes: n.Scopes, CreatedAt: s.now()}
	if n.Days != TokenForever {
		token.ExpiresAt = token.CreatedAt.AddDate(0, 0, n.Days)
	}
	value = APITokenPrefix + s.mint.Make(apiTokenRandom)
	hash := sha256.Sum256([]byte(value))
	token, err = s.store.Mall(mall).CreateAPIToken(ctx, token, hash[:], by)
	return value, token, err
}

// refused returns the key of a message for each choice that is not accepted. A
// name is used once, since the record of changes names a token by it.
func (n NewAPIToken) refused(standing []team.APIToken) map[string]string {
	refused := map[string]string{}
	switch {
	case n.Name == "" || len([]rune(n.Name)) > maxAPITokenName:
		refused["token_name"] = "error.token_name"
	case len(standing) >= maxAPITokens:
		refused["token_name"] = "error.tokens_many"
	case slices.ContainsFunc(standing, func(t team.APIToken) bool { return t.Name == n.Name }):
		refused["token_name"] = "error.token_same"
	}
	known := team.Scopes()
	if len(n.Scopes) == 0 || slices.ContainsFunc(n.Scopes, func(s team.Scope) bool { return !slices.Contains(known, s) }) {
		refused["token_scope"] = "error.token_scopes"
	}
	if !slices.Contains(TokenDays(), n.Days) {
		refused["token_days"] = "error.token_days"
	}
	return refused
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
