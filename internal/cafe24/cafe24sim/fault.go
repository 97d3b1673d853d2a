package cafe24sim

import (
	"net/http"
	"time"
)

// Answer is a broken answer that replaces the answer of an API call.
type Answer string

// The broken answers. The zero Answer breaks nothing.
const (
	AnswerTooMany     Answer = "429"
	AnswerError       Answer = "500"
	AnswerUnavailable Answer = "503"
	AnswerHang        Answer = "hang"      // nothing is sent until the caller gives up, at most a minute
	AnswerCut         Answer = "cut"       // the connection is closed without an answer
	AnswerHTML        Answer = "html"      // 200 with a web page
	AnswerTruncated   Answer = "truncated" // 200 with half of the JSON
	AnswerRefused     Answer = "401"       // an answer of the API itself: the token is refused, however new it is
	AnswerForbidden   Answer = "403"       // an answer of the API itself: as if the app were uninstalled
	AnswerBlocked     Answer = "blocked"   // 403 with a firewall's web page, not from the API
	AnswerRedirect    Answer = "302"       // to a login page
	AnswerConflict    Answer = "409"

	answerSlow Answer = "slow" // the correct answer, after 12 s
)

// Faults are the faults of one mall. Shares are 0…1.
type Faults struct {
	Answer      Answer        // the answer of the calls below
	AnswerShare float64       // share of calls that get it; 0 is all
	AnswerTimes int           // how many calls get it before it ends by itself; 0 means that it does not end
	Endpoint    string        // only this endpoint, such as "GET products" or "POST oauth/token"; empty is all of the Admin API
	WaitHeader  time.Duration // seconds that the 429 fault names in X-Cafe24-Call-Remain; 0 is 2 s

	StaleFor   time.Duration // how long reads alternate between old and new after a change; 5 s is realistic
	EmptyItems bool          // embed=items of the order list is empty
	OrdersFor  int           // a list of orders that begins more days ago than this is refused; 0 lists all
	SetItems   SetItems      // how an order shows the parts of a set
	NoBundles  bool          // bundleproducts is 404, as if the mall had no sets

	LoseWebhooks    float64 // are lost without an entry in the log
	FailWebhooks    float64 // are not sent, but logged as failed and sent again
	DoubleWebhooks  float64 // arrive twice with one trace id
	ReorderWebhooks float64 // arrive up to 3 s late

	WrongSecret bool   // every call of the token endpoint is refused as if the client secret were wrong
	SecretWord  string // the error word for WrongSecret and for a wrong secret: "invalid_grant" or "invalid_client"; empty is the latter
	DeadRefresh string // every refresh is 401 with this error word, such as "invalid_request", and "Invalid refresh_token"

	OfferedVersions string  // every other API version than these, separated by commas, is refused; the last one is offered
	CallUsage       float64 // percent in X-Cafe24-Call-Usage, with two decimals; 0 sends the real usage

	Revoked      bool // every API call is 403, as if the app were uninstalled, and refreshes fail
	RefreshFails bool // every refresh is invalid_grant
	TokenDown    bool // every call of the token endpoint is 503, while the API itself answers
	ScopeMissing bool // every API call is 403 for a missing scope, whatever the token has

	HTMLNames bool // every name contains HTML that displays as the name itself; see markUp
}

// strikes returns the broken answer for a call to the endpoint, if any, and
// counts it.
func (m *mall) strikes(endpoint string) Answer {
	f := &m.faults
	oauth := endpoint == endpointOAuth
	if oauth && f.TokenDown {
		return AnswerUnavailable
	}
	if f.Answer == "" || (f.Endpoint == "" && oauth) || (f.Endpoint != "" && f.Endpoint != endpoint) {
		return ""
	}
	if f.AnswerShare > 0 && m.rng.Float64() >= f.AnswerShare {
		return ""
	}
	answer := f.Answer
	if f.AnswerTimes > 0 {
		if f.AnswerTimes--; f.AnswerTimes == 0 {
			f.Answer = ""
		}
	}
	return answer
}

// refuses reports whether the call is refused before it has an effect.
func (a Answer) refuses() bool {
	switch a {
	case AnswerTooMany, AnswerUnavailable, AnswerRefused, AnswerForbidden, AnswerBlocked, AnswerRedirect, AnswerConflict:
		return true
	case AnswerError, AnswerHang, AnswerCut, AnswerHTML, AnswerTruncated, answerSlow:
	}
	return false
}

// giveFault sends the broken answer. good is the JSON that would have been sent.
func (s *Server) giveFault(w http.ResponseWriter, r *http.Request, a Answer, wait time.Duration, good []byte) {
	switch a {
	case AnswerTooMany:
		w.Header().Set(headerCallUsage, "100")
		w.Header().Set(headerCallRemain, seconds(orDefault(wait, 2*time.Second)))
		writeError(w, tooMany())
	case AnswerError:
		writeError(w, &apiError{status: http.StatusInternalServerError, message: "Internal Server Error"})
	case AnswerUnavailable:
		writeError(w, &apiError{status: http.StatusServiceUnavailable, message: "Service Unavailable"})
	case AnswerHang:
		if s.wait(r, time.Minute) {
			writeError(w, &apiError{status: http.StatusGatewayTimeout, message: "Gateway Timeout"})
		}
	case answerSlow:
		if s.wait(r, slowAnswer) {
			writeJSONBytes(w, http.StatusOK, good)
		}
	case AnswerCut:
		cut(w)
	case AnswerHTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><html lang=\"ko\"><title>시스템 점검</title><h1>시스템 점검 중입니다</h1></html>"))
	case AnswerTruncated:
		writeJSONBytes(w, http.StatusOK, good[:len(good)/2])
	case AnswerRefused, AnswerForbidden, AnswerBlocked, AnswerRedirect, AnswerConflict:
		refuse(w, a)
	}
}

// refuse refuses a call, in the API's own words or as another server would.
func refuse(w http.ResponseWriter, a Answer) {
	own := map[Answer]*apiError{
		AnswerRefused:   {http.StatusUnauthorized, "access_token is invalid."},
		AnswerForbidden: {http.StatusForbidden, "The app is not installed in this mall."},
		AnswerConflict:  {http.StatusConflict, "Conflict"},
	}
	if own[a] != nil {
		writeError(w, own[a])
		return
	}
	if a == AnswerRedirect {
		w.Header().Set("Location", "/login")
		w.WriteHeader(http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write([]byte("<html><body><h1>403 Forbidden</h1></body></html>"))
}

// wait waits for d. It returns false if the caller goes away or the simulator
// stops before that.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
	case <-s.stopped:
	case <-timer.C:
		return true
	}
	return false
}

func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil { // HTTP/2 cannot be hijacked; its empty answer is broken enough
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	_ = conn.Close()
}
