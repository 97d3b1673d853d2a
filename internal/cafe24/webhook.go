package cafe24

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
)

const (
	headerAPIKey    = "X-Api-Key" //nolint:gosec // a header's name
	headerSignature = "X-Cafe24-Signature"
	headerTraceID   = "X-Trace-Id"
)

var traceIDPattern = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,128}$`)

// ProofKind says how a webhook proved its origin.
type ProofKind string

// The two accepted proofs.
const (
	ProofAPIKey    ProofKind = "api_key"   // Cafe24's own: the static key in X-API-Key
	ProofSignature ProofKind = "signature" // a relay's: HMAC of the body in X-Cafe24-Signature
)

// Proof is the result of a webhook with a valid proof. The static key has no replay protection, so a webhook is only
// a hint with either proof.
type Proof struct {
	Kind    ProofKind
	TraceID string // X-Trace-ID, which identifies a delivery; empty if not sent or not usable as an identifier
}

// VerifyWebhook checks a webhook's proof over the raw body, before anything in it is read. [ErrAPIKey] means that the
// first form failed (answer 403). [ErrSignature] means that the second form, or both, are missing or wrong (answer
// 401).
func (p *Platform) VerifyWebhook(header http.Header, body []byte) (Proof, error) {
	keys, signatures := header.Values(headerAPIKey), header.Values(headerSignature)
	proof := Proof{TraceID: header.Get(headerTraceID)}
	if !traceIDPattern.MatchString(proof.TraceID) {
		proof.TraceID = ""
	}
	switch {
	case len(keys) == 1 && p.keyMatches(keys[0]):
		proof.Kind = ProofAPIKey
		return proof, nil
	case len(signatures) == 1 && p.signatureMatches(signatures[0], body):
		proof.Kind = ProofSignature
		return proof, nil
	case len(keys) > 0:
		return Proof{}, ErrAPIKey
	case len(signatures) == 0 && firstForm(body):
		return Proof{}, ErrAPIKey
	default:
		return Proof{}, ErrSignature
	}
}

// keyMatches compares digests, so that the time it takes does not reveal the key's length.
func (p *Platform) keyMatches(sent string) bool {
	got, found := sha256.Sum256([]byte(sent)), 0
	for _, key := range p.keys {
		want := sha256.Sum256([]byte(key()))
		found |= subtle.ConstantTimeCompare(got[:], want[:])
	}
	return found == 1
}

func (p *Platform) signatureMatches(sent string, body []byte) bool {
	// The text is compared, not the decoded bytes: upper-case hex is not the published form.
	return p.signed(body, []byte(sent), func(sum []byte) []byte { return hex.AppendEncode(nil, sum) })
}

// firstForm reports whether a body without proof has at least the form of Cafe24's own webhooks.
func firstForm(body []byte) bool {
	var shape struct {
		EventNo json.RawMessage `json:"event_no"`
	}
	return json.Unmarshal(body, &shape) == nil && len(shape.EventNo) > 0
}
