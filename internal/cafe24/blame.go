package cafe24

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// Blame is what caused a refusal by the token endpoint.
type Blame string

// The causes. NoBlame is everything else: try again later.
const (
	NoBlame     Blame = ""       // no refusal, a temporary one, or one with words that are not known
	BlameClient Blame = "client" // the app's own credentials are refused: this says nothing about any mall's tokens
	BlameToken  Blame = "token"  // the answer says that the refresh token is dead
	BlameGrant  Blame = "grant"  // invalid_grant without a plain text: a code or a refresh token that is probably dead
)

// BlameOf returns the cause of a refusal. The error word alone does not name it: "invalid_grant" has been seen with
// "Invalid client_secret", and a dead refresh token with "invalid_request". So the description counts before the
// word, however it is spelled, and the word before the status, which is 400 or 401 for the same cause.
func BlameOf(err error) Blame {
	oe, ok := errors.AsType[*OAuthError](err)
	if !ok || oe.Temporary() {
		return NoBlame
	}
	message := letters(oe.Description)
	switch word := letters(oe.Code); {
	case strings.Contains(message, "clientsecret"), word == "invalidclient", word == "unauthorizedclient":
		return BlameClient
	case deadToken(message):
		return BlameToken
	case containsAny(message, "clientid", "clientcredential", "clientauth", "invalidclient", "unknownclient"):
		return BlameClient
	case word == "invalidgrant":
		return BlameGrant
	default:
		return NoBlame
	}
}

// InvalidGrant reports whether err says that a code or a refresh token is dead: connect again, do not retry.
func InvalidGrant(err error) bool {
	return slices.Contains([]Blame{BlameToken, BlameGrant}, BlameOf(err))
}

// deadToken reports whether a description says that a refresh token is no longer accepted. It ignores a description
// that says that no token was sent.
func deadToken(message string) bool {
	return strings.Contains(message, "refreshtoken") && !containsAny(message, "missing", "required") &&
		containsAny(message, "invalid", "expired", "revoked", "unknown", "used", "notfound", "notexist", "notvalid", "nolonger", "만료", "유효하지", "잘못")
}

// letters returns a text in lower case without spaces and punctuation, so that "Invalid client_secret" and
// "invalid-client secret" are equal.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
