package contract

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

// Verdict is the finding about one assumption.
type Verdict string

// The verdicts. Unknown is also the verdict if the mall has no data that would show it, or if a permission is missing.
const (
	Holds   Verdict = "holds"
	Differs Verdict = "differs"
	Unknown Verdict = "cannot tell"
)

// Line is one assumption and its finding.
type Line struct {
	Claim   string
	Verdict Verdict
	Needed  bool // the program relies on it; otherwise the program has another way
	Seen    string
}

// Failed reports that the program relies on an assumption that does not hold.
func (l Line) Failed() bool { return l.Needed && l.Verdict == Differs }

// String returns the line as it is printed.
func (l Line) String() string {
	relied := ""
	if l.Failed() {
		relied = " [the program relies on this]"
	}
	return fmt.Sprintf("%-11s  %s: %s%s", l.Verdict, l.Claim, l.Seen, relied)
}

// Known holds the data that needs no call: the mall's grant, the configuration, the time.
type Known struct {
	IssuedAt, AccessExpiresAt, RefreshExpiresAt time.Time // of the stored tokens; zero: none

	Granted []string  // permissions
	Asked   []string  // permissions
	Version string    // the configured X-Cafe24-Api-Version; empty sends none
	Now     time.Time // the time from which the days in requests are counted
	Only    string    // checks only the claims that contain this text; empty checks all
}

// Assumptions lists the claims, in the order in which Check checks them.
func Assumptions() []string {
	var claims []string
	for _, a := range assumptions() {
		claims = append(claims, a.claim)
	}
	return claims
}

// Check checks one assumption after the other with calls to the mall. It makes about 50 calls, fewer for a small mall.
func Check(ctx context.Context, client *cafe24.Client, known Known) iter.Seq[Line] {
	m := &mall{ctx: ctx, client: client.Interactive(), known: known, answers: map[string]answer{}}
	return func(yield func(Line) bool) {
		for _, a := range assumptions() {
			if !strings.Contains(a.claim, known.Only) {
				continue
			}
			found := a.ask(m)
			if !yield(Line{Claim: a.claim, Needed: a.needed, Verdict: found.verdict, Seen: found.seen}) {
				return
			}
		}
	}
}

// assumption is one claim about the platform.
type assumption struct {
	claim  string
	needed bool
	ask    func(*mall) finding
}

type finding struct {
	verdict Verdict
	seen    string
}

func holds(format string, args ...any) finding {
	return finding{Holds, fmt.Sprintf(format, args...)}
}

func differs(format string, args ...any) finding {
	return finding{Differs, fmt.Sprintf(format, args...)}
}

func unknown(format string, args ...any) finding {
	return finding{Unknown, fmt.Sprintf(format, args...)}
}

// require returns Holds if ok is true, otherwise Differs, with the same shape.
func require(ok bool, format string, args ...any) finding {
	if ok {
		return holds(format, args...)
	}
	return differs(format, args...)
}

func assumptions() []assumption {
	var all []assumption
	for _, part := range [][]assumption{aboutCalls(), aboutProducts(), aboutStock(), aboutCatalogue(), aboutOrders(), aboutWebhooks()} {
		all = append(all, part...)
	}
	return all
}

// mall is the mall under check. It keeps answers, so that a resource that several assumptions need is requested once.
type mall struct {
	ctx     context.Context //nolint:containedctx // it lives as long as one Check
	client  *cafe24.Client
	known   Known
	answers map[string]answer
}

// get makes a call, or returns the answer of the same earlier call.
func (m *mall) get(template, path string, query url.Values) answer {
	key := path + "?" + query.Encode()
	if known, asked := m.answers[key]; asked {
		return known
	}
	a := m.raw(cafe24.Question{Template: template, Path: path, Query: query})
	m.answers[key] = a
	return a
}

// list requests a resource whose path has no ids.
func (m *mall) list(resource string, query url.Values) answer {
	return m.get(resource, resource, query)
}

func (m *mall) raw(q cafe24.Question) answer {
	got, err := m.client.Raw(m.ctx, q)
	return newAnswer(got, err)
}
