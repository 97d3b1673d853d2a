package cafe24

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// Blame is whom a refusal by the token endpoint speaks of.
type Blame string

// The ones to blame. What is not known to be one of them is NoBlame: try again later.
const (
	NoBlame     Blame = ""       // no refusal, one that passes, or one in words that nobody has seen yet
	BlameClient Blame = "client" // the app's own credentials are refused: it says nothing of any mall's tokens
	BlameToken  Blame = "token"  // the refresh token is dead, in plain words
	BlameGrant  Blame = "grant"  // invalid_grant with no plain word: a code or a refresh token that is dead, as far as is known
)

// BlameOf says whom a refusal speaks of. The error word alone does not say so: "invalid_grant" has been seen beside
// "Invalid client_secret", and a dead refresh token under "invalid_request". So the description is believed before the
// word, however it is spelt, and the word before the status, which is 400 or 401 for the same thing.
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

// InvalidGrant reports whether err says that a code or refresh token is dead: reconnect, do not retry.
func InvalidGrant(err error) bool {
	return slices.Contains([]Blame{BlameToken, BlameGrant}, BlameOf(err))
}

// deadToken finds a refresh token that is not taken any more in a description, and passes over one that was not sent.
func deadToken(message string) bool {
	return strings.Contains(message, "refreshtoken") && !containsAny(message, "missing", "required") &&
		containsAny(message, "invalid", "expired", "revoked", "unknown", "used", "notfound", "notexist", "notvalid", "nolonger", "만료", "유효하지", "잘못")
}

// letters is a text without case, spaces and punctuation, so that "Invalid client_secret" and "invalid-client secret"
// are the same.
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
